import { officeCall } from '../../../../addins/outlook/host/call';
import { createComposeItem } from '../../../../addins/outlook/host/compose-item';
import { toggle } from '../../../../addins/outlook/commands/toggles';
import { installOffice } from '../support/fake-office';

beforeAll(installOffice);

type Done = (result: object) => void;
const good: object = { status: 'succeeded' };
const bad: object = { status: 'failed', error: { code: 9000, message: 'no' } };

/** A draft that writes down what is done to it; `faults`: names of calls that fail. */
function recorder(faults: readonly string[] = [], more: object = {}) {
  const log: string[] = [];
  const call =
    (name: string, value?: unknown) =>
    (...values: unknown[]) => {
      log.push(name);
      const done = values.find((one) => typeof one === 'function') as Done;
      done(faults.includes(name) ? bad : { ...good, value });
    };
  const field = (name: string) => ({ setAsync: call(`${name} set`) });
  const item = {
    to: field('to'),
    cc: field('cc'),
    bcc: field('bcc'),
    subject: field('subject'),
    body: field('body'),
    getAttachmentsAsync: call('attachments', [{ id: 'a' }, { id: 'b' }]),
    removeAttachmentAsync: call('attachment removed'),
    saveAsync: call('save', 'ews'),
    close: () => log.push('close'),
    notificationMessages: { replaceAsync: call('notice replaced'), addAsync: call('notice added') },
    ...more,
  } as unknown as Office.MessageCompose;
  const forms: object[] = [];
  const mailbox = {
    convertToRestId: (id: string) => `rest-${id}`,
    displayNewMessageForm: (form: object) => void forms.push(form),
  };
  return { log, forms, draft: createComposeItem(item, mailbox), call };
}

describe('what a draft is about', () => {
  const type = (composeType: string, conversationId?: string | null) => ({
    getComposeTypeAsync: (done: Done) => done({ ...good, value: { composeType, coercionType: 'html' } }),
    conversationId,
  });
  const message = { kind: 'message', internetMessageId: '<1@x>' };

  it.each<[string, object, object]>([
    ['is named by its Message-ID', { inReplyTo: '<1@x>', ...type('reply', 'c') }, message],
    ['is named so of a forward too, where it is', { inReplyTo: '<1@x>', ...type('forward', 'c') }, message],
    [
      'is something of its conversation',
      { inReplyTo: '', ...type('forward', 'c') },
      { kind: 'conversation', restId: 'rest-c' },
    ],
    [
      'is so for an answer of which the host says no more',
      type('reply', 'c'),
      { kind: 'conversation', restId: 'rest-c' },
    ],
    ['is not known without one', { inReplyTo: null, ...type('forward', null) }, { kind: 'unknown' }],
    ['is nothing for a new message', { inReplyTo: null, ...type('newMail', 'own') }, { kind: 'nothing' }],
    ['is nothing where the host tells nothing', {}, { kind: 'nothing' }],
    [
      'may be something of its conversation where the host tells nothing else',
      { conversationId: 'c' },
      { kind: 'conversation', restId: 'rest-c', mayBeNew: true },
    ],
  ])('%s', async (_, more, expected) => {
    expect(await recorder([], more).draft.about()).toEqual(expected);
  });
});

describe('attaching to a draft', () => {
  it('hands the octets over in base64, under their name', async () => {
    const seen: unknown[] = [];
    const addFileAttachmentFromBase64Async = (base64: string, name: string, done: Done): void => {
      seen.push([base64, name]);
      done({ ...good, value: 'id' });
    };
    await recorder([], { addFileAttachmentFromBase64Async }).draft.attach('alice.cer', Uint8Array.of(0x30, 0x00));
    expect(seen).toEqual([['MAA=', 'alice.cer']]);
  });

  it('says where the host refuses', async () => {
    const addFileAttachmentFromBase64Async = (_: string, __: string, done: Done): void => done(bad);
    const attached = recorder([], { addFileAttachmentFromBase64Async }).draft.attach('a.cer', new Uint8Array(0));
    await expect(attached).rejects.toMatchObject({ code: 'host' });
  });
});

