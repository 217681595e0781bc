import { type HeaderPolicy } from '../mime/header-protection-policy';
import { isSingleAddress } from './address-pattern';
import { ENCRYPT_LEVELS, SIGN_LEVELS } from './levels';
import { type Setting } from './setting';
import { choice, either, flag, list, object, text, whole, type Shape } from './shape';

/* Every setting of a policy, by name. Values of a `choice` stand from the laxest to the strictest. */

/** Somebody who reads what is sent besides its recipients; shown to the sender. */
export interface Archive {
  readonly address: string;
  /** Left out: `encrypted`, since others can be read by whoever keeps them. */
  readonly when?: 'encrypted' | 'always';
}

export interface ExternalAccount {
  readonly kid: string;
  readonly key: string;
}

export interface ProvidedIdentity {
  readonly pfx: string;
  readonly passphrase: string;
}

const setting = <T>(one: Setting<T>): Setting<T> => one;

/** An ordered choice. */
function levels<const T extends string>(
  scope: Setting<T>['scope'],
  builtIn: NoInfer<T>,
  values: readonly T[],
  about: string,
): Setting<T> {
  return { scope, builtIn, shape: choice(...values), levels: values, about };
}

/** A choice of two, of which `strict` is the stricter. */
const toggle = (
  scope: Setting<boolean>['scope'],
  builtIn: boolean,
  strict: boolean,
  about: string,
): Setting<boolean> => ({
  scope,
  builtIn,
  shape: flag(),
  levels: [!strict, strict],
  about,
});

/** Base64 of DER or PKCS #7, PEM, or base64 of a PFX. */
const FILE = text({ longest: 1 << 20, expected: 'base64 or PEM' });
const FINGERPRINT = text({
  is: (value) => /^[0-9a-f]{64}$/i.test(value),
  pattern: '^[0-9a-fA-F]{64}$',
  expected: 'SHA-256 of a certificate: 64 hexadecimal digits',
});
const HTTPS_OR_NONE = text({
  is: (value) => value === '' || /^https:\/\/[^\s]+$/i.test(value),
  pattern: '^([Hh][Tt][Tt][Pp][Ss]://\\S+)?$',
  expected: 'an https address, or an empty text for none',
});
const MAILBOX = text({
  is: isSingleAddress,
  pattern: '^[^*]+@[^*@\\s]+$',
  expected: 'an address',
});

export const ARCHIVE = object<Archive>({ address: MAILBOX, when: choice('encrypted', 'always') }, ['address']);
const ARCHIVE_OR_NONE: Shape<Archive | null> = either(
  { schema: { type: 'null' }, read: () => null },
  ARCHIVE,
  (kind) => kind === 'null',
);
/** Minutes: a day. */
const LONGEST_UNLOCK_TIME = 1_440;
const UNLOCK_TIME: Shape<number | 'session'> = either(
  whole(1, LONGEST_UNLOCK_TIME),
  choice('session'),
  (kind) => kind === 'number',
);
const EXTERNAL_ACCOUNT: Shape<ExternalAccount | null> = either(
  { schema: { type: 'null' }, read: () => null },
  object<ExternalAccount>({ kid: text(), key: text() }, ['kid', 'key']),
  (kind) => kind === 'null',
);

const HEADER_LEVELS = ['hcp_no_confidentiality', 'hcp_baseline', 'hcp_shy'] as const satisfies readonly HeaderPolicy[];

/** From the weakest: CBC can be altered unnoticed, which is worse than a shorter key. */
export const CONTENT_ALGORITHMS = ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'] as const;

