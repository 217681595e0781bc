import { hex } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { openPfx, type PfxContents } from '../../shared/pkcs12/pfx';
import { EXCEPTIONS, exceptionsOf } from './exceptions';
import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';

async function faultOf({ file, keys, expected }: CorpusCase): Promise<string | undefined> {
  let contents: PfxContents;
  try {
    contents = await openPfx(corpusFile(file), (keys['password'] as string | null) ?? '');
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === 'defect') return `threw ${String(thrown)}`;
    if (expected.verdict === 'reject') return undefined;
    return expected.verdict === 'either' ? undefined : `refused: ${code} ${(thrown as Error).message}`;
  }
  if (expected.verdict === 'reject') return 'was opened';
  const found = contents.certificates.length;
  const atLeast = (expected['certs_min'] as number | undefined) ?? 0;
  if (found < atLeast) return `${found} certificates, at least ${atLeast} expected`;
  const wanted = expected['keys'] as number | undefined;
  if (wanted !== undefined && contents.keys !== wanted) return `${contents.keys} keys, ${wanted} expected`;
  const names = (expected['friendly_names'] as readonly string[] | undefined) ?? [];
  if (!names.every((name) => contents.friendlyNames.includes(name))) return `names ${contents.friendlyNames.join(' ')}`;
  if (expected['mac'] !== undefined && contents.mac !== 'good') return `MAC ${contents.mac}`;
  const prints = (expected['cert_sha1'] as readonly string[] | undefined) ?? [];
  const own = await Promise.all(
    contents.certificates.map(async (one) => hex(new Uint8Array(await crypto.subtle.digest('SHA-1', one)))),
  );
  return prints.every((print) => own.includes(print)) ? undefined : `certificates ${own.join(' ')}`;
}

describeWithCorpora('PFX files of other makers', () => {
  const nameOf = ({ id, file, keys }: CorpusCase): string => `${id} ${file} ${JSON.stringify(keys['password'])}`;

  it('open, or do not, as their makers say', async () => {
    const cases = corpusCases('pfx');
    const tally = new Map<string, [agree: number, all: number]>();
    const faults: string[] = [];
    for (const one of cases) {
      const fault = await faultOf(one);
      const [agree, all] = tally.get(one.corpus) ?? [0, 0];
      tally.set(one.corpus, [agree + (fault === undefined ? 1 : 0), all + 1]);
      if (fault !== undefined) faults.push(one.id in EXCEPTIONS ? one.id : `${nameOf(one)}: ${fault}`);
    }
    const lines = [...tally].map(([corpus, [agree, all]]) => `${corpus}: ${agree} of ${all} PFX verdicts agree\n`);
    process.stdout.write(lines.join(''));
    expect(faults).toEqual(exceptionsOf('pfx'));
    expect(cases.length).toBeGreaterThanOrEqual(99);
    // Firefox's file alone takes 3.6 million digests.
  }, 120_000);

  it('give an identity for every RSA, EC or Edwards key that has its certificate there', async () => {
    const files = ['12-pkcs12/mimekit/rsa/smime.pfx', '12-pkcs12/mimekit/dnsnames/smime.pfx'];
    for (const file of files) {
      const { identities, mismatched } = await openPfx(corpusFile(file), 'no.secret');
      expect([identities.length, identities[0]?.chain.length, mismatched.length]).toEqual([1, 3, 0]);
    }
    const dana = await openPfx(corpusFile('01-lamps/rfc9216/dana.p12'), 'dana');
    expect(dana.identities).toHaveLength(2);
    const dsa = await openPfx(corpusFile('12-pkcs12/mimekit/dsa/smime.pfx'), 'no.secret');
    expect([dsa.keys, dsa.identities.length, dsa.mismatched.length]).toEqual([1, 0, 1]);
  });
});
