import { parseCertificate } from '../../shared/pkix/certificate';
import { validatePath } from '../../shared/pkix/path-validation';
import { LIMITS } from '../../shared/base/limits';
import { type Der } from '../../shared/base/bytes';
import { generateKeyPair, TestCa } from '../support/test-ca';

/**
 * A message may carry any certificates. None of them may keep validation busy or make it believe anything.
 */
async function timed(certificate: Der, candidates: readonly Der[], anchors: readonly Der[]) {
  const started = performance.now();
  const verdict = await validatePath({
    certificate: parseCertificate(certificate),
    candidates: candidates.map(parseCertificate),
    anchors: anchors.map(parseCertificate),
    at: new Date(),
    purpose: 'sign',
  });
  return { verdict, milliseconds: performance.now() - started };
}

describe('certificates made to keep a verifier busy', () => {
  it('cross-signed authorities end in a refusal at once', async () => {
    const [keysA, keysB] = [await generateKeyPair(), await generateKeyPair()];
    const a = await TestCa.create('A', { keys: keysA });
    const b = await TestCa.create('B', { keys: keysB });
    const aByB = await b.subordinate({ commonName: 'A' }, keysA);
    const bByA = await a.subordinate({ commonName: 'B' }, keysB);
    const leaf = await a.issue({ commonName: 'Mallory' });
    const other = await TestCa.create('Anchor');
    const { verdict, milliseconds } = await timed(
      leaf.certificate,
      [aByB, bByA, a, b].map((one) => one.certificate),
      [other.certificate],
    );
    expect(verdict).toMatchObject({ state: 'invalid' });
    expect(milliseconds).toBeLessThan(2000);
  });

  it('a web of authorities that all certify each other ends at the limit', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const all = await Promise.all(names.map(async (name) => TestCa.create(name, { keys: await generateKeyPair() })));
    const crossed = await Promise.all(
      all.flatMap((issuer) =>
        all
          .filter((one) => one !== issuer)
          .map((one, i) => issuer.subordinate({ commonName: names[all.indexOf(one)] ?? String(i) }, one.keys)),
      ),
    );
    const leaf = await (all[0] as TestCa).issue({ commonName: 'Mallory' });
    const anchor = await TestCa.create('Anchor');
    const { verdict, milliseconds } = await timed(
      leaf.certificate,
      crossed.map((one) => one.certificate),
      [anchor.certificate],
    );
    expect(verdict).toMatchObject({ state: 'undetermined', reasons: [{ code: 'limit', found: 'pathExpansions' }] });
    expect(milliseconds).toBeLessThan(5000);
  });

  it('impostors of an authority do not hide the true one', async () => {
    const root = await TestCa.create('Root');
    const middle = await root.subordinate({ commonName: 'Middle' });
    const leaf = await middle.issue({ commonName: 'Alice' });
    const impostors = await Promise.all(
      Array.from({ length: 60 }, async () => (await TestCa.create('Middle')).certificate),
    );
    const { verdict } = await timed(leaf.certificate, [...impostors, middle.certificate], [root.certificate]);
    expect(verdict.state).toBe('valid');
  });

  it('a chain longer than any real one is not followed', async () => {
    const root = await TestCa.create('Root');
    let last = root;
    for (let i = 0; i < LIMITS.pathLength + 2; i++) last = await last.subordinate({ commonName: `CA ${i}` });
    const leaf = await last.issue({ commonName: 'Mallory' });
    const { verdict } = await timed(leaf.certificate, leaf.chain, [root.certificate]);
    expect(verdict).toMatchObject({ state: 'undetermined', reasons: [{ code: 'limit', found: 'pathLength' }] });
  });
});

describe('certificates made to be believed', () => {
  it('a person’s certificate cannot certify another person', async () => {
    const root = await TestCa.create('Root');
    const alice = await root.issue({ commonName: 'Alice', addresses: ['alice@a.test'] });
    const aliceAsCa = await TestCa.create('Alice', { keys: alice.keys });
    const ceo = await aliceAsCa.issue({ commonName: 'CEO', addresses: ['ceo@a.test'] });
    const { verdict } = await timed(ceo.certificate, [alice.certificate], [root.certificate]);
    expect(verdict.state === 'valid' ? [] : verdict.reasons.map(({ code }) => code)).toEqual(['not-a-ca', 'key-usage']);
  });

  it('a certificate with the signature of another is not taken for it', async () => {
    const root = await TestCa.create('Root');
    const keys = await generateKeyPair();
    const serial = Uint8Array.of(0x5a, 1, 2, 3);
    const good = await root.issue({ commonName: 'Alice', addresses: ['alice@a.test'], serial }, keys);
    const forged = good.certificate.slice() as Der;
    const at = Buffer.from(forged).indexOf('alice@a.test');
    forged.set(Buffer.from('malle@a.test'), at);
    const candidates = [good.certificate, forged];
    expect((await timed(good.certificate, candidates, [root.certificate])).verdict.state).toBe('valid');
    expect((await timed(forged, candidates, [root.certificate])).verdict).toMatchObject({
      state: 'invalid',
      reasons: [{ code: 'bad-certificate-signature' }],
    });
  });

  it('a self-signed copy of an anchor’s name proves nothing', async () => {
    const root = await TestCa.create('Root');
    const impostor = await TestCa.create('Root');
    const leaf = await impostor.issue({ commonName: 'CEO' });
    const { verdict } = await timed(leaf.certificate, [impostor.certificate], [root.certificate]);
    expect(verdict.state).toBe('invalid');
  });
});
