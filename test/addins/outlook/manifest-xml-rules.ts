import { EVENT_SETS } from '../../hosts/outlook/host/requirement-set';

/**
 * Structural rules of the add-in only manifest, after Microsoft's documentation (design page "outlook-manifests", rules
 * 1 to 22, 25). The published schemas are too old to know launch events, and the online validator is not asked.
 */
const ORDER: Readonly<Record<string, string>> = {
  OfficeApp:
    'Id AlternateId Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl AppDomains Hosts Requirements FormSettings Permissions Rule DisableEntityHighlighting VersionOverrides',
  DesktopSettings: 'SourceLocation RequestedHeight',
  VersionOverrides: 'Description Requirements Hosts Resources VersionOverrides',
  MailHost: 'Runtimes DesktopFormFactor MobileFormFactor',
  DesktopFormFactor: 'SupportsSharedFolders FunctionFile ExtensionPoint',
  Resources: 'bt:Images bt:Urls bt:ShortStrings bt:LongStrings',
  Group: 'Label Tooltip Control',
  Button: 'Label Supertip Icon Action Enabled',
  Menu: 'Label Supertip Icon Items',
  Item: 'Label Supertip Icon Action Enabled',
  Supertip: 'Title Description',
  ShowTaskpane: 'SourceLocation SupportsPinning SupportsMultiSelect SupportsNoItemContext',
  ExecuteFunction: 'FunctionName',
};
const REQUIRED =
  'Id Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl Hosts Requirements FormSettings Permissions Rule';
const ONLY_NEW = ['SupportsPinning', 'Runtimes', 'LaunchEvents', 'SupportsSharedFolders', 'Tooltip'];
const LONG_STRINGS = ['Description', 'Tooltip'];
const URL_USERS = ['SourceLocation', 'FunctionFile', 'Runtime', 'Override'];

type Report = (rule: string, found: string) => void;

const children = (node: Element): Element[] => [...node.children];
const child = (node: Element | undefined, ...names: readonly string[]): Element | undefined =>
  names.reduce<Element | undefined>((at, name) => at && children(at).find(({ tagName }) => tagName === name), node);
const inside = (node: Element): Element[] => children(node).flatMap((one) => [one, ...inside(one)]);
const value = (node: Element | undefined, name: string): string => node?.getAttribute(name) ?? '';
const textOf = (node: Element | undefined): string => node?.textContent.trim() ?? '';
const isTwice = (list: readonly string[]): boolean => new Set(list).size !== list.length;

/** The list of resources that a text stands in. */
function listOf(node: Element): string | undefined {
  if (/^bt:\w+Strings$/.test(node.tagName)) return node.tagName;
  return node.parentElement ? listOf(node.parentElement) : undefined;
}

/** Compares requirement sets part by part: 1.5 is lower than 1.14. */
export function isHigher(set: string, than: string): boolean {
  const [a, b] = [set, than].map((one) => one.split('.').map(Number));
  return (a?.[0] ?? 0) !== (b?.[0] ?? 0) ? (a?.[0] ?? 0) > (b?.[0] ?? 0) : (a?.[1] ?? 0) > (b?.[1] ?? 0);
}

/** What is wrong with a manifest; `associated`: functions that the bundles make known. */
export function xmlFindings(text: string, associated: ReadonlySet<string>): string[] {
  const findings: string[] = [];
  const report: Report = (rule, found) => findings.push(`${rule}: ${found}`);
  const document = new DOMParser().parseFromString(text, 'application/xml');
  if (document.querySelector('parsererror')) return ['xml: not well-formed'];
  const root = document.documentElement;
  if (new TextEncoder().encode(text).length > 256 * 1024) report('size', 'over 256 KB');
  checkOrder(root, report);
  checkTop(root, report);
  checkTexts(root, report);
  checkOverrides(root, associated, report);
  return findings;
}

function typeOf(node: Element): string {
  return ['Control', 'Action', 'Host'].includes(node.tagName) ? value(node, 'xsi:type') : node.tagName;
}

