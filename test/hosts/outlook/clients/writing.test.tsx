/** @jest-environment ./test/support/jsdom-environment.js */
import { HostItem } from '../host/item';
import { judge, readable } from './judge';
import { createMailbox } from './mailbox';
import { BOB, MARKER } from './operations';
import { Beside, clientDraft, showPane, until } from './pane';
import { PROFILES, type ClientProfile } from './profiles';
import { openTable, type Table } from './table';

let table: Table;
beforeAll(async () => {
  table = await openTable();
}, 60_000);

function type(place: HTMLElement, field: string, value: string): void {
  const input = place.querySelector<HTMLInputElement>(`[data-field=${field}]`);
  if (!input) throw new Error(`there is no field ${field}`);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

const press = async (place: HTMLElement, selector: string): Promise<void> => {
  await until(() => place.querySelector(selector) !== null);
  place.querySelector<HTMLElement>(selector)?.click();
};

async function begin(client: ClientProfile, writing: 'anywhere' | 'pane') {
  const mailbox = createMailbox(table.world, client);
  const services = table.servicesFor(mailbox);
  const document = { version: 2, settings: { writing: { value: writing } } } as const;
  const policy = () => Promise.resolve({ kind: 'new', document, reasons: [] } as const);
  const item = new HostItem('MessageCompose', { from: table.world.user, subject: 'Only the subject' });
  item.setRecipients('to', [{ name: 'Bob', address: BOB }]);
  item.headers.set('x-signet-protection', 'sign,encrypt,chosen');
  await mailbox.host.saveDraft(item);
  const pane = showPane(<Beside item={clientDraft(item, mailbox, client, 'new')} services={{ ...services, policy }} />);
  return { mailbox, item, pane };
}

describe.each(PROFILES.map((client) => [client.name, client] as const))(
  'a message written in the pane (%s)',
  (_, client) => {
    it('arrives whole, and no folder ever held its text', async () => {
      const { mailbox, item, pane } = await begin(client, 'anywhere');
      await press(pane.place, '[data-step=write-here]');
      await until(() => pane.place.querySelector('[data-field=text]') !== null);
      expect(pane.place.querySelector<HTMLInputElement>('[data-field=to]')?.value).toBe(BOB);
      type(pane.place, 'text', `${MARKER}\nwith a second line`);
      expect(await pane.press()).toBe('sent');
      const [message, ...more] = mailbox.sent();
      expect(more).toEqual([]);
      const judged = await judge(message ?? new Uint8Array(), table.people);
      expect(judged).toMatchObject({ recipients: [BOB], isSigned: true, isEncrypted: true });
      expect(judged.text).toContain(`${MARKER}\r\nwith a second line`);
      expect(mailbox.everKept().map(readable).join()).not.toContain(MARKER);
      // Outlook's own draft goes when the user says so.
      expect(item.subject).toBe('Only the subject');
      await press(pane.place, '[data-step=remove-draft]');
      await mailbox.closed();
      expect(mailbox.kept().map(readable).join()).not.toContain('Only the subject');
      pane.close();
      mailbox.remove();
    });

    it('is the only way where the organisation says so', async () => {
      const { mailbox, item, pane } = await begin(client, 'pane');
      item.bodyHtml = `<p>${MARKER}</p>`;
      await until(() => pane.place.querySelector('[data-code=write-here]') !== null);
      expect(await pane.press()).toBe('write here');
      expect([mailbox.sent(), item.bodyHtml]).toEqual([[], `<p>${MARKER}</p>`]);
      await press(pane.place, '[data-step=write-here]');
      await until(() => pane.place.querySelector('[data-field=text]') !== null);
      type(pane.place, 'text', 'Written here');
      expect(await pane.press()).toBe('sent');
      expect((await judge(mailbox.sent()[0] ?? new Uint8Array(), table.people)).text).toContain('Written here');
      pane.close();
      mailbox.remove();
    });
  },
);
