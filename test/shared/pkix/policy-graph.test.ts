import { contextTag, der, integer, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type Der } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type PathRequest, validatePath } from '../../../shared/pkix/path-validation';
import { extension, generateKeyPair, type KeyPair, TestCa } from '../../support/test-ca';

/** PKITS holds policy processing to the letter; here is each rule once, and what PKITS has not. */
const [P1, P2, P3] = ['1.3.6.1.4.1.99.1', '1.3.6.1.4.1.99.2', '1.3.6.1.4.1.99.3'];
const ANY = OID.anyPolicy;

const policies = (...ids: readonly string[]): Der =>
  extension(OID.certificatePolicies, sequence(...ids.map((id) => sequence(oid(id)))));
const mappings = (...pairs: readonly (readonly [string, string])[]): Der =>
  extension(OID.policyMappings, sequence(...pairs.map(([from, to]) => sequence(oid(from), oid(to)))));
const inhibitAny = (skip: number): Der => extension(OID.inhibitAnyPolicy, integer(skip), true);
const requireExplicit = (skip: number): Der =>
  extension(OID.policyConstraints, sequence(der(contextTag(0, 'primitive'), Uint8Array.of(skip))), true);

let keys: KeyPair;
let root: TestCa;
beforeAll(async () => {
  keys = await generateKeyPair();
  root = await TestCa.create('Root');
});

type Inputs = Pick<
  PathRequest,
  'initialPolicies' | 'requireExplicitPolicy' | 'inhibitAnyPolicy' | 'inhibitPolicyMapping'
>;

/** Codes of the path whose certificates below the anchor have these extensions, the end entity last. */
async function codesFor(levels: readonly (readonly Der[])[], inputs: Inputs = { requireExplicitPolicy: true }) {
  let authority = root;
  for (const [i, extraExtensions] of levels.slice(0, -1).entries()) {
    authority = await authority.subordinate({ commonName: `CA ${i}`, extraExtensions });
  }
  const leaf = await authority.issue({ commonName: 'Alice', extraExtensions: levels.at(-1) ?? [] }, keys);
  const verdict = await validatePath({
    certificate: parseCertificate(leaf.certificate),
    candidates: leaf.chain.map(parseCertificate),
    anchors: [parseCertificate(root.certificate)],
    at: new Date(),
    purpose: 'sign',
    ...inputs,
  });
  return verdict.state === 'valid' ? ['valid'] : verdict.reasons.map(({ code }) => code);
}

const explicit = (...initialPolicies: string[]): Inputs => ({ requireExplicitPolicy: true, initialPolicies });

describe('certificate policies', () => {
  it('matter only where somebody asks for one', async () => {
    expect(await codesFor([[], []], {})).toEqual(['valid']);
    expect(await codesFor([[policies(P1)], [policies(P2)]], { initialPolicies: [P3] })).toEqual(['valid']);
    expect(await codesFor([[], []])).toEqual(['policy']);
    expect(await codesFor([[requireExplicit(0)], []], {})).toEqual(['policy']);
    expect(await codesFor([[requireExplicit(0), policies(P1)], [policies(P1)]], {})).toEqual(['valid']);
  });

  it('must run through the whole path and be one of those wanted', async () => {
    const path = [[policies(P1, P2)], [policies(P1)]];
    expect(await codesFor(path, explicit(P1))).toEqual(['valid']);
    expect(await codesFor(path, explicit(ANY))).toEqual(['valid']);
    expect(await codesFor(path, explicit(P2))).toEqual(['policy']);
    expect(await codesFor([[policies(P1)], [policies(P2)]])).toEqual(['policy']);
    expect(await codesFor([[policies(P1)], []])).toEqual(['policy']);
  });

  it('any policy stands for each, until it is inhibited', async () => {
    const path = [[policies(ANY)], [policies(P1)]];
    expect(await codesFor(path, explicit(P1))).toEqual(['valid']);
    expect(await codesFor([[policies(P1)], [policies(ANY)]], explicit(P1))).toEqual(['valid']);
    expect(await codesFor([[policies(P1)], [policies(ANY)]], explicit(P2))).toEqual(['policy']);
    expect(await codesFor(path, { ...explicit(P1), inhibitAnyPolicy: true })).toEqual(['policy']);
    expect(await codesFor([[policies(P1), inhibitAny(0)], [policies(ANY)]], explicit(P1))).toEqual(['policy']);
  });

  it('are wanted in terms of the first domain when they are mapped', async () => {
    const path = [[policies(P1), mappings([P1, P2])], [policies(P2)]];
    expect(await codesFor(path, explicit(P1))).toEqual(['valid']);
    expect(await codesFor(path, explicit(P2))).toEqual(['policy']);
    expect(await codesFor(path, { ...explicit(P1), inhibitPolicyMapping: true })).toEqual(['policy']);
    expect(await codesFor([[policies(ANY), mappings([P1, P2])], [policies(P2)]], explicit(P1))).toEqual(['valid']);
  });

  it('cannot be mapped from or to any policy, nor be named twice', async () => {
    expect(await codesFor([[policies(P1), mappings([ANY, P1])], [policies(P1)]])).toEqual(['malformed-certificate']);
    expect(await codesFor([[policies(P1), mappings([P1, ANY])], [policies(P1)]])).toEqual(['malformed-certificate']);
    expect(await codesFor([[policies(P1)], [policies(P1, P1)]], {})).toEqual(['malformed-certificate']);
    expect(await codesFor([[extension(OID.certificatePolicies, sequence())], []], {})).toEqual([
      'malformed-certificate',
    ]);
  });

  it('cost a product and not a power where every policy maps to every other', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `1.3.6.1.4.1.99.9.${i}`);
    const all = ids.flatMap((from) => ids.map((to) => [from, to] as const));
    const levels = [...Array.from({ length: 8 }, () => [policies(...ids), mappings(...all)]), [policies(...ids)]];
    const started = performance.now();
    expect(await codesFor(levels, explicit(P1))).toEqual(['policy']);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