function checkOrder(root: Element, report: Report): void {
  for (const node of [root, ...inside(root)]) {
    const order = ORDER[typeOf(node)]?.split(' ');
    if (!order) continue;
    const places = children(node).map(({ tagName }) => order.indexOf(tagName));
    if (places.includes(-1)) report('order', `${typeOf(node)} holds something unknown`);
    if (places.some((place, index) => place < (places[index - 1] ?? 0))) report('order', typeOf(node));
  }
}

function checkTop(root: Element, report: Report): void {
  for (const name of REQUIRED.split(' ')) if (!child(root, name)) report('required', name);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(textOf(child(root, 'Id')))) report('guid', 'Id');
  if (!/^[1-9]\d{0,4}(\.\d{1,5}){2}$/.test(textOf(child(root, 'Version')))) report('version', 'n.n.n from 1.0.0 on');
  if (isHigher(value(child(root, 'Requirements', 'Sets', 'Set'), 'MinVersion'), '1.5')) report('base-set', 'over 1.5');
  const domains = child(root, 'AppDomains');
  if (domains && domains.children.length === 0) report('app-domain', 'empty list');
  for (const domain of domains ? children(domains) : []) {
    if (!/^https:\/\/[^/*]+$/.test(textOf(domain))) report('app-domain', textOf(domain));
  }
}

function checkTexts(root: Element, report: Report): void {
  const defaultLocale = textOf(child(root, 'DefaultLocale')).toLowerCase();
  for (const node of inside(root)) {
    const holder = node.tagName.endsWith('Override') ? (node.parentElement ?? node) : node;
    const list = listOf(node);
    const isUrl = /Url$|Image$|^SourceLocation$/.test(holder.tagName);
    const isShort = list === 'bt:ShortStrings' || holder.tagName === 'DisplayName';
    const isLong = list === 'bt:LongStrings' || holder.tagName === 'Description';
    // The unified manifest takes labels of 64 characters at most: both say the same.
    const most = isUrl ? 2048 : isShort ? 64 : isLong ? 250 : Infinity;
    for (const name of ['DefaultValue', 'Value']) {
      const text = node.getAttribute(name);
      if (text === null) continue;
      if (isUrl && !text.startsWith('https://')) report('https', text);
      if (text.length === 0 || text.length > most) report('length', `${value(holder, 'id')} ${text.length}`);
    }
    const locales = children(node)
      .filter((one) => one.hasAttribute('Locale'))
      .map((one) => value(one, 'Locale').toLowerCase());
    if (isTwice(locales) || locales.includes(defaultLocale)) report('locale', node.tagName);
    if (locales.some((locale) => !/^[a-z]{2}-[a-z]{2}$/.test(locale))) report('locale', locales.join());
  }
}

function checkOverrides(root: Element, associated: ReadonlySet<string>, report: Report): void {
  const old = child(root, 'VersionOverrides');
  const recent = child(old, 'VersionOverrides');
  if (!old || !recent) {
    report('overrides', '1.0 with 1.1 inside it expected');
    return;
  }
  if (old.lastElementChild !== recent) report('overrides', '1.1 must be the last child');
  const base = 'http://schemas.microsoft.com/office/mailappversionoverrides';
  const surfaces = [
    [old, 'VersionOverridesV1_0', base],
    [recent, 'VersionOverridesV1_1', `${base}/1.1`],
  ].map(([node, type, namespace]) => {
    const overrides = node as Element;
    if (value(overrides, 'xsi:type') !== type || value(overrides, 'xmlns') !== namespace)
      report('overrides', 'namespace');
    const nodes = inside(overrides).filter((one) => overrides === recent || !recent.contains(one));
    checkResources(overrides, nodes, report);
    checkControls(nodes, associated, report);
    if (overrides === old) for (const one of nodes) if (ONLY_NEW.includes(one.tagName)) report('only-1.1', one.tagName);
    const points = nodes.filter(({ tagName }) => tagName === 'ExtensionPoint').map((one) => value(one, 'xsi:type'));
    if (isTwice(points)) report('extension-point', points.join());
    return points
      .filter((point) => point !== 'LaunchEvent')
      .sort()
      .join();
  });
  if (surfaces[0] !== surfaces[1]) report('overrides', 'surfaces of 1.0 and 1.1 differ');
  checkEvents(recent, report);
}

function checkResources(overrides: Element, nodes: readonly Element[], report: Report): void {
  const lists = new Map<string, string>();
  for (const list of children(child(overrides, 'Resources') ?? overrides)) {
    for (const resource of children(list)) {
      const id = value(resource, 'id');
      if (lists.has(id) || id === '' || id.length > 32) report('resource-id', id);
      lists.set(id, list.tagName);
    }
  }
  const used = new Set<string>();
  for (const node of nodes) {
    const resid = node.getAttribute('resid');
    if (resid === null) continue;
    used.add(resid);
    const expected =
      node.tagName === 'bt:Image'
        ? 'bt:Images'
        : URL_USERS.includes(node.tagName)
          ? 'bt:Urls'
          : LONG_STRINGS.includes(node.tagName)
            ? 'bt:LongStrings'
            : 'bt:ShortStrings';
    if (lists.get(resid) !== expected) report('resid', `${node.tagName} ${resid}`);
  }
  for (const id of lists.keys()) if (!used.has(id)) report('unused', id);
}

function checkControls(nodes: readonly Element[], associated: ReadonlySet<string>, report: Report): void {
  const named = nodes.filter(({ tagName }) => ['Control', 'Item', 'Group'].includes(tagName));
  for (const node of named) {
    const id = value(node, 'id');
    if (id === '' || id.length > 64) report('control-id', id);
  }
  if (isTwice(named.map((node) => value(node, 'id')))) report('control-id', 'not unique');
  for (const node of nodes) {
    if (node.tagName === 'Icon') {
      const sizes = children(node).map((image) => value(image, 'size'));
      for (const size of ['16', '32', '80']) if (!sizes.includes(size)) report('icon', `lacks ${size}`);
    }
    const picture = node.tagName === 'bt:Image' ? value(node, 'DefaultValue') : '';
    if (picture !== '' && !/\.(png|jpe?g|gif|bmp|tiff?)$/i.test(picture)) report('icon', picture);
    if (node.tagName === 'OfficeTab') {
      const controls = inside(node).filter(({ tagName }) => tagName === 'Control').length;
      if (value(node, 'id') !== 'TabDefault' || node.children.length !== 1 || controls > 6) report('tab', 'one group');
    }
    const name = node.tagName === 'FunctionName' ? textOf(node) : value(node, 'FunctionName');
    if (name !== '' && (name.length > 64 || !associated.has(name))) report('function', name);
  }
}

function checkEvents(recent: Element, report: Report): void {
  const launch = inside(recent).find((node) => value(node, 'xsi:type') === 'LaunchEvent');
  const runtimes = inside(recent).filter(({ tagName }) => tagName === 'Runtime');
  const [runtime] = runtimes;
  if (!launch || !runtime || runtimes.length !== 1) {
    report('runtime', 'exactly one with launch events');
    return;
  }
  if (value(child(launch, 'SourceLocation'), 'resid') !== value(runtime, 'resid'))
    report('runtime', 'not the same page');
  const classic = children(runtime).filter((one) => value(one, 'type') === 'javascript');
  if (classic.length !== 1) report('runtime', 'no script for classic Outlook');
  const set = value(child(recent, 'Requirements', 'bt:Sets'), 'DefaultMinVersion');
  const events = children(child(launch, 'LaunchEvents') ?? launch);
  if (isTwice(events.map((event) => value(event, 'Type')))) report('event', 'twice');
  for (const event of events) {
    const type = value(event, 'Type');
    const since = EVENT_SETS[type];
    if (since === undefined) report('event', type);
    else if (isHigher(since, set)) report('event-set', type);
    const mode = value(event, 'SendMode');
    const isGoodMode = type.endsWith('Send') ? ['PromptUser', 'SoftBlock', 'Block'].includes(mode) : mode === '';
    if (!isGoodMode) report('send-mode', `${type} ${mode}`);
  }
}
