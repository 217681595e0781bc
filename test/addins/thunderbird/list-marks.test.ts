import { type Summary } from '../../../shared/index';
import { listStateOf, tagsWith } from '../../../addins/thunderbird/list/list-state';
import { ListMarks, type ListPorts } from '../../../addins/thunderbird/list/list-marks';

const summary = (state: Summary['state'], encryption: Summary['encryption'] = 'none'): Summary => ({
  state,
  encryption,
  reasons: [],
});

describe('the tag of a message', () => {
  it.each([
    ['signed-valid', 'none', 'valid'],
    ['signed-invalid', 'none', 'problem'],
    ['signed-untrusted', 'none', 'problem'],
    ['partly-signed', 'none', 'problem'],
    ['uncheckable', 'none', 'unchecked'],
    ['unsigned', 'none', undefined],
    ['unsigned', 'not-for-us', 'encrypted'],
    ['signed-valid', 'opened', 'encrypted'],
    ['signed-invalid', 'failed', 'encrypted'],
  ] as const)('of one that is %s with encryption %s is %s', (state, encryption, tag) => {
    expect(listStateOf({ state, encryption })).toBe(tag);
  });

  it('takes the place of ours that was there, and leaves others', () => {
    expect(tagsWith(['$label1', 'signet_valid'], 'problem')).toEqual(['$label1', 'signet_problem']);
    expect(tagsWith(['signet_valid', '$label1'], 'valid')).toBeUndefined();
    expect(tagsWith(['signet_valid', '$label1'], undefined)).toEqual(['$label1']);
    expect(tagsWith([], undefined)).toBeUndefined();
  });
});

