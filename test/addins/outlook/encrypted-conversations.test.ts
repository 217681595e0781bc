import { isNoted, markOf, withNoted } from '../../../addins/outlook/encrypted-conversations';
import { noteEncrypted } from '../../../addins/outlook/note-encrypted';

describe('conversations with an encrypted message', () => {
  it('are known by a short mark and by nothing of them', () => {
    const stored = withNoted(undefined, 'AAQkADIwYTc=');
    expect(stored).toMatch(/^[0-9a-z]{1,7}$/);
    expect([isNoted(stored, 'AAQkADIwYTc='), isNoted(stored, 'AAQkADIwYTd='), isNoted(undefined, 'AAQk')]).toEqual([
      true,
      false,
      false,
    ]);
    // FNV-1a of 32 bits, as published: of the empty text and of "foobar".
    expect([markOf(''), markOf('foobar')]).toEqual([(0x811c9dc5).toString(36), (0xbf9cf968).toString(36)]);
  });

  it('may be any where what is kept cannot be read; a new message is in none', () => {
    expect([isNoted(false, 'a'), isNoted(7, 'a'), isNoted(false, undefined)]).toEqual([true, true, false]);
  });

  it('stay few enough for a mailbox: the oldest go, and what is noted again becomes the newest', () => {
    let stored: unknown;
    for (let at = 0; at < 450; at++) stored = withNoted(stored, `c${at}`);
    expect(String(stored).length).toBeLessThan(4_000);
    expect([isNoted(stored, 'c0'), isNoted(stored, 'c449')]).toEqual([false, true]);
    expect(withNoted(stored, 'c100').endsWith(` ${markOf('c100')}`)).toBe(true);
    expect(withNoted(stored, 'c100').split(' ')).toHaveLength(400);
  });

  it('are told to the guard where one is not the newest, and what cannot be read stays', async () => {
    const kept: string[] = [];
    const preferences = {
      encrypted: (): unknown => kept.at(-1),
      setEncrypted: (marks: string) => Promise.resolve(void kept.push(marks)),
    };
    for (const id of ['a', 'a', 'b', 'a']) await noteEncrypted(id, preferences);
    const [a, b] = [markOf('a'), markOf('b')];
    expect(kept).toEqual([a, `${a} ${b}`, `${b} ${a}`]);
    await noteEncrypted('a', { ...preferences, encrypted: () => false });
    expect(kept).toHaveLength(3);
  });
});
