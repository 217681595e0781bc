import { readKeyPolicy } from '../../../addins/worker/key-policy';

describe('what an organisation writes about the protection of keys', () => {
  it('is nothing where it writes nothing: then the user decides', () => {
    expect(readKeyPolicy(undefined)).toBeUndefined();
  });

  it.each([
    [{}, { passphraseRequired: false }],
    [{ passphraseRequired: true }, { passphraseRequired: true }],
    [{ unlockTime: 15 }, { passphraseRequired: false, unlockTime: 15 }],
    [{ backupFirst: true }, { passphraseRequired: false, backupFirst: true }],
    [{ backupFirst: false }, { passphraseRequired: false }],
    [
      { passphraseRequired: true, unlockTime: 'session' },
      { passphraseRequired: true, unlockTime: 'session' },
    ],
  ])('%j is meant as it stands', (written, expected) => {
    expect(readKeyPolicy(written)).toEqual(expected);
  });

  it.each([
    [{ passphraseRequired: 'no' }, { passphraseRequired: true }],
    [{ backupFirst: 'no' }, { passphraseRequired: false, backupFirst: true }],
    [{ unlockTime: 0 }, { passphraseRequired: false, unlockTime: 1 }],
    [{ unlockTime: 'for ever' }, { passphraseRequired: false, unlockTime: 1 }],
    [null, { passphraseRequired: true }],
    ['yes', { passphraseRequired: true }],
  ])('%j, which cannot be read, asks for more protection', (written, expected) => {
    expect(readKeyPolicy(written)).toEqual(expected);
  });
});
