import { createReadItem, type ReadItem } from '../../../../addins/outlook/host/read-item';
import { CATEGORY_NAMES } from '../../../../addins/outlook/task-pane/read/category';
import { markItem } from '../../../../addins/outlook/task-pane/read/mark-item';
import { ensureMasterCategory } from '../../../../addins/outlook/host/master-category';
import { type OpenMail } from '../../../../addins/worker/core';
import { installClient } from '../../../hosts/outlook/clients/office-draft';
import { readingMailbox } from '../../../hosts/outlook/clients/office-message';
import { PROFILES, type ClientProfile } from '../../../hosts/outlook/clients/profiles';
import { type Permission } from '../../../hosts/outlook/host/initial-data';
import { HostItem } from '../../../hosts/outlook/host/item';
import { type HostMailbox } from '../../../hosts/outlook/host/mailbox';
import { OPENED, verdict } from '../../ui/samples';

const NAME = CATEGORY_NAMES.en;
const CLIENTS: readonly ClientProfile[] = [...PROFILES, { name: 'before 1.8', set: '1.6', platform: 'PC', quirks: [] }];
const HAS_CATEGORIES = PROFILES;
const mail = (view: object): OpenMail => ({ view }) as unknown as OpenMail;
const SIGNED = mail(verdict('signed-valid'));
const BROKEN = mail(verdict('signed-invalid'));
const PLAIN = mail(verdict('unsigned'));
const CLOSED = mail(verdict('unsigned', { encryption: { ...OPENED, state: 'not-for-us' } }));

let number = 0;
const message = (categories: readonly string[] = []): HostItem =>
  new HostItem('MessageRead', {
    itemId: `AAMk${++number}`,
    internetMessageId: `<${number}@signet.example>`,
    itemClass: 'IPM.Note.SMIME.MultipartSigned',
    subject: 'Subject',
    categories,
  });

/** A message in one client, as the pane has it; categories that the mailbox knows besides. */
function open(client: ClientProfile, item: HostItem, known: readonly string[] = [NAME], permission?: Permission) {
  installClient(client);
  const host = {
    masterCategories: known.map((displayName) => ({ displayName, color: 'None' })),
    saveProperties: () => Promise.resolve(),
  } as unknown as HostMailbox;
  const reading = readingMailbox(item, host, client, permission);
  const pane = (): ReadItem => createReadItem(reading.mailbox.item as unknown as Office.MessageRead, reading.mailbox);
  return { host, reading, pane, item: pane() };
}

const preferring = (category: unknown) => ({ category: () => category });
const wanted = (): ReturnType<typeof preferring> => preferring(NAME);

describe('the category of a checked message', () => {
  it.each(CLIENTS.map((client) => [client.name, client] as const))(
    'is set once the user wants it (%s)',
    async (_, client) => {
      const item = message(['Red']);
      await markItem(open(client, item).item, SIGNED, wanted(), 'en');
      expect(item.categories).toEqual(HAS_CATEGORIES.includes(client) ? ['Red', NAME] : ['Red']);
    },
  );

  const [web] = PROFILES as readonly [ClientProfile];

  it.each([
    ['good signature', SIGNED],
    ['broken signature', BROKEN],
    ['message that stays closed', CLOSED],
  ])('says the same of a %s', async (_, found) => {
    const item = message();
    await markItem(open(web, item).item, found, wanted(), 'en');
    expect(item.categories).toEqual([NAME]);
    expect(NAME).not.toMatch(/valid|good|trust|signed/i);
  });

  it.each([undefined, '', 'Anything else', 7, null])('is none where the mailbox says %p of it', async (category) => {
    const item = message([NAME, 'Red']);
    await markItem(open(web, item).item, SIGNED, preferring(category), 'en');
    expect(item.categories).toEqual(['Red']);
  });

  it('is taken from a message without S/MIME, on which somebody else has put it', async () => {
    const item = message(['Red', ...Object.values(CATEGORY_NAMES)]);
    await markItem(open(web, item).item, PLAIN, wanted(), 'en');
    expect(item.categories).toEqual(['Red']);
  });

  it('is one alone, whatever stood there', async () => {
    const item = message([CATEGORY_NAMES.de]);
    await markItem(open(web, item).item, SIGNED, wanted(), 'en');
    expect(item.categories).toEqual([NAME]);
  });

  it('is left out where the mailbox has none of that name', async () => {
    const item = message();
    await markItem(open(web, item, []).item, SIGNED, wanted(), 'en');
    expect(item.categories).toEqual([]);
  });

  it('is left out in a mailbox of others', async () => {
    const item = message();
    const { item: shown } = open(web, item);
    await markItem({ ...shown, owner: () => Promise.resolve('team@signet.example') }, SIGNED, wanted(), 'en');
    expect(item.categories).toEqual([]);
  });

  it('never comes to another message that was selected meanwhile', async () => {
    const [first, second] = [message(), message()];
    const { item, reading } = open(web, first);
    reading.select(second);
    await markItem(item, SIGNED, wanted(), 'en');
    expect([first.categories, second.categories]).toEqual([[], []]);
  });

  it('that came to another one before Office.js told goes as that one is opened', async () => {
    const [first, second] = [message(), message()];
    const { item, pane, reading } = open(web, first);
    reading.selectUnseen(second);
    await markItem(item, SIGNED, wanted(), 'en');
    expect(second.categories).toEqual([NAME]);
    reading.select(second);
    await markItem(pane(), PLAIN, wanted(), 'en');
    expect(second.categories).toEqual([]);
  });
});

