import { hasSet } from '../host/requirement-set';
import { fileAttachment, HostItem, type HostAttachment } from '../host/item';
import { HOST_ERROR, HostError } from '../host/protocol';
import { type TestMailbox } from './mailbox';
import { type ClientProfile } from './profiles';

export const ALICE = 'alice@signet.example';
export const BOB = 'bob@signet.example';
export const CAROL = 'carol@signet.example';

/** Stands in every text that is written: where it can be read, something is in the clear. */
export const MARKER = 'The orchid opens at nine';
export const IMAGE = 'iVBORw0KGgoOrchidPicture';
const ATTACHED = 'From: dan@signet.example\r\nSubject: Attached\r\n\r\nThe attached orchid\r\n';

/** Ends so where it cannot come about. */
export const NOT_THERE = '–';

/** What the user does at a client, and what must be so in the end. */
export interface Operation {
  readonly name: string;
  /** What the ribbon has noted; left out: `sign,encrypt,chosen`. */
  readonly protection?: string;
  /** Of a draft to Bob, with `MARKER` in its text, or of the answer to an encrypted message. */
  readonly about?: 'reply' | 'forward';
  readonly prepare?: (item: HostItem, client: ClientProfile) => void;
  /** The draft was kept, and opened from Drafts. */
  readonly isOpenedAgain?: true;
  /** What goes wrong at the first press. */
  readonly fault?: (mailbox: TestMailbox) => void;
  /** After the first press: it is mended and pressed again; or the pane was lost before it heard how that went. */
  readonly then?: 'press again' | 'pane lost';
  /** What the pane says at each press, in the words of `outcomeOf`. */
  readonly end: (client: ClientProfile) => string;
  /** Octets that must be in what arrives, besides the text. */
  readonly brings?: readonly string[];
}

const attach = (item: HostItem, attachment: Omit<HostAttachment, 'id'>): void => void item.addAttachment(attachment);

const base64 = (text: string): string => Buffer.from(text).toString('base64');

let large: string | undefined;
const MEGABYTES_25 = (): string => (large ??= Buffer.alloc(25 * 1024 * 1024, 'orchid').toString('base64'));

const given = (isGiven: boolean, text: string) => (): Promise<string> =>
  isGiven ? Promise.resolve(text) : Promise.reject(new HostError(HOST_ERROR.genericResponse));

const always = (what: string) => (): string => what;

