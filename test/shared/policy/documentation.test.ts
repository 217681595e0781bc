import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPolicy } from '../../../addins/cli/policy-command';
import { parsePolicy } from '../../../shared/policy/parse-policy';
import { SETTINGS } from '../../../shared/policy/settings';
import { parseUserLayer } from '../../../shared/policy/user-layer';

const page = readFileSync(join(__dirname, '../../../docs/policy.md'), 'utf8');
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => text);
const isFacts = (text: string): boolean => text.includes('"from"');
const isUser = (text: string): boolean => text.includes('"exceptions"');
/** Of a policies.json what is the add-on's. */
const ownPart = (text: string): string => {
  const { policies: all } = JSON.parse(text) as { policies?: Record<string, Record<string, object> | undefined> };
  return all ? JSON.stringify(Object.values(all['3rdparty']?.['Extensions'] ?? {})[0]) : text;
};
const policies = examples.filter((text) => !isFacts(text) && !isUser(text)).map(ownPart);

describe('docs/policy.md', () => {
  it('has policies that are read, without anything passed over', () => {
    expect(policies.length).toBeGreaterThanOrEqual(5);
    for (const text of policies) expect(parsePolicy(text)).toMatchObject({ kind: 'policy', passedOver: [] });
  });

  it('has settings of a user that are read', () => {
    expect(examples.filter(isUser).map((text) => parseUserLayer(text).kind)).toEqual(['user-layer']);
  });

  it('says of its message what is decided', () => {
    const files: Record<string, string> = {
      'policy.json': policies.find((text) => text.includes('"board"')) ?? '',
      'message.json': examples.find(isFacts) ?? '',
    };
    const { status, out } = runPolicy(['explain', 'policy.json', 'message.json'], (file) => files[file] ?? '');
    expect(status).toBe(1);
    expect(out).toContain('your organisation’s rule “board”: required (for anna@example.org) – this decides');
    expect(out).toContain('bob@elsewhere.example');
  });

  it('names what is built in', () => {
    for (const name of [
      'sign',
      'encrypt',
      'form',
      'headerProtection',
      'missingCertificate',
      'missingSigner',
    ] as const) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
      expect(row.split('|').at(-2)?.trim()).toBe(`\`${SETTINGS[name].builtIn}\``);
    }
  });
});