export const SETTINGS = {
  sign: levels('message', 'always', SIGN_LEVELS, 'Whether messages are signed.'),
  encrypt: levels(
    'message',
    'when-possible',
    ENCRYPT_LEVELS,
    'Whether messages are encrypted; when-possible: if there is a certificate of every recipient.',
  ),
  form: setting<'clear' | 'opaque'>({
    scope: 'message',
    builtIn: 'clear',
    shape: choice('clear', 'opaque'),
    about: 'How signed messages are written: clear can be read without S/MIME.',
  }),
  headerProtection: levels(
    'message',
    'hcp_baseline',
    HEADER_LEVELS,
    'What encrypted messages hide of their header (RFC 9788 3.2).',
  ),
  legacyDisplay: toggle('message', false, false, 'Repeats hidden fields in the text of encrypted messages.'),
  tripleWrap: toggle('message', false, true, 'Signs once more around the encryption (RFC 2634 1.1).'),
  missingCertificate: levels(
    'account',
    'block',
    ['send-unencrypted', 'ask', 'block'],
    'What happens when a message is to be encrypted and a recipient has no usable certificate.',
  ),
  missingSigner: levels(
    'account',
    'ask',
    ['send-unsigned', 'ask', 'block'],
    'What happens when a message is to be signed and the sender has no usable certificate.',
  ),
  mixedRecipients: {
    ...levels(
      'account',
      'strictest',
      ['split', 'strictest'],
      'When rules differ between recipients: the strictest holds for all, or the message is split.',
    ),
    // What one must get encrypted another would get in clear: that is for administrators to say.
    change: 'none',
  } satisfies Setting<'split' | 'strictest'>,
  'algorithms.floor': levels(
    'account',
    'aes-256-cbc',
    CONTENT_ALGORITHMS,
    'The weakest content encryption that is written.',
  ),
  'algorithms.ceiling': setting<(typeof CONTENT_ALGORITHMS)[number]>({
    scope: 'account',
    builtIn: 'aes-256-gcm',
    shape: choice(...CONTENT_ALGORITHMS),
    about: 'The strongest content encryption that is written.',
  }),
  archive: setting<Archive | null>({
    scope: 'account',
    builtIn: null,
    shape: ARCHIVE_OR_NONE,
    about: 'An extra recipient for archives, who can read what is encrypted; the sender sees it.',
  }),
  'signers.issuers': setting<readonly string[]>({
    scope: 'account',
    builtIn: [],
    shape: list(FINGERPRINT),
    about: 'Authorities whose certificates may sign, by SHA-256 of a certificate in the path; empty: all.',
  }),
  drafts: levels(
    'account',
    'encrypted',
    ['plain', 'encrypted'],
    'How Thunderbird keeps drafts of messages that are to be encrypted: encrypted to the sender, or plain.',
  ),
  engine: setting<'signet' | 'thunderbird'>({
    scope: 'account',
    builtIn: 'signet',
    shape: choice('signet', 'thunderbird'),
    about: 'Which S/MIME signs and encrypts in Thunderbird: ours or its own. Outlook has ours alone.',
  }),
  writing: levels(
    'account',
    'anywhere',
    ['anywhere', 'pane'],
    'Where encrypted messages are written in Outlook; pane: in Signet’s pane alone, so that no mail server sees their text.',
  ),
  'anchors.added': setting<readonly string[]>({
    scope: 'program',
    builtIn: [],
    shape: list(FILE),
    about: 'Certificates at which a path may end, besides public ones.',
  }),
  'anchors.removed': setting<readonly string[]>({
    scope: 'program',
    builtIn: [],
    shape: list(FINGERPRINT),
    about: 'Public authorities that are not trusted, by SHA-256 of their certificate.',
  }),
  'anchors.public': toggle('program', true, false, 'Whether Mozilla’s roots for e-mail are trusted.'),
  'anchors.host': toggle('program', true, false, 'Whether authorities that were added to Thunderbird are trusted.'),
  'anchors.user': toggle('program', true, false, 'Whether authorities that users add are trusted.'),
  certificates: setting<readonly string[]>({
    scope: 'program',
    builtIn: [],
    shape: list(FILE),
    about: 'Certificates of correspondents, which outrank others.',
  }),
  'recipients.expired': toggle('program', true, false, 'Whether users may use an expired certificate of a recipient.'),
  'recipients.keys': setting<'newest' | 'all'>({
    scope: 'program',
    builtIn: 'newest',
    shape: choice('newest', 'all'),
    about: 'Which of several valid certificates of a recipient are used.',
  }),
  identities: setting<readonly ProvidedIdentity[]>({
    scope: 'program',
    builtIn: [],
    shape: list(object<ProvidedIdentity>({ pfx: FILE, passphrase: text() }, ['pfx', 'passphrase']), { most: 100 }),
    about: 'Identity files that are imported once; whoever reads the policy can read the keys.',
  }),
  'revocation.lookup': levels(
    'program',
    'on-request',
    ['off', 'on-request', 'always'],
    'When servers may be asked whether certificates were revoked.',
  ),
  'revocation.required': toggle('program', false, true, 'A certificate that was not checked gets no positive mark.'),
  'revocation.softFail': toggle('program', false, false, 'A check without result counts as passed.'),
  'revocation.relay': setting<string>({
    scope: 'program',
    builtIn: '',
    shape: HTTPS_OR_NONE,
    about: 'Who asks about revocation for those who cannot.',
  }),
  'lookUp.sources.address-book': toggle('program', true, false, 'Looks for certificates in address books.'),
  'lookUp.sources.host-store': toggle('program', true, false, 'Looks for certificates in Thunderbird’s store.'),
  'lookUp.sources.exchange': toggle('program', false, false, 'Looks for certificates in Exchange.'),
  'lookUp.sources.ldap': toggle('program', false, false, 'Looks for certificates in LDAP.'),
  'lookUp.sources.dns': toggle('program', false, false, 'Looks for certificates in DNS (SMIMEA).'),
  'lookUp.sources.web': toggle('program', false, false, 'Looks for certificates at a web address.'),
  'lookUp.resolver': setting<string>({
    scope: 'program',
    builtIn: '',
    shape: HTTPS_OR_NONE,
    about: 'Resolver that speaks DNS over HTTPS.',
  }),
  'lookUp.template': setting<string>({
    scope: 'program',
    builtIn: '',
    shape: HTTPS_OR_NONE,
    about: 'Web address of certificates, with {address}, {local} or {domain}.',
  }),
  'certificateAuthority.directory': setting<string>({
    scope: 'program',
    builtIn: '',
    shape: HTTPS_OR_NONE,
    about: 'ACME directory (RFC 8555 7.1.1) where certificates are asked for.',
  }),
  'certificateAuthority.mailServer': setting<string>({
    scope: 'program',
    builtIn: '',
    shape: text(),
    about: 'What the mail server calls itself in Authentication-Results (RFC 8601).',
  }),
  'certificateAuthority.renews': setting<boolean>({
    scope: 'program',
    builtIn: false,
    shape: flag(),
    about: 'Certificates that came by ACME are renewed without asking.',
  }),
  'certificateAuthority.externalAccount': setting<ExternalAccount | null>({
    scope: 'program',
    builtIn: null,
    shape: EXTERNAL_ACCOUNT,
    about: 'Ties ACME accounts to a customer account (RFC 8555 7.3.4).',
  }),
  decryptPermanently: levels(
    'program',
    'anywhere',
    ['anywhere', 'local', 'never'],
    'Where users may keep copies of encrypted messages without the encryption: in any folder, in local ones, or nowhere.',
  ),
  harvest: toggle('program', true, false, 'Certificates that come with signed messages are kept.'),
  'keys.passphraseRequired': toggle('program', false, true, 'No key is used before a passphrase is set.'),
  'keys.backupFirst': toggle(
    'program',
    false,
    true,
    'The certificate of a key that was made here goes to nobody before the key was backed up.',
  ),
  'keys.unlockTime': setting<number | 'session'>({
    scope: 'program',
    builtIn: 60,
    shape: UNLOCK_TIME,
    levels: ['session', ...Array.from({ length: LONGEST_UNLOCK_TIME }, (_, at) => LONGEST_UNLOCK_TIME - at)],
    about: 'Minutes without use that keys stay unlocked, or session.',
  }),
  'reminders.days': setting<readonly number[]>({
    scope: 'program',
    builtIn: [30, 14, 7, 1],
    shape: list(whole(1, 365), { most: 16 }),
    about: 'How many days before the end of a certificate its owner is reminded.',
  }),
  record: toggle(
    'program',
    false,
    true,
    'Decisions and overrides are written down on the user’s machine, without content.',
  ),
} as const;

export type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer T> ? T : never;
export type SettingValues = { readonly [N in SettingName]: ValueOf<(typeof SETTINGS)[N]> };

export type MessageSetting = 'sign' | 'encrypt' | 'form' | 'headerProtection' | 'legacyDisplay' | 'tripleWrap';
/** What may differ between accounts: all that is about messages. */
export type AccountSetting =
  | MessageSetting
  | 'missingCertificate'
  | 'missingSigner'
  | 'mixedRecipients'
  | 'algorithms.floor'
  | 'algorithms.ceiling'
  | 'archive'
  | 'signers.issuers'
  | 'drafts'
  | 'engine'
  | 'writing';

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];
export const ACCOUNT_SETTINGS = SETTING_NAMES.filter(
  (name): name is AccountSetting => SETTINGS[name].scope !== 'program',
);
export const isMessageSetting = (name: SettingName): name is MessageSetting => SETTINGS[name].scope === 'message';