export const OPERATIONS: readonly Operation[] = [
  { name: 'sign', protection: 'sign,chosen', end: always('sent') },
  { name: 'encrypt', protection: 'encrypt,chosen', end: always('sent') },
  { name: 'sign and encrypt', end: always('sent') },
  { name: 'reply to an encrypted message', about: 'reply', protection: 'sign', end: always('sent') },
  { name: 'the same, only signed', about: 'reply', protection: 'sign,chosen', end: always('asked') },
  { name: 'forward of an encrypted message', about: 'forward', protection: 'sign', end: always('sent') },
  { name: 'the same forward, only signed', about: 'forward', protection: 'sign,chosen', end: always('asked') },
  {
    name: 'Bcc',
    prepare: (item) => item.setRecipients('bcc', [{ name: 'Carol', address: CAROL }]),
    end: always('sent'),
  },
  {
    name: 'nobody in it',
    prepare: (item) => item.setRecipients('to', []),
    end: always('refused: no-recipients'),
  },
  {
    name: '25 MB',
    prepare: (item) => attach(item, fileAttachment('large.bin', MEGABYTES_25(), 'application/octet-stream')),
    end: always('refused: too-large'),
  },
  {
    name: 'picture in the text',
    prepare: withPicture,
    end: always('sent'),
    brings: [IMAGE],
  },
  {
    name: 'picture in the text of a draft opened again',
    prepare: withPicture,
    isOpenedAgain: true,
    end: ({ quirks }) => (quirks.includes(4642) ? 'refused: attachment-picture' : 'sent'),
    brings: [IMAGE],
  },
  {
    name: 'attached item',
    prepare: (item, { quirks }) =>
      attach(item, {
        ...fileAttachment('Attached', base64(ATTACHED), 'message/rfc822'),
        format: 'eml',
        load: given(!quirks.includes(2647), ATTACHED),
      }),
    end: ({ quirks }) => (quirks.includes(2647) ? 'refused: attachment-unreadable' : 'sent'),
    brings: ['The attached orchid'],
  },
  {
    name: 'file that came by "Send to"',
    prepare: (item, { quirks }) =>
      attach(item, {
        ...fileAttachment('list.csv', base64('orchids;9'), 'text/csv'),
        load: given(!quirks.includes(6581), base64('orchids;9')),
      }),
    end: ({ quirks }) => (quirks.includes(6581) ? 'refused: attachment-unreadable' : 'sent'),
    brings: ['orchids;9'],
  },
  {
    name: 'file in the cloud',
    prepare: (item) =>
      attach(item, {
        ...fileAttachment('plan.docx', '', ''),
        format: 'url',
        load: given(true, 'https://cloud.example'),
      }),
    end: always('refused: attachment-cloud'),
  },
  {
    name: 'offline',
    fault: ({ network }) => void (network.isDown = true),
    then: 'press again',
    end: ({ mailSystem }) => (mailSystem === 'EWS' ? 'failed: ews, then sent' : 'failed: unconfirmed, then sent'),
  },
  {
    name: 'sign-in refused',
    fault: ({ network }) => void (network.isSignInRefused = true),
    then: 'press again',
    // On premises Outlook itself has signed in.
    end: ({ mailSystem }) => (mailSystem === 'EWS' ? NOT_THERE : 'failed: sign-in, then sent'),
  },
  {
    name: '413',
    fault: ({ network }) => void (network.isNarrow = true),
    then: 'press again',
    end: always('failed: too-large, then sent'),
  },
  { name: '429 for a while', fault: throttled(2), end: always('sent') },
  { name: '429 without end', fault: throttled(50), then: 'press again', end: always('failed: busy, then sent') },
  {
    name: 'answer lost before acceptance',
    fault: ({ system }) => system.failSending('drop-before', 1),
    then: 'press again',
    end: always('failed: not-sent, then sent'),
  },
  {
    name: 'answer lost after acceptance',
    fault: ({ system }) => system.failSending('drop-after', 1),
    end: always('sent'),
  },
  {
    name: 'crash after acceptance',
    fault: ({ network }) => void (network.isMute = true),
    then: 'pane lost',
    end: always('sent before'),
  },
];

function withPicture(item: HostItem, client: ClientProfile): void {
  // Before 1.16 nothing but its name tells which picture is which.
  const id = hasSet(client.set, '1.16') ? 'orchid.png' : 'orchid.png@01DB3F2A';
  item.bodyHtml += `<img src="cid:${id}">`;
  attach(item, fileAttachment('orchid.png', base64(IMAGE), 'image/png', true));
}

function throttled(times: number): (mailbox: TestMailbox) => void {
  return ({ system }) => system.failSending('throttled', times);
}

/** What is in front of the user before the first press. */
export async function draftFor(
  { about, protection = 'sign,encrypt,chosen', prepare, isOpenedAgain }: Operation,
  client: ClientProfile,
  mailbox: TestMailbox,
  encrypted: Uint8Array<ArrayBuffer>,
): Promise<HostItem> {
  const from = mailbox.host.user;
  const item = about
    ? await mailbox.about(encrypted, about)
    : new HostItem('MessageCompose', { from, subject: `${MARKER}: subject` });
  item.setRecipients('to', [{ name: 'Bob', address: BOB }]);
  item.bodyHtml = `<p>${MARKER}</p>${item.bodyHtml}`;
  item.headers.set('x-signet-protection', protection);
  prepare?.(item, client);
  if (isOpenedAgain) await mailbox.host.saveDraft(item);
  return item;
}
