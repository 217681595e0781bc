import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../../shared/base/limits';
import { policySchema } from '../../../shared/policy/document';
import { parsePolicy } from '../../../shared/policy/parse-policy';

/** What is wrong with a text: `line:column code path`. */
function faultsOf(text: string): readonly string[] {
  const reading = parsePolicy(text);
  if (reading.kind === 'policy') return [];
  return reading.faults.map(({ code, line, column, path }) => `${line}:${column} ${code} ${path}`.trim());
}

const withRules = (...rules: readonly string[]): string =>
  `{ "version": 2, "groups": { "board": ["*@board.example.org"] }, "rules": [\n${rules.join(',\n')}\n] }`;

describe('a policy', () => {
  it('is read whole, or not at all', () => {
    expect(parsePolicy('{ "version": 2, "settings": { "sign": { "value": "always" } } }')).toEqual({
      kind: 'policy',
      document: { version: 2, settings: { sign: { value: 'always' } } },
      passedOver: [],
    });
    const reading = parsePolicy('{ "version": 2, "settings": { "sign": { "value": "always" } }, "surprise": 1 }');
    expect(Object.keys(reading)).toEqual(['kind', 'faults']);
  });

  it('is told all that is wrong with it, in the order of its text', () => {
    const text = `{
  "version": 2,
  "settings": {
    "sign": { "value": "sometimes" },
    "signing": { "value": "always" },
    "revocation.lookup": { "value": 7, "override": "free" },
    "keys.unlockTime": { "value": 0 }
  },
  "expires": "tomorrow"
}`;
    expect(faultsOf(text)).toEqual([
      '4:24 wrong-value settings.sign.value',
      '5:5 unknown-key settings.signing',
      '6:37 wrong-type settings.revocation.lookup.value',
      '6:40 unknown-key settings.revocation.lookup.override',
      '7:35 wrong-value settings.keys.unlockTime.value',
      '9:14 wrong-value expires',
    ]);
  });

  it.each([
    ['[]', '1:1 wrong-type'],
    ['{ "rules": [] }', '1:1 missing-key'],
    ['{ "settings": {}, "anchors": [] }', '1:1 missing-key', '1:19 unknown-key anchors'],
    ['{ "version": 3 }', '1:14 version version'],
    ['{ "version": "2" }', '1:14 version version'],
    ['{ "version": 2, "serial": -1 }', '1:27 wrong-value serial'],
    ['{ "version": 2, "serial": 1.5 }', '1:27 wrong-value serial'],
    ['{ "version": 2, "rules": {} }', '1:26 wrong-type rules'],
    ['{ "version": 2, "rules": [{ "sign": "require" }] }', '1:27 missing-key rules[0]'],
    ['{ "version": 2, "groups": { "a b": ["*"] } }', '1:29 wrong-value groups.a b'],
    ['{ "version": 2, "__proto__": {} }', '1:17 unknown-key __proto__'],
    ['{ "version": 2, "version": 2 }', '1:17 duplicate-key version'],
    [
      '{ "version": 2, "settings": { "archive": { "value": { "address": "*@x.org" } } } }',
      '1:66 wrong-value settings.archive.value.address',
    ],
    [
      '{ "version": 2, "settings": { "anchors.removed": { "value": ["zz"] } } }',
      '1:62 wrong-value settings.anchors.removed.value[0]',
    ],
    [
      '{ "version": 2, "settings": { "lookUp.resolver": { "value": "http://x" } } }',
      '1:61 wrong-value settings.lookUp.resolver.value',
    ],
  ])('that is %s is none', (text, ...faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it.each(['alice', '@example.org', '*@', 'a*@example.org', '*@exa*mple.org', '*@*', 'a b@example.org', ''])(
    'has no pattern %j',
    (pattern) => {
      const text = withRules(`{ "id": "a", "sign": "require", "when": { "recipient": [${JSON.stringify(pattern)}] } }`);
      expect(faultsOf(text)).toEqual(['2:57 wrong-value rules[0].when.recipient[0]']);
    },
  );

  it.each([
    ['a rule that does nothing', ['{ "id": "a" }'], '2:1 contradiction rules[0]'],
    [
      'two rules of one name',
      ['{ "id": "a", "sign": "require" }', '{ "id": "a", "encrypt": "prefer" }'],
      '3:9 contradiction rules[1].id',
    ],
    [
      'an unknown group',
      ['{ "id": "a", "sign": "require", "when": { "group": ["broad"] } }'],
      '2:53 unknown-group rules[0].when.group[0]',
    ],
    [
      'a condition on nothing',
      ['{ "id": "a", "sign": "require", "unless": {} }'],
      '2:43 contradiction rules[0].unless',
    ],
    [
      'a size that no message has',
      ['{ "id": "a", "sign": "require", "when": { "size": { "over": 9, "under": 10 } } }'],
      '2:51 contradiction rules[0].when.size',
    ],
    [
      'a form of what is not signed',
      ['{ "id": "a", "sign": "forbid", "form": "opaque" }'],
      '2:40 contradiction rules[0].form',
    ],
    [
      'a certificate that is not needed',
      ['{ "id": "a", "encrypt": "forbid", "missingCertificate": "ask" }'],
      '2:57 contradiction rules[0].missingCertificate',
    ],
    [
      'what is required and free',
      ['{ "id": "a", "encrypt": "require", "override": "free" }'],
      '2:48 contradiction rules[0].override',
    ],
    [
      'opposite rules for the same case',
      [
        '{ "id": "a", "sign": "require", "when": { "recipient": ["x@b.org", "*@A.org"], "calendar": true } }',
        '{ "id": "b", "sign": "forbid", "when": { "calendar": true, "recipient": ["*@a.org", "X@b.org"] } }',
      ],
      '3:22 contradiction rules[1].sign',
    ],
  ])('does not have %s', (_, rules, fault) => {
    expect(faultsOf(withRules(...rules))).toEqual([fault]);
  });

  it('has no floor above its ceiling, in an account neither', () => {
    expect(
      faultsOf(
        '{ "version": 2, "settings": { "algorithms.floor": { "value": "aes-256-gcm" }, "algorithms.ceiling": { "value": "aes-256-cbc" } } }',
      ),
    ).toEqual(['1:101 contradiction settings.algorithms.ceiling']);
    expect(
      faultsOf(
        '{ "version": 2, "settings": { "algorithms.ceiling": { "value": "aes-256-cbc" } }, "accounts": [{ "identity": ["*"], "settings": { "algorithms.floor": { "value": "aes-128-gcm" } } }] }',
      ),
    ).toEqual(['1:151 contradiction accounts[0].settings.algorithms.floor']);
  });

  it('does not leave to the order of accounts which one counts', () => {
    const text =
      '{ "version": 2, "accounts": [{ "identity": ["*@example.org"], "settings": {} }, { "identity": ["*@EXAMPLE.org"], "settings": {} }] }';
    expect(faultsOf(text)).toEqual(['1:96 contradiction accounts[1].identity[0]']);
  });

  it('does not end before it begins', () => {
    const text = '{ "version": 2, "issued": "2027-01-02T00:00:00Z", "expires": "2027-01-01T00:00:00Z" }';
    expect(faultsOf(text)).toEqual(['1:62 contradiction expires']);
  });

  it('keeps to its bounds', () => {
    expect(faultsOf(' '.repeat(LIMITS.policyCharacters + 1))).toEqual(['1:1 too-large']);
    expect(faultsOf(`${'['.repeat(20)}${']'.repeat(20)}`)).toEqual(['1:17 too-deep']);
    const rules = Array.from({ length: LIMITS.policyRules + 1 }, (_, at) => `{ "id": "r${at}", "sign": "require" }`);
    expect(faultsOf(withRules(...rules))).toEqual(['1:74 too-many rules']);
    const long = `{ "version": 2, "name": "${'x'.repeat(LIMITS.policyText + 1)}" }`;
    expect(faultsOf(long)).toEqual(['1:25 too-large name']);
    const addresses = JSON.stringify(Array.from({ length: 60_000 }, (_, at) => `a${at}@example.org`));
    const many = ['a', 'b'].map((id) => `{ "id": "${id}", "sign": "require", "when": { "recipient": ${addresses} } }`);
    expect(faultsOf(withRules(...many).replace(', "groups"', ', "groups"'))).toContain('1:74 too-many rules');
  });

  it('tells no more than a hundred faults', () => {
    const wrong = Array.from({ length: 500 }, (_, at) => `"x${at}": 1`);
    expect(faultsOf(`{ "version": 2, ${wrong.join(', ')} }`)).toHaveLength(100);
  });

  it('has the published schema', () => {
    const published = readFileSync(join(__dirname, '../../../docs/policy.schema.json'), 'utf8');
    expect(JSON.parse(published)).toEqual(policySchema());
  });
});
