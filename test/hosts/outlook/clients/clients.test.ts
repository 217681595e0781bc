/** @jest-environment ./test/support/jsdom-environment.js */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostItem } from '../host/item';
import { hasSet } from '../host/requirement-set';
import { judge, readable } from './judge';
import { createMailbox, type TestMailbox } from './mailbox';
import { draftFor, MARKER, NOT_THERE, OPERATIONS, type Operation } from './operations';
import { openPane, until, type Pane } from './pane';
import { PROFILES, QUIRKS, type ClientProfile } from './profiles';
import { openTable, type Table } from './table';

let table: Table;
beforeAll(async () => {
  table = await openTable();
}, 60_000);

const CELLS = OPERATIONS.flatMap((operation) => PROFILES.map((client) => ({ operation, client }))).filter(
  ({ operation, client }) => operation.end(client) !== NOT_THERE,
);

it.each(CELLS.map((cell) => [`${cell.operation.name} (${cell.client.name})`, cell] as const))(
  '%s',
  async (_, { operation, client }) => {
    const mailbox = createMailbox(table.world, client);
    try {
      const item = await draftFor(operation, client, mailbox, table.encrypted);
      const before = contentOf(item);
      const said = await play(operation, client, mailbox, item);
      expect(said).toBe(operation.end(client));
      const isSent = /\bsent( before)?$/.test(said);
      await expectArrived(operation, client, mailbox, isSent ? before.recipients : []);
      if (isSent) expect(mailbox.kept().map(readable).join()).not.toContain(MARKER);
      else expect(contentOf(item)).toEqual(before);
    } finally {
      mailbox.remove();
    }
  },
);

/** Presses Send secure as the operation wants it; gives what the pane said. */
async function play(
  operation: Operation,
  client: ClientProfile,
  mailbox: TestMailbox,
  item: HostItem,
): Promise<string> {
  const { fault, then, isOpenedAgain } = operation;
  const open = (opened: 'new' | 'again') => openPane(item, mailbox, table.servicesFor(mailbox), { client, opened });
  fault?.(mailbox);
  const pane = open(isOpenedAgain ? 'again' : 'new');
  const other = then === 'pane lost' ? await lostPane(pane, mailbox, () => open('again')) : pane;
  const said = [await other.press()];
  if (then === 'press again') {
    expect(mailbox.sent()).toEqual([]);
    mend(mailbox);
    said.push(await pane.press());
  }
  if (said.at(-1) === 'sent before') await other.click('Close the draft');
  if (/^sent/.test(said.at(-1) ?? '')) await mailbox.closed();
  other.close();
  return said.join(', then ');
}

/** The window goes away after the mail system took the message and before its answer. */
async function lostPane(pane: Pane, mailbox: TestMailbox, open: () => Pane): Promise<Pane> {
  void pane.press();
  await until(() => mailbox.sent().length > 0);
  pane.close();
  mend(mailbox);
  return open();
}

function mend({ network, system }: TestMailbox): void {
  Object.assign(network, { isDown: false, isSignInRefused: false, isMute: false, isNarrow: false });
  system.mend();
}

const contentOf = ({ subject, bodyHtml, recipients, attachments }: HostItem) => ({
  subject,
  bodyHtml,
  attachments,
  recipients: Object.values(recipients).flatMap((list) => list.map(({ address }) => address)),
});

/** Each recipient has it once, as it was to be protected, whole, and without a note of ours. */
async function expectArrived(
  { protection = '', about, brings = [] }: Operation,
  client: ClientProfile,
  mailbox: TestMailbox,
  to: readonly string[],
): Promise<void> {
  const sent = mailbox.sent();
  const found = await Promise.all(sent.map((message) => judge(message, table.people)));
  expect(found.flatMap(({ recipients }) => recipients).sort()).toEqual([...to].sort());
  for (const [at, { isSigned, isEncrypted, text }] of found.entries()) {
    const wantsSign = protection !== 'encrypt,chosen';
    const wantsEncrypt = protection !== 'sign,chosen';
    expect({ isSigned, isEncrypted }).toEqual({ isSigned: wantsSign, isEncrypted: wantsEncrypt });
    for (const part of [MARKER, ...brings]) expect(text).toContain(part);
    const outside = readable(sent[at] ?? new Uint8Array());
    expect(outside).not.toMatch(/^x-signet/im);
    if (wantsEncrypt) expect(outside).not.toContain(MARKER);
    if (about === 'reply' && hasSet(client.set, '1.14')) expect(text).toMatch(/^In-Reply-To: <demo-/im);
  }
}

it('the table in the documentation is this one', () => {
  const page = readFileSync(join(process.cwd(), 'docs/outlook-clients.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(expect.arrayContaining([['', ...PROFILES.map(({ name }) => name)]]));
  for (const operation of OPERATIONS)
    expect(cells).toContainEqual([operation.name, ...PROFILES.map((client) => operation.end(client))]);
  for (const [issue, what] of Object.entries(QUIRKS)) {
    const clients = PROFILES.filter(({ quirks }) => quirks.some((quirk) => String(quirk) === issue));
    expect(cells).toContainEqual([`#${issue}`, what, clients.map(({ name }) => name).join(', ')]);
  }
});
