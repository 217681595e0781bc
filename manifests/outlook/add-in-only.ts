import { ADDIN, type Text } from './source';
import { iconUrl, originsOf, pageUrl, type Variant } from './variant';
import { versionOverrides } from './version-overrides';
import { element, textElement, xmlText, type Element } from './xml-element';

const localized = (name: string, { en, de }: Text): Element =>
  element(
    name,
    { DefaultValue: en },
    de === en ? undefined : element('Override', { Locale: ADDIN.locales[1], Value: de }),
  );

const address = (name: string, url: string): Element => element(name, { DefaultValue: url });

function form(type: string, url: string, height?: number): Element {
  const requested = height === undefined ? undefined : textElement('RequestedHeight', String(height));
  return element(
    'Form',
    { 'xsi:type': type },
    element('DesktopSettings', {}, address('SourceLocation', url), requested),
  );
}

const rule = (formType: string): Element =>
  element('Rule', { 'xsi:type': 'ItemIs', ItemType: 'Message', FormType: formType });

/** The add-in only manifest: every Outlook that takes add-ins, Mac and perpetual versions too. */
export function addInOnlyManifest(variant: Variant): string {
  const at = (path: string): string => variant.publicUrl + path;
  const base = element('Set', { Name: 'Mailbox', MinVersion: ADDIN.baseSet });
  const root = element(
    'OfficeApp',
    {
      xmlns: 'http://schemas.microsoft.com/office/appforoffice/1.1',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xmlns:bt': 'http://schemas.microsoft.com/office/officeappbasictypes/1.0',
      'xsi:type': 'MailApp',
    },
    textElement('Id', ADDIN.id),
    textElement('Version', ADDIN.version),
    textElement('ProviderName', ADDIN.provider),
    textElement('DefaultLocale', ADDIN.locales[0]),
    localized('DisplayName', ADDIN.name),
    localized('Description', ADDIN.long),
    address('IconUrl', iconUrl(variant, 'addin', 64)),
    address('HighResolutionIconUrl', iconUrl(variant, 'addin', 128)),
    address('SupportUrl', at(ADDIN.urls.support)),
    element(
      'AppDomains',
      {},
      originsOf(variant).map((origin) => textElement('AppDomain', origin)),
    ),
    element('Hosts', {}, element('Host', { Name: 'Mailbox' })),
    element('Requirements', {}, element('Sets', {}, base)),
    element(
      'FormSettings',
      {},
      form('ItemRead', pageUrl(variant, 'read'), 250),
      form('ItemEdit', pageUrl(variant, 'compose')),
    ),
    textElement('Permissions', variant.permission),
    element('Rule', { 'xsi:type': 'RuleCollection', Mode: 'Or' }, rule('Read'), rule('Edit')),
    versionOverrides(variant, false, versionOverrides(variant, true)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(root)}\n`;
}
