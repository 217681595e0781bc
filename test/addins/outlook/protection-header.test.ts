import {
  bothOf,
  draftProtection,
  formatProtection,
  parseProtection,
  PRESET_HEADER,
  PROTECTION_HEADER,
  type ProtectionChoice,
} from '../../../addins/outlook/protection-header';

const SPLIT: ProtectionChoice = { sign: true, encrypt: true, isSplit: true };

describe('what a draft says of itself', () => {
  it.each<ProtectionChoice>([
    { sign: false, encrypt: false },
    { sign: true, encrypt: false },
    { sign: true, encrypt: true, isChosen: true },
    SPLIT,
    { ...SPLIT, isChosen: true },
  ])('reads what it wrote: %j', (choice) => {
    expect(parseProtection(formatProtection(choice))).toEqual(choice);
  });

  it('is not known where any word of it is not ours', () => {
    expect(parseProtection('sign,sealed')).toBeUndefined();
    expect(draftProtection({ [PROTECTION_HEADER]: 'sign', [PRESET_HEADER]: '!' })).toBeUndefined();
  });

  it('stays split where nothing else asks for encryption, and is a wish for all where something does', () => {
    const headers = (preset: string) => ({ [PROTECTION_HEADER]: formatProtection(SPLIT), [PRESET_HEADER]: preset });
    expect(draftProtection(headers('sign'))).toEqual(SPLIT);
    expect(draftProtection(headers('encrypt'))).toEqual({ sign: true, encrypt: true });
    expect(bothOf({ sign: false, encrypt: false }, SPLIT)).toEqual(SPLIT);
  });
});
