import { type Bytes, type Der } from '../../shared/base/bytes';
import { composeMultipart } from '../../shared/mime/compose-mime';
import { parseCertificate } from '../../shared/pkix/certificate';
import { openOctets } from '../../shared/smime/open-message';
import { signEntity } from '../../shared/smime/protect-message';
import { entityOf, messageOf, NOW, signerOf } from '../shared/smime/messages';
import { generateKeyPair, TestCa } from '../support/test-ca';

/**
 * One search for a path is bounded; a message may ask for many. All the signed parts of one message share one bound, so
 * that a message costs no more than a few of the worst certificates.
 */
describe('a message of many signed parts', () => {
  it('whose authorities all certify each other is opened in a bounded time', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const all = await Promise.all(names.map((name) => TestCa.create(name, { now: NOW })));
    const crossed = await Promise.all(
      all.flatMap((issuer) =>
        all
          .filter((one) => one !== issuer)
          .map((one) => issuer.subordinate({ commonName: names[all.indexOf(one)] ?? '' }, one.keys)),
      ),
    );
    const chain: readonly Der[] = crossed.map(({ certificate }) => certificate);
    const parts: Bytes[] = [];
    for (let i = 0; i < 24; i++) {
      const party = await (all[i % 6] as TestCa).issue({ commonName: `${i}` }, await generateKeyPair());
      const signer = { ...signerOf(party), chain };
      parts.push(await signEntity(entityOf(`${i}`), { signer, form: 'opaque', signingTime: NOW }));
    }
    const anchor = await TestCa.create('Anchor', { now: NOW });
    const message = messageOf(composeMultipart('mixed', [entityOf('text'), ...parts]));
    const started = performance.now();
    const opened = await openOctets(message, {
      now: NOW,
      anchors: [parseCertificate(anchor.certificate)],
      intermediates: [],
    });
    const milliseconds = performance.now() - started;
    expect(opened.signatures).toHaveLength(24);
    expect(opened.signatures.filter(({ path }) => path === 'valid')).toEqual([]);
    expect(opened.signatures.at(-1)?.reasons).toContainEqual({ code: 'limit', found: 'pathExpansions' });
    expect(milliseconds).toBeLessThan(6000);
  }, 60_000);
});
