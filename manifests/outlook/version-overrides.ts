import { ADDIN, SURFACES, type FunctionItem, type Menu, type PaneButton, type Surface, type Text } from './source';
import { COMMAND_SIZES, iconUrl, pageUrl, type Variant } from './variant';
import { element, textElement, type Element } from './xml-element';

const NAMESPACE = 'http://schemas.microsoft.com/office/mailappversionoverrides';

/** Resources that elements refer to by id: each is named once, in the order of first use. */
class Resources {
  readonly images = new Map<string, string>();
  readonly urls = new Map<string, string>();
  readonly short = new Map<string, Text>();
  readonly long = new Map<string, Text>();
}

interface Scope {
  readonly variant: Variant;
  readonly resources: Resources;
  /** Version 1.1 of the schema: launch events and pinning. */
  readonly isNew: boolean;
}

function refer<T>(list: Map<string, T>, resid: string, value: T): { resid: string } {
  list.set(resid, value);
  return { resid };
}

/**
 * The commands of one schema version. 1.1 repeats all of 1.0, as the documentation leaves open what it inherits; it is
 * nested as the last child.
 */
export function versionOverrides(variant: Variant, isNew: boolean, nested?: Element): Element {
  const scope: Scope = { variant, resources: new Resources(), isNew };
  const description = element('Description', refer(scope.resources.long, 'addin.description', ADDIN.long));
  const needs = element('bt:Sets', { DefaultMinVersion: ADDIN.fullSet }, element('bt:Set', { Name: 'Mailbox' }));
  const hosts = element('Hosts', {}, mailHost(scope));
  return element(
    'VersionOverrides',
    {
      xmlns: isNew ? `${NAMESPACE}/1.1` : NAMESPACE,
      'xsi:type': isNew ? 'VersionOverridesV1_1' : 'VersionOverridesV1_0',
    },
    description,
    isNew ? element('Requirements', {}, needs) : undefined,
    hosts,
    resourcesElement(scope.resources),
    nested,
  );
}

function mailHost(scope: Scope): Element {
  const form = element(
    'DesktopFormFactor',
    {},
    scope.isNew ? textElement('SupportsSharedFolders', 'true') : undefined,
    element('FunctionFile', pageRef(scope, 'commands')),
    SURFACES.map((surface) => commandSurface(scope, surface)),
    scope.isNew ? launchEvents(scope) : undefined,
  );
  return element('Host', { 'xsi:type': 'MailHost' }, scope.isNew ? runtimes(scope) : undefined, form);
}

function pageRef({ resources, variant }: Scope, page: keyof typeof ADDIN.pages): { resid: string } {
  return refer(resources.urls, `url.${page}`, pageUrl(variant, page));
}

function runtimes(scope: Scope): Element {
  const classic = element('Override', { type: 'javascript', ...pageRef(scope, 'eventScript') });
  return element('Runtimes', {}, element('Runtime', pageRef(scope, 'commands'), classic));
}

function launchEvents(scope: Scope): Element {
  const events = ADDIN.events.map(({ xml, run, isSend }) =>
    element('LaunchEvent', {
      Type: xml,
      FunctionName: run,
      ...(isSend === true ? { SendMode: scope.variant.sendMode } : {}),
    }),
  );
  return element(
    'ExtensionPoint',
    { 'xsi:type': 'LaunchEvent' },
    element('LaunchEvents', {}, events),
    element('SourceLocation', pageRef(scope, 'commands')),
  );
}

/** Ids of resources are short: 32 characters at most. */
const shortId = (id: string): string => id.replace(/^smime\./, '');

function commandSurface(scope: Scope, { context, group, controls }: Surface): Element {
  const type = context === 'read' ? 'MessageReadCommandSurface' : 'MessageComposeCommandSurface';
  const groupLabel = element('Label', refer(scope.resources.short, shortId(group.id), group.label));
  const list = controls.map((control) => controlElement(scope, control));
  const tab = element('OfficeTab', { id: 'TabDefault' }, element('Group', { id: group.id }, groupLabel, list));
  return element('ExtensionPoint', { 'xsi:type': type }, tab);
}

function controlElement(scope: Scope, control: Menu | PaneButton): Element {
  if (control.kind === 'button') {
    const pinning = scope.isNew && control.pinnable ? textElement('SupportsPinning', 'true') : undefined;
    const page = element('SourceLocation', pageRef(scope, control.open));
    const action = element('Action', { 'xsi:type': 'ShowTaskpane' }, page, pinning);
    return element('Control', { 'xsi:type': 'Button', id: control.id }, face(scope, control), action);
  }
  const items = element(
    'Items',
    {},
    control.items.map((item) => menuItem(scope, item)),
  );
  return element('Control', { 'xsi:type': 'Menu', id: control.id }, face(scope, control), items);
}

function menuItem(scope: Scope, item: FunctionItem): Element {
  const action = element('Action', { 'xsi:type': 'ExecuteFunction' }, textElement('FunctionName', item.run));
  return element('Item', { id: item.id }, face(scope, item), action);
}

function face({ resources, variant }: Scope, { id, icon, label, tip }: Menu | PaneButton | FunctionItem): Element[] {
  const name = refer(resources.short, `${shortId(id)}.label`, label);
  const images = COMMAND_SIZES.map((size) =>
    element('bt:Image', {
      size: String(size),
      ...refer(resources.images, `icon.${icon}.${size}`, iconUrl(variant, icon, size)),
    }),
  );
  return [
    element('Label', name),
    element(
      'Supertip',
      {},
      element('Title', name),
      element('Description', refer(resources.long, `${shortId(id)}.tip`, tip)),
    ),
    element('Icon', {}, images),
  ];
}

function resourcesElement({ images, urls, short, long }: Resources): Element {
  const plain = (name: string, list: ReadonlyMap<string, string>): Element[] =>
    [...list].map(([id, value]) => element(name, { id, DefaultValue: value }));
  return element(
    'Resources',
    {},
    element('bt:Images', {}, plain('bt:Image', images)),
    element('bt:Urls', {}, plain('bt:Url', urls)),
    element('bt:ShortStrings', {}, [...short].map(stringElement)),
    element('bt:LongStrings', {}, [...long].map(stringElement)),
  );
}

function stringElement([id, { en, de }]: readonly [string, Text]): Element {
  const german = de === en ? undefined : element('bt:Override', { Locale: ADDIN.locales[1], Value: de });
  return element('bt:String', { id, DefaultValue: en }, german);
}
