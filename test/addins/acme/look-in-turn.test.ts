import { lookInTurn } from '../../../addins/acme/look-in-turn';

const mails = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => ({ id: String(from - i) }));
const ids = (list: readonly { readonly id: string }[]): readonly number[] => list.map(({ id }) => Number(id));

describe('messages that may be the challenge are looked at in turn', () => {
  it('all at once where there are few, and again each time', () => {
    const looked = new Set<string>();
    expect(ids(lookInTurn(mails(3, 1), looked, 4))).toEqual([3, 2, 1]);
    expect(ids(lookInTurn(mails(3, 1), looked, 4))).toEqual([3, 2, 1]);
  });

  it('from both ends where there are many, until each had its turn', () => {
    const looked = new Set<string>();
    const turns = [0, 1, 2, 3].map(() => ids(lookInTurn(mails(10, 1), looked, 4)));
    expect(turns).toEqual([
      [10, 9, 2, 1],
      [8, 7, 4, 3],
      [6, 5, 10, 9],
      [2, 1, 8, 7],
    ]);
  });

  it('whatever keeps coming: one is reached after those that were there before it', () => {
    const looked = new Set<string>();
    let newest = 40;
    const turns: (readonly number[])[] = [];
    while (!turns.flat().includes(30)) {
      turns.push(ids(lookInTurn(mails(newest, 1), looked, 4)));
      newest += 50;
    }
    expect(turns).toHaveLength(15);
  });

  it('forgets nothing of one that is gone for a while', () => {
    const looked = new Set<string>();
    lookInTurn(mails(2, 1), looked, 4);
    lookInTurn([], looked, 4);
    expect(ids(lookInTurn(mails(6, 1), looked, 4))).toEqual([6, 5, 4, 3]);
  });
});
