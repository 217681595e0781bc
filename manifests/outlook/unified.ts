import { ADDIN, SURFACES, type FunctionItem, type Menu, type PaneButton, type Surface, type Text } from './source';
import { COMMAND_SIZES, iconUrl, originsOf, pageUrl, type Variant } from './variant';

/** Highest schema that office-addin-manifest 3.0.0 brings. */
const SCHEMA_VERSION = '1.30';
const SCHEMA = `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA_VERSION}/MicrosoftTeams`;

export interface Unified {
  readonly manifest: Readonly<Record<string, unknown>>;
  /** German texts by their path in the manifest. */
  readonly german: Readonly<Record<string, string>>;
}

/** Gives the English text and keeps the German one under its path. */
type At = (path: string, text: Text) => string;

/** The unified manifest: web, new Outlook and Outlook on Windows since 2307. */
export function unifiedManifest(variant: Variant): Unified {
  const german: Record<string, string> = {};
  const at: At = (path, { en, de }) => {
    // The locale file must name these even where both languages agree.
    if (de !== en || path === 'name.short') german[path] = de;
    return en;
  };
  const manifest = {
    $schema: `${SCHEMA}.schema.json`,
    manifestVersion: SCHEMA_VERSION,
    id: ADDIN.unifiedId,
    version: ADDIN.version,
    name: { short: at('name.short', ADDIN.name), full: at('name.full', ADDIN.fullName) },
    description: { short: at('description.short', ADDIN.short), full: at('description.full', ADDIN.long) },
    developer: {
      name: ADDIN.provider,
      websiteUrl: variant.publicUrl + ADDIN.urls.support,
      privacyUrl: variant.publicUrl + ADDIN.urls.privacy,
      termsOfUseUrl: variant.publicUrl + ADDIN.urls.terms,
    },
    icons: { outline: 'outline-32.png', color: 'color-192.png' },
    accentColor: ADDIN.accent,
    localizationInfo: {
      defaultLanguageTag: ADDIN.locales[0],
      additionalLanguages: [{ languageTag: ADDIN.locales[1], file: `${ADDIN.locales[1]}.json` }],
    },
    validDomains: originsOf(variant).map((origin) => new URL(origin).host),
    authorization: {
      permissions: {
        resourceSpecific: [PERMISSIONS[variant.permission], SHARED_FOLDERS].map((name) => ({
          name,
          type: 'Delegated',
        })),
      },
    },
    extensions: [extension(variant, at)],
  };
  return { manifest, german: { $schema: `${SCHEMA}.Localization.schema.json`, ...german } };
}

/** Items of shared folders and mailboxes too. */
const SHARED_FOLDERS = 'Mailbox.SharedFolder';

/** Names of the permissions of the other manifest. */
const PERMISSIONS: Readonly<Record<Variant['permission'], string>> = {
  ReadWriteItem: 'MailboxItem.ReadWrite.User',
  ReadWriteMailbox: 'Mailbox.ReadWrite.User',
};

const mailbox = (minVersion: string) => ({ capabilities: [{ name: 'Mailbox', minVersion }] });

function extension(variant: Variant, at: At): Readonly<Record<string, unknown>> {
  return {
    requirements: { scopes: ['mail'], formFactors: ['desktop'], ...mailbox(ADDIN.baseSet) },
    runtimes: runtimes(variant),
    ribbons: SURFACES.map((surface, index) => ribbon(variant, at, surface, index)),
    alternates: [{ hide: { customOfficeAddin: { officeAddinId: ADDIN.id } } }],
    autoRunEvents: [{ requirements: { ...mailbox(ADDIN.fullSet), scopes: ['mail'] }, events: autoRunEvents(variant) }],
  };
}

function runtimes(variant: Variant): unknown[] {
  const { publicUrl } = variant;
  const controls = SURFACES.flatMap((surface) => surface.controls);
  const buttons = controls.filter((control) => control.kind === 'button');
  const functions = controls.flatMap((control) => (control.kind === 'menu' ? control.items : []));
  const { commands, eventScript } = ADDIN.pages;
  const panes = (['compose', 'read'] as const).map((view) => ({
    id: `${view}.runtime`,
    type: 'general',
    code: { page: pageUrl(variant, view) },
    lifetime: 'short',
    actions: buttons
      .filter((button) => button.open === view)
      .map((button) => ({
        id: actionId(button),
        type: 'openPage',
        view,
        ...(button.pinnable ? { pinnable: true } : {}),
      })),
  }));
  const toggles = {
    id: 'commands.runtime',
    type: 'general',
    code: { page: publicUrl + commands },
    lifetime: 'short',
    actions: functions.map(({ run }) => ({ id: run, type: 'executeFunction' })),
  };
  const events = {
    id: 'events.runtime',
    requirements: mailbox(ADDIN.fullSet),
    type: 'general',
    code: { page: publicUrl + commands, script: publicUrl + eventScript },
    lifetime: 'short',
    actions: ADDIN.events.map(({ run }) => ({ id: run, type: 'executeFunction' })),
  };
  return [...panes, toggles, events];
}

const actionId = (control: PaneButton | FunctionItem): string =>
  'run' in control ? control.run : `open.${control.open}`;

function autoRunEvents({ sendMode }: Variant): unknown[] {
  const mode = sendMode.charAt(0).toLowerCase() + sendMode.slice(1);
  return ADDIN.events.map(({ json, run, isSend }) => ({
    type: json,
    actionId: run,
    ...(isSend === true ? { options: { sendMode: mode } } : {}),
  }));
}

function ribbon(variant: Variant, at: At, { context, group, controls }: Surface, index: number): unknown {
  const path = `extensions[0].ribbons[${index}].tabs[0].groups[0]`;
  const list = controls.map((control, place) => controlNode(variant, at, control, `${path}.controls[${place}]`));
  const groups = [{ id: group.id, label: at(`${path}.label`, group.label), controls: list }];
  return {
    contexts: [context === 'read' ? 'mailRead' : 'mailCompose'],
    tabs: [{ builtInTabId: 'TabDefault', groups }],
  };
}

function controlNode(variant: Variant, at: At, control: Menu | PaneButton, path: string): unknown {
  const face = faceOf(variant, at, control, path);
  if (control.kind === 'button') return { ...face, type: 'button', actionId: actionId(control) };
  const items = control.items.map((item, place) => ({
    ...faceOf(variant, at, item, `${path}.items[${place}]`),
    type: 'menuItem',
    actionId: actionId(item),
  }));
  return { ...face, type: 'menu', items };
}

function faceOf(variant: Variant, at: At, { id, icon, label, tip }: Menu | PaneButton | FunctionItem, path: string) {
  return {
    id,
    label: at(`${path}.label`, label),
    icons: COMMAND_SIZES.map((size) => ({ size, url: iconUrl(variant, icon, size) })),
    supertip: { title: at(`${path}.supertip.title`, label), description: at(`${path}.supertip.description`, tip) },
  };
}
