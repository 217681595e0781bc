import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureText } from '../../../addins/ui/failure';
import { algorithmText, dayText, serialText, sizeText } from '../../../addins/ui/formats';
import { identityView } from '../../../addins/ui/identity-view';
import { pieces, plainText } from '../../../addins/ui/plain-text';
import { useSettingsStrings } from '../../../addins/ui/settings-strings';
import { languageOf, useStrings } from '../../../addins/ui/strings';
import { TestCa } from '../../support/test-ca';

describe('the catalogue', () => {
  const leaves = (value: unknown, path = ''): readonly string[] => {
    const text = typeof value === 'function' ? (value as (...words: unknown[]) => string)(2, 'x') : value;
    if (typeof text === 'string') return [`${path}: ${typeof value}, ${text.trim() === '' ? 'empty' : 'full'}`];
    return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  };
  it('has the same entries in every language, filled in alike', () => {
    expect(leaves(useStrings('de'))).toEqual(leaves(useStrings('en')));
    expect(leaves(useSettingsStrings('de'))).toEqual(leaves(useSettingsStrings('en')));
  });

  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE_ch', 'de'],
    ['en-US', 'en'],
    ['den', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('speaks for %s in %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });
});

describe('a failure of storage', () => {
  it('is told by what happened to it, and by the general sentence where that is not known', () => {
    const text = (subject?: string): string => failureText({ code: 'storage', subject }, 'en');
    expect(text('lost')).toContain('Import your identity file again');
    expect(text('blocked')).toContain('Another window');
    expect(new Set([text(), text('toString'), text('whatever')]).size).toBe(1);
  });
});

describe('foreign text in a line of ours', () => {
  it.each([
    ['a\u202eb\u2066c', 'abc'],
    ['a\r\nb\tc', 'a b c'],
    ['\u0000\u001b[31mred', '[31mred'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['  spaced  out  ', 'spaced out'],
  ])('%j is shown as %j', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it('is found in a sentence, the longest first, whatever signs it holds', () => {
    expect(pieces('Signed by A (b).* <a@b>.', ['A', 'A (b).*', 'a@b', ''])).toEqual([
      { text: 'Signed by ', isForeign: false },
      { text: 'A (b).*', isForeign: true },
      { text: ' <', isForeign: false },
      { text: 'a@b', isForeign: true },
      { text: '>.', isForeign: false },
    ]);
  });
});

describe('values for people', () => {
  it.each([
    ['ecdsa-p256', 'ECDSA P-256'],
    ['rsa-pss', 'RSA PSS'],
    ['sha256', 'SHA-256'],
    ['aes-256-gcm', 'AES-256-GCM'],
    ['des-ede3-cbc', 'DES-EDE3-CBC'],
    ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.1'],
  ])('%s is written %s', (name, expected) => {
    expect(algorithmText(name)).toBe(expected);
  });

  it('are in the form of the language, and never "Invalid Date"', () => {
    const day = new Date('2026-11-23T10:00:00Z');
    expect([dayText(day, 'en'), dayText(day, 'de')]).toEqual(['23 Nov 2026', '23.11.2026']);
    expect(dayText(new Date(Number.NaN), 'en')).toBe('–');
    expect([sizeText(900, 'en'), sizeText(1_234_567, 'de')]).toEqual(['900 byte', '1,2 MB']);
    expect(serialText('0a1b2c')).toBe('0A:1B:2C');
  });
});

describe('certificates as the screens show them', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const at = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

  it.each([
    ['usable', -1, 1],
    ['expired', -2, -1],
    ['not-yet-valid', 1, 2],
  ])('an identity is %s', async (state, from, to) => {
    const ca = await TestCa.create('Issuer', { now });
    const options = { commonName: 'Alice', addresses: ['a@x.example'], notBefore: at(from), notAfter: at(to) };
    const { certificate } = await ca.issue(options);
    const view = identityView({ id: 'id', certificate, chain: [] }, now);
    expect(view).toMatchObject({ state, name: 'Alice', addresses: ['a@x.example'], issuer: 'Issuer' });
  });
});

describe('the theme', () => {
  const css = readFileSync(join(__dirname, '../../../addins/ui/theme.css'), 'utf8');
  const blocks = css.split('}').filter((block) => block.includes('--color-neutral-foreground-1:'));
  const colours = (block: string): ReadonlyMap<string, string> =>
    new Map([...block.matchAll(/--color-([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]));
  const channel = (value: number): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => channel(parseInt(colour.slice(from, from + 2), 16)));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const GROUNDS = ['neutral-background-1', 'neutral-background-2', 'neutral-background-3'];
  const TEXT: readonly (readonly [string, readonly string[]])[] = [
    ['neutral-foreground-1', [...GROUNDS, 'positive-background', 'attention-background', 'error-background']],
    ['neutral-foreground-2', GROUNDS],
    ['neutral-foreground-3', [...GROUNDS, 'brand-background-2']],
    ['brand-foreground-1', [...GROUNDS, 'neutral-background-hover']],
    ['on-brand', ['brand-background', 'brand-background-hover']],
    ['positive-foreground', ['positive-background', 'neutral-background-1', 'neutral-background-2']],
    ['attention-foreground', ['attention-background', 'neutral-background-1', 'neutral-background-2']],
    ['error-foreground', ['error-background', 'neutral-background-1']],
  ];

  it('is the same dark theme whether the system or the host asks for it', () => {
    expect(blocks).toHaveLength(3);
    expect(colours(blocks[1] ?? '')).toEqual(colours(blocks[2] ?? ''));
  });

  it.each([
    ['light', 0],
    ['dark', 2],
  ])('has a contrast of 4.5 for all text: %s', (_, index) => {
    const values = colours(blocks[index] ?? '');
    const colour = (name: string): string => values.get(name) ?? name;
    const weak = TEXT.flatMap(([text, grounds]) =>
      grounds
        .map((ground) => ({ text, ground, ratio: contrast(colour(text), colour(ground)) }))
        .filter(({ ratio }) => !(ratio >= 4.5)),
    );
    expect(weak).toEqual([]);
  });

  it('has a contrast of 3 for what marks a control or a verdict', () => {
    for (const index of [0, 2]) {
      const values = colours(blocks[index] ?? '');
      for (const name of [
        'positive-stroke',
        'attention-stroke',
        'error-stroke',
        'neutral-stroke-accessible',
        'focus',
      ]) {
        expect(contrast(values.get(name) ?? '', values.get('neutral-background-1') ?? '')).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
