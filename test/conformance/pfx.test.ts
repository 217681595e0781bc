import { hex } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { type ImportPreview, previewIdentities } from '../../shared/journeys/import-identity';
import { openPfx } from '../../shared/pkcs12/pfx';
import { EXCEPTIONS, exceptionsOf } from './exceptions';
import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';

const ports = {
  clock: { now: () => new Date('2026-11-01T00:00:00Z') },
  trustStore: { anchors: () => Promise.resolve([]), intermediates: () => Promise.resolve([]) },
};
const passwordOf = ({ keys }: CorpusCase): string => (keys['password'] as string | null) ?? '';

/** What the import wizard shows of the file, against what its maker says of it. */
async function faultOf(one: CorpusCase): Promise<string | undefined> {
  const { file, expected } = one;
  let preview: ImportPreview;
  try {
    preview = await previewIdentities([corpusFile(file)], passwordOf(one), ports);
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === 'defect') return `threw ${String(thrown)}`;
    if (expected.verdict === 'reject') return undefined;
    return expected.verdict === 'either' ? undefined : `refused: ${code} ${(thrown as Error).message}`;
  }
  if (expected.verdict === 'reject') return 'was opened';
  const atLeast = (expected['certs_min'] as number | undefined) ?? 0;
  if (preview.certificates < atLeast) return `${preview.certificates} certificates, at least ${atLeast} expected`;
  const wanted = expected['keys'] as number | undefined;
  if (wanted !== undefined && preview.keys !== wanted) return `${preview.keys} keys, ${wanted} expected`;
  const names = (expected['friendly_names'] as readonly string[] | undefined) ?? [];
  if (!names.every((name) => preview.friendlyNames.includes(name))) return `names ${preview.friendlyNames.join(' ')}`;
  if (expected['mac'] !== undefined && preview.mac !== 'good') return `MAC ${String(preview.mac)}`;
  return fingerprintFault(one);
}

async function fingerprintFault(one: CorpusCase): Promise<string | undefined> {
  const prints = (one.expected['cert_sha1'] as readonly string[] | undefined) ?? [];
  if (prints.length === 0) return undefined;
  const { certificates } = await openPfx(corpusFile(one.file), passwordOf(one));
  const own = await Promise.all(
    certificates.map(async (der) => hex(new Uint8Array(await crypto.subtle.digest('SHA-1', der)))),
  );
  return prints.every((print) => own.includes(print)) ? undefined : `certificates ${own.join(' ')}`;
}

describeWithCorpora('PFX files of other makers, as the import sees them', () => {
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

  it('with a wrong password are refused for that, at no more than twice the work of opening them', async () => {
    const opened = corpusCases('pfx').filter(
      ({ id, expected }) => expected.verdict === 'accept' && !(id in EXCEPTIONS),
    );
    /** Of this process alone, in microseconds: what a neighbour takes away is no work of ours. */
    const workOf = async (one: CorpusCase, password: string): Promise<[code: string, work: number]> => {
      const before = process.cpuUsage();
      const code = await previewIdentities([corpusFile(one.file)], password, ports).then(() => 'opened', errorCode);
      const { user, system } = process.cpuUsage(before);
      return [code, user + system];
    };
    const right: number[] = [];
    const wrong: number[] = [];
    for (const one of new Map(opened.map((each) => [each.file, each])).values()) {
      right.push((await workOf(one, passwordOf(one)))[1]);
      const [code, work] = await workOf(one, 'not the password');
      wrong.push(work);
      expect(['passphrase', 'malformed-pfx', 'opened']).toContain(code);
    }
    const sum = (all: readonly number[]): number => all.reduce((before, each) => before + each, 0);
    expect(sum(wrong)).toBeLessThan(2 * sum(right));
    expect(Math.max(...wrong)).toBeLessThan(2 * Math.max(...right));
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