it('opens a draft to somebody with text that stays text', () => {
  const { draft, forms } = recorder([]);
  draft.openDraft?.('dan@signet.example', 'Please', 'One <b>line</b>\nand another');
  const htmlBody = 'One &lt;b&gt;line&lt;/b&gt;<br>and another';
  expect(forms).toEqual([{ toRecipients: ['dan@signet.example'], subject: 'Please', htmlBody }]);
});

describe('closing a draft', () => {
  it('discards it where the host can', async () => {
    const seen: unknown[] = [];
    const closeAsync = (options: object, done: Done): void => {
      seen.push(options);
      done(good);
    };
    const { log, draft } = recorder([], { closeAsync });
    await draft.close();
    expect(seen).toEqual([{ discardItem: true }]);
    expect(log).toEqual([]);
  });

  it('asks the host to close it otherwise', async () => {
    const { log, draft } = recorder();
    await draft.close();
    expect(log).toEqual(['close']);
  });
});

describe('emptying a draft', () => {
  it('takes everything out and saves it so', async () => {
    const { log, draft } = recorder();
    await draft.empty();
    expect(log).toEqual([
      'body set',
      'attachments',
      'attachment removed',
      'attachment removed',
      'subject set',
      'bcc set',
      'cc set',
      'to set',
      'save',
    ]);
  });

  it.each(['body set', 'attachment removed', 'subject set', 'to set', 'save'])(
    'rejects where it stops at: %s',
    async (name) => {
      await expect(recorder([name]).draft.empty()).rejects.toMatchObject({ code: 'host' });
    },
  );
});

it('a draft has the id that Graph knows once it is saved', async () => {
  expect(await recorder().draft.draftId()).toBe('rest-ews');
});

describe('a notice', () => {
  it('is added where there is none to replace', async () => {
    const { log, draft } = recorder(['notice replaced']);
    await draft.notify('x'.repeat(300));
    expect(log).toEqual(['notice replaced', 'notice added']);
  });

  it('that the host does not show stops nothing', async () => {
    await expect(recorder(['notice replaced', 'notice added']).draft.notify('x')).resolves.toBeUndefined();
  });
});

describe('a toggle of the ribbon', () => {
  it.each([
    [{ sign: false, encrypt: false }, 'sign', { sign: true, encrypt: false }],
    [{ sign: true, encrypt: true }, 'sign', { sign: false, encrypt: true }],
    [{ sign: true, encrypt: false }, 'encrypt', { sign: true, encrypt: true }],
    // What rules encrypt for some stays that, until the user says otherwise for all.
    [{ sign: true, encrypt: true, isSplit: true }, 'sign', { sign: false, encrypt: true, isSplit: true }],
    [{ sign: true, encrypt: true, isSplit: true }, 'encrypt', { sign: true, encrypt: false }],
  ] as const)('turns %p by %s into %p', async (before, which, after) => {
    const set: unknown[] = [];
    const headers = {
      protection: () => Promise.resolve(before),
      setProtection: (choice: object) => {
        set.push(choice);
        return Promise.resolve();
      },
    };
    // From then on nothing changes it by itself.
    const chosen = { ...after, isChosen: true };
    expect(await toggle(headers, which)).toEqual(chosen);
    expect(set).toEqual([chosen]);
  });
});

describe('a call of Office.js', () => {
  it('that throws at once rejects with host', async () => {
    const call = officeCall('name', () => {
      throw new Error('permission');
    });
    await expect(call).rejects.toMatchObject({ code: 'host', subject: 'name' });
  });

  it('that is never answered rejects with host', async () => {
    await expect(officeCall('name', () => undefined, 10)).rejects.toMatchObject({ code: 'host' });
  });
});