/** A mailbox in memory; the text of a message is the state that a glance finds, or "broken". */
function world(folders: Readonly<Record<string, readonly string[]>>) {
  const texts = Object.entries(folders).flatMap(([folderId, all]) => all.map((text) => ({ folderId, text })));
  const tags = new Map<number, readonly string[]>();
  const read: number[] = [];
  const stored: { kept?: unknown; mayTag: boolean } = { mayTag: true };
  const calls = { mayTag: 0, listed: 0 };
  const rests: string[] = [];
  const listed = (id: number) => ({ id, tags: tags.get(id) ?? [], size: texts[id]?.text === 'huge' ? 9e6 : 10 });
  let onRest: () => void | Promise<void> = () => undefined;
  const ports: ListPorts = {
    mailbox: {
      mayTag() {
        calls.mayTag++;
        return Promise.resolve(stored.mayTag);
      },
      makeTags: () => Promise.resolve(),
      folders: () => Promise.resolve(Object.entries(folders).map(([id, all]) => ({ id, count: all.length }))),
      async *messages(folderId) {
        if (folders[folderId]?.[0] === 'no folder') throw new Error('gone');
        for (const [id, one] of texts.entries()) if (one.folderId === folderId) yield await Promise.resolve(listed(id));
      },
      listed(id) {
        calls.listed++;
        return Promise.resolve(listed(id));
      },
      octets(id) {
        read.push(id);
        return Promise.resolve(new Blob([texts[id]?.text ?? '']));
      },
      setTags(id, wanted) {
        tags.set(id, wanted);
        return Promise.resolve();
      },
    },
    async glance(message) {
      const text = await message.text();
      if (text === 'broken') throw new Error('offline');
      return summary(text as Summary['state']);
    },
    keeper: {
      get: () => Promise.resolve(stored.kept),
      set(kept) {
        stored.kept = structuredClone(kept);
        return Promise.resolve();
      },
    },
    async rest(after) {
      rests.push(after);
      await onRest();
    },
  };
  const settle = async (marks: ListMarks): Promise<void> => {
    for (let i = 0; i < 500 && (await marks.view()).job?.isPaused === false; i++) {
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const resting = (then: () => void | Promise<void>): void => {
    onRest = then;
  };
  return { ports, tags, read, stored, calls, rests, settle, resting };
}

describe('tags in the list of messages', () => {
  it('are written for nothing before the user switches them on', async () => {
    const { ports, tags, read } = world({ inbox: ['signed-valid'] });
    const marks = new ListMarks(ports);
    await marks.arrived([{ id: 0, tags: [], size: 10 }]);
    await marks.shown(0, () => Promise.resolve(summary('signed-valid')));
    expect([tags.size, read]).toEqual([0, []]);
  });

  it('come with what arrives and with what is shown, and go when it is found to be otherwise', async () => {
    const { ports, tags } = world({ inbox: ['signed-valid', 'broken'] });
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    await marks.arrived([0, 1].map((id) => ({ id, tags: [], size: 10 })));
    expect([...tags]).toEqual([[0, ['signet_valid']]]);
    await marks.shown(0, () => Promise.resolve(summary('signed-invalid')));
    expect(tags.get(0)).toEqual(['signet_problem']);
    await marks.shown(1, () => Promise.reject(new Error('locked')));
    expect(tags.has(1)).toBe(false);
  });

  it('leave those alone that were set since the message was listed', async () => {
    const { ports, tags } = world({ inbox: ['signed-valid'] });
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    tags.set(0, ['$label1']);
    await marks.arrived([{ id: 0, tags: [], size: 10 }]);
    expect(tags.get(0)).toEqual(['$label1', 'signet_valid']);
  });

  it('are no longer written where the permission was taken back', async () => {
    const { ports, tags, stored } = world({ inbox: ['signed-valid'] });
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    stored.mayTag = false;
    await marks.arrived([{ id: 0, tags: [], size: 10 }]);
    expect(tags.size).toBe(0);
  });
});

describe('old mail', () => {
  const FOLDERS = {
    inbox: ['signed-valid', 'unsigned', 'broken', 'huge'],
    gone: ['no folder'],
    kept: ['uncheckable'],
  };

  it('is gone through folder by folder; what cannot be read or is too big is passed over', async () => {
    const { ports, tags, read, settle } = world(FOLDERS);
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    await marks.start();
    await settle(marks);
    expect([...tags]).toEqual([
      [0, ['signet_valid']],
      [5, ['signet_unchecked']],
    ]);
    expect(read).toEqual([0, 1, 2, 5]);
    expect(await marks.view()).toEqual({ isOn: true });
  });

  it('leaves Thunderbird alone where there is nothing to write, and longer after a tag was written', async () => {
    const { ports, tags, calls, rests, settle } = world({
      inbox: ['unsigned', 'signed-valid', 'signed-valid', 'unsigned'],
    });
    tags.set(2, ['signet_valid']);
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    await marks.start();
    await settle(marks);
    expect(rests).toEqual(['reading', 'writing', 'reading', 'reading']);
    expect(calls.listed).toBe(1);
    expect(calls.mayTag).toBeLessThan(4);
  });

  it('stops soon after the permission was taken back', async () => {
    const { ports, read, stored, resting } = world({ inbox: Array.from({ length: 60 }, () => 'unsigned') });
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    resting(() => void (stored.mayTag = false));
    await marks.start();
    for (let i = 0; i < 500; i++) await new Promise((resolve) => setTimeout(resolve));
    expect(read.length).toBeLessThanOrEqual(20);
  });

  it('waits when it is paused, and goes on where it was', async () => {
    const { ports, read, settle, resting } = world(FOLDERS);
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    resting(() => marks.pause(true));
    await marks.start();
    await settle(marks);
    expect((await marks.view()).job).toMatchObject({ done: 1, total: 6, isPaused: true });
    expect(read).toEqual([0]);
    resting(() => undefined);
    await marks.pause(false);
    await settle(marks);
    expect(read).toEqual([0, 1, 2, 5]);
  });

  it('goes on after the background page was ended, near where it was', async () => {
    const many = { inbox: Array.from({ length: 50 }, () => 'signed-valid') };
    const { ports, read, settle, resting } = world(many);
    const first = new ListMarks(ports);
    await first.switchOn(true);
    resting(() => (read.length === 45 ? new Promise(() => undefined) : undefined));
    await first.start();
    for (let i = 0; i < 500 && read.length < 45; i++) await new Promise((resolve) => setTimeout(resolve));
    resting(() => undefined);
    const second = new ListMarks(ports);
    void second.run();
    await settle(second);
    expect(read.slice(45)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
  });

  it('is left alone once tags are switched off', async () => {
    const { ports, read, settle, resting } = world(FOLDERS);
    const marks = new ListMarks(ports);
    await marks.switchOn(true);
    resting(() => marks.switchOn(false));
    await marks.start();
    await settle(marks);
    expect(read).toEqual([0]);
    expect(await marks.view()).toEqual({ isOn: false });
  });
});
