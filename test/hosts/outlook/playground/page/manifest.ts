import { type Permission } from '../../host/initial-data';
import { type LaunchEvent, type SendMode } from '../../host/launch-events';
import { hasSet } from '../../host/requirement-set';

export type CommandAction =
  | { readonly kind: 'pane'; readonly url: string; readonly isPinnable: boolean }
  | { readonly kind: 'function'; readonly functionName: string };

interface ControlFace {
  readonly id: string;
  readonly label: string;
  readonly tip: string;
  readonly icon: string | undefined;
}

export interface CommandControl extends ControlFace {
  readonly action: CommandAction;
}

export interface MenuControl extends ControlFace {
  readonly items: readonly CommandControl[];
}

export type RibbonControl = CommandControl | MenuControl;

export interface RibbonGroup {
  readonly id: string;
  readonly label: string;
  readonly controls: readonly RibbonControl[];
}

/** What the emulated Outlook takes from an add-in's XML manifest. */
export interface AddinManifest {
  readonly id: string;
  readonly name: string;
  readonly permission: Permission;
  readonly compose: readonly RibbonGroup[];
  readonly read: readonly RibbonGroup[];
  /** Page that holds the function commands. */
  readonly functionUrl: string;
  /** Page that holds the launch events. */
  readonly launchUrl: string;
  readonly launchEvents: readonly LaunchEvent[];
  imageUrl(resid: string): string | undefined;
}

export function isMenu(control: RibbonControl): control is MenuControl {
  return 'items' in control;
}

/**
 * Reads a manifest as a client of `mailboxSet` would: the newest VersionOverrides whose requirements it meets, texts in
 * `locale`. Addresses below the folder of the function file become addresses below `addinBase`, wherever the manifest
 * says it is served. Throws where something that a command needs is missing, and where a send event is declared twice.
 */
export function readManifest(xml: string, locale: string, addinBase: string, mailboxSet = '1.15'): AddinManifest {
  const root = new DOMParser().parseFromString(xml, 'application/xml').documentElement;
  if (root.localName !== 'OfficeApp') throw new Error('the manifest is not an OfficeApp document');
  const overrides = newestOverrides(root, mailboxSet);
  const resources = new Resources(overrides, locale, addinBase);
  const events = extensionPoint(overrides, 'LaunchEvent');
  const surface = (name: string): RibbonGroup[] =>
    [...descendants(extensionPoint(overrides, name), 'Group')].map((group) => readGroup(group, resources));
  const functionUrl = resources.url(residOf(need(descendants(overrides, 'FunctionFile')[0], 'FunctionFile')));
  const launchSource = events && children(events, 'SourceLocation')[0];
  return {
    id: textOf(root, 'Id'),
    name: localized(need(children(root, 'DisplayName')[0], 'DisplayName'), locale),
    permission: textOf(root, 'Permissions') as Permission,
    compose: surface('MessageComposeCommandSurface'),
    read: surface('MessageReadCommandSurface'),
    functionUrl,
    launchUrl: launchSource ? resources.url(residOf(launchSource)) : functionUrl,
    launchEvents: onlyOneOfEachSend(descendants(events, 'LaunchEvent').map(readLaunchEvent)),
    imageUrl: (resid) => resources.image(resid),
  };
}

/** Where the requirements of a block are not met, nothing of it is there: the one that it is nested in counts. */
function newestOverrides(root: Element, mailboxSet: string): Element {
  const isMet = (overrides: Element): boolean => {
    const sets = children(overrides, 'Requirements').flatMap((one) => descendants(one, 'Sets'));
    return sets.every((one) => hasSet(mailboxSet, one.getAttribute('DefaultMinVersion') ?? '1.1'));
  };
  const found = need(descendants(root, 'VersionOverrides').filter(isMet).at(-1), 'VersionOverrides');
  const own = found.cloneNode(true) as Element;
  for (const nested of children(own, 'VersionOverrides')) nested.remove();
  return own;
}

/** "Only one instance each of the OnMessageSend and OnAppointmentSend event can be declared in the manifest." */
function onlyOneOfEachSend(events: readonly LaunchEvent[]): readonly LaunchEvent[] {
  for (const type of ['OnMessageSend', 'OnAppointmentSend'])
    if (events.filter((event) => event.type === type).length > 1) throw new Error(`the manifest has ${type} twice`);
  return events;
}