describe('the line above a message', () => {
  const [web] = PROFILES as readonly [ClientProfile];
  const lines = ({ notifications }: HostItem): readonly string[] =>
    [...notifications.values()].map(({ type, message: text }) => `${type}: ${text}`);
  const BROKEN_LINE: unknown = expect.stringMatching(/^errorMessage: Signet: Signature does not fit\. /);

  it.each(CLIENTS.map((client) => [client.name, client] as const))(
    'says what was found, and goes while that is found out anew (%s)',
    async (_, client) => {
      const item = message();
      const shown = open(client, item).item;
      await markItem(shown, BROKEN, wanted(), 'en');
      expect(lines(item)).toEqual([BROKEN_LINE]);
      await markItem(shown, SIGNED, wanted(), 'en');
      expect(lines(item)).toEqual([expect.stringMatching(/^informationalMessage: Signet: /)]);
      await markItem(shown, undefined, wanted(), 'en');
      expect(lines(item)).toEqual([]);
    },
  );

  it('goes where the message turns out to have no S/MIME', async () => {
    const item = message();
    const shown = open(web, item).item;
    await markItem(shown, SIGNED, wanted(), 'en');
    await markItem(shown, PLAIN, wanted(), 'en');
    expect(lines(item)).toEqual([]);
  });

  it('leaves those of others, and gives way where there is no room', async () => {
    const item = message();
    for (const key of ['a', 'b', 'c', 'd', 'e']) item.addNotification({ key, type: 'errorMessage', message: key });
    await markItem(open(web, item).item, SIGNED, wanted(), 'en');
    expect([lines(item).length, item.categories]).toEqual([5, [NAME]]);
  });

  it('never stands above another message that was selected meanwhile', async () => {
    const [first, second] = [message(), message()];
    const { item, reading } = open(web, first);
    const over = markItem(item, SIGNED, wanted(), 'en');
    reading.select(second);
    await over;
    expect([lines(first), lines(second)]).toEqual([[], []]);
  });

  it('that came to another one before Office.js told goes as that one is opened', async () => {
    const [first, second] = [message(), message()];
    const { item, pane, reading } = open(web, first);
    reading.selectUnseen(second);
    await markItem(item, SIGNED, wanted(), 'en');
    reading.select(second);
    await markItem(pane(), undefined, wanted(), 'en');
    expect(lines(second)).toEqual([]);
  });

  it('is not set where nothing tells one message from another', async () => {
    const item = message();
    item.itemId = undefined;
    item.internetMessageId = '';
    await markItem(open(web, item).item, SIGNED, wanted(), 'en');
    expect([lines(item), item.categories]).toEqual([[], []]);
  });
});

describe('the category of the mailbox', () => {
  const [web] = PROFILES as readonly [ClientProfile];
  const names = ({ masterCategories }: HostMailbox): readonly string[] =>
    masterCategories.map(({ displayName }) => displayName);

  it('is made where the manifest asks for ReadWriteMailbox, and once', async () => {
    const { host, reading } = open(web, message(), ['Red'], 'ReadWriteMailbox');
    await ensureMasterCategory(reading.mailbox, NAME);
    await ensureMasterCategory(reading.mailbox, NAME);
    expect(names(host)).toEqual(['Red', NAME]);
  });

  it.each(CLIENTS.map((client) => [client.name, client] as const))(
    'is the user’s to make elsewhere (%s)',
    async (_, client) => {
      const { host, reading } = open(client, message(), ['Red']);
      await expect(ensureMasterCategory(reading.mailbox, NAME)).rejects.toMatchObject({ code: 'host' });
      expect(names(host)).toEqual(['Red']);
    },
  );
});