function readGroup(group: Element, resources: Resources): RibbonGroup {
  const controls = children(group, 'Control').map((control) => readControl(control, resources));
  return { id: group.id, label: resources.text(residOf(need(children(group, 'Label')[0], 'Label'))), controls };
}

function readControl(control: Element, resources: Resources): RibbonControl {
  const face = readFace(control, resources);
  const items = children(control, 'Items')[0];
  if (!items) return { ...face, action: readAction(control, resources) };
  return {
    ...face,
    items: children(items, 'Item').map((item) => ({
      ...readFace(item, resources),
      action: readAction(item, resources),
    })),
  };
}

function readFace(element: Element, resources: Resources): ControlFace {
  const supertip = need(children(element, 'Supertip')[0], 'Supertip');
  const images = descendants(children(element, 'Icon')[0], 'Image');
  const image = images.find((candidate) => candidate.getAttribute('size') === '32') ?? images[0];
  return {
    id: element.id,
    label: resources.text(residOf(need(children(element, 'Label')[0], 'Label'))),
    tip: resources.text(residOf(need(children(supertip, 'Description')[0], 'Description'))),
    icon: image && resources.image(residOf(image)),
  };
}

function readAction(element: Element, resources: Resources): CommandAction {
  const action = need(children(element, 'Action')[0], 'Action');
  const type = action.getAttribute('xsi:type');
  if (type === 'ExecuteFunction') return { kind: 'function', functionName: textOf(action, 'FunctionName') };
  if (type !== 'ShowTaskpane') throw new Error(`the manifest has an action of type ${type ?? 'unknown'}`);
  const source = need(children(action, 'SourceLocation')[0], 'SourceLocation');
  const isPinnable = children(action, 'SupportsPinning')[0]?.textContent.trim() === 'true';
  return { kind: 'pane', url: resources.url(residOf(source)), isPinnable };
}

function readLaunchEvent(event: Element): LaunchEvent {
  const sendMode = event.getAttribute('SendMode');
  return {
    type: event.getAttribute('Type') ?? '',
    functionName: event.getAttribute('FunctionName') ?? '',
    ...(sendMode === null ? {} : { sendMode: sendMode as SendMode }),
  };
}

class Resources {
  readonly #texts = new Map<string, string>();
  readonly #locale: string;
  readonly #addinBase: string;
  readonly #base: string;

  constructor(overrides: Element, locale: string, addinBase: string) {
    this.#locale = locale;
    this.#addinBase = addinBase;
    for (const list of ['Images', 'Urls', 'ShortStrings', 'LongStrings']) {
      for (const entry of [...need(descendants(overrides, list).at(-1), list).children]) {
        this.#texts.set(entry.id, localized(entry, this.#locale));
      }
    }
    const functionFile = need(descendants(overrides, 'FunctionFile')[0], 'FunctionFile');
    this.#base = new URL('.', this.text(residOf(functionFile))).href;
  }

  text(resid: string): string {
    return need(this.#texts.get(resid), `a resource called ${resid}`);
  }

  url(resid: string): string {
    const url = this.text(resid);
    if (!url.startsWith(this.#base)) throw new Error(`${url} of the manifest is not below ${this.#base}`);
    return this.#addinBase + url.slice(this.#base.length);
  }

  image(resid: string): string | undefined {
    return this.#texts.has(resid) ? this.url(resid) : undefined;
  }
}

function localized(element: Element, locale: string): string {
  const override = children(element, 'Override').find(
    (candidate) => candidate.getAttribute('Locale')?.toLowerCase() === locale.toLowerCase(),
  );
  return override?.getAttribute('Value') ?? element.getAttribute('DefaultValue') ?? '';
}

function extensionPoint(overrides: Element, type: string): Element | undefined {
  return descendants(overrides, 'ExtensionPoint').find((point) => point.getAttribute('xsi:type') === type);
}

function children(element: Element, name: string): Element[] {
  return [...element.children].filter((child) => child.localName === name);
}

function descendants(element: Element | undefined, name: string): Element[] {
  return element ? [...element.getElementsByTagName('*')].filter((one) => one.localName === name) : [];
}

function textOf(element: Element, name: string): string {
  return need(children(element, name)[0], name).textContent.trim();
}

function residOf(element: Element): string {
  return need(element.getAttribute('resid'), `a resid on ${element.localName}`);
}

function need<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`the manifest lacks ${what}`);
  return value;
}
