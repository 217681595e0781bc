import { inspectFile } from '../../addins/cli/inspect-file';
import { type InspectRequest } from '../../addins/cli/request';
import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';
import { type ScratchFolder, withFolder } from '../support/openssl';
import { requestOf } from './corpus-requests';

/** RFC 5280 paths of other makers, through the inspector, against their own verdicts. */
type Verdict = 'accept' | 'reject';

interface Outcome {
  readonly id: string;
  readonly expected: Verdict;
  readonly found: Verdict;
  readonly codes: string;
}

/** A certificate that cannot be read at all is as good as rejected. The revocation data of the row is given. */
async function outcome(id: string, one: CorpusCase, more: Partial<InspectRequest> = {}): Promise<Outcome> {
  const { path, error } = await inspectFile({ ...requestOf(one), ...more });
  const codes = path?.reasons.join(' ') ?? error?.code ?? '';
  if (error?.code === 'defect') throw new Error(`${id}: ${error.message}`);
  return { id, expected: one.expected.verdict as Verdict, found: path?.state === 'valid' ? 'accept' : 'reject', codes };
}

interface Ledger {
  /** Rows whose verdict needs something that is not part of path validation, by the reason. */
  readonly notCovered: ReadonlyMap<string, string>;
  /** Rows where we differ knowingly, with the reason; an unexpected agreement fails. */
  readonly exceptions: Readonly<Record<string, string>>;
}

function settle(corpus: string, outcomes: readonly Outcome[], { notCovered, exceptions }: Ledger): void {
  const covered = outcomes.filter(({ id }) => !notCovered.has(id));
  const disagreeing = covered.filter(({ expected, found }) => expected !== found);
  const reasons = new Map<string, number>();
  for (const reason of notCovered.values()) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const left = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none';
  process.stdout.write(
    `${corpus}: ${covered.length - disagreeing.length} of ${covered.length} path verdicts agree; not covered: ${left}; ` +
      `known exceptions: ${Object.keys(exceptions).length}\n`,
  );
  const text = ({ id, expected, found, codes }: Outcome): string =>
    `${id}: expected ${expected}, found ${found} (${codes})`;
  expect(disagreeing.filter(({ id }) => !(id in exceptions)).map(text)).toEqual([]);
  expect(Object.keys(exceptions).filter((id) => !disagreeing.some((one) => one.id === id))).toEqual([]);
}

describeWithCorpora('NIST PKITS', () => {
  it('gives the verdicts of the suite', async () => {
    const cases = corpusCases('path', '14-pkits');
    const idOf = ({ expected }: CorpusCase): string => {
      const { test, subpart } = expected as { test: string; subpart?: number | null };
      return subpart ? `${test}#${subpart}` : test;
    };
    const outcomes: Outcome[] = [];
    for (const one of cases) outcomes.push(await outcome(idOf(one), one));
    expect(outcomes).toHaveLength(249);
    settle('14-pkits', outcomes, { notCovered: new Map(), exceptions: {} });
  });
});

const FOR_ISSUERS = 'a rule for issuers, not for validation; private authorities for mail often miss it';
const LIMBO_EXCEPTIONS: Readonly<Record<string, string>> = {
  'pathological::nc-dos-3': 'valid as the suite itself says; the comparisons it needs are few here',
  'crl::crlnumber-missing': 'a rule for issuers (RFC 5280 5.2.3); openssl writes CRLs without unless told to',
  'rfc5280::aki::leaf-missing-aki': FOR_ISSUERS,
  'rfc5280::aki::intermediate-missing-aki': FOR_ISSUERS,
  'rfc5280::aki::cross-signed-root-missing-aki': FOR_ISSUERS,
  'rfc5280::ski::root-missing-ski': FOR_ISSUERS,
  'rfc5280::ski::intermediate-missing-ski': FOR_ISSUERS,
  'rfc5280::nc::permitted-dns-match-noncritical': 'enforced all the same, critical or not',
  'rfc5280::pc::ica-noncritical-pc': 'enforced all the same, critical or not',
  'rfc5280::root-non-critical-basic-constraints': 'PKITS 4.6.4 wants it accepted',
  'rfc5280::serial::zero': 'RFC 5280 4.1.2.2: users should handle such certificates gracefully',
  'rfc5280::serial::negative': 'PKITS 4.4.14 wants it accepted',
};

interface LimboCase {
  readonly id: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly crls: readonly string[];
  readonly validation_time: string | null;
  readonly max_chain_depth: number | null;
}

/** Certificates stand as PEM inside the suite's one file. */
function limboRequest(folder: ScratchFolder, limbo: LimboCase): Partial<InspectRequest> {
  const write = (name: string, texts: readonly string[]): readonly string[] =>
    texts.map((text, i) => folder.write(`${name}-${i}.pem`, text));
  return {
    file: folder.write('peer.pem', limbo.peer_certificate),
    anchors: write('anchor', limbo.trusted_certs),
    intermediates: write('intermediate', limbo.untrusted_intermediates),
    crls: write('crl', limbo.crls),
    at: limbo.validation_time ?? '2026-06-01',
  };
}

describeWithCorpora('x509-limbo', () => {
  it('gives the verdicts of the suite', async () => {
    const cases = corpusCases('path', '15-path');
    const idOf = (one: CorpusCase): string => String(one.keys['limbo_id']);
    const text = new TextDecoder().decode(corpusFile('15-path/limbo/limbo.json'));
    const all = new Map((JSON.parse(text) as { testcases: LimboCase[] }).testcases.map((one) => [one.id, one]));
    const notCovered = new Map<string, string>();
    const outcomes: Outcome[] = [];
    await withFolder(async (folder) => {
      for (const one of cases) {
        const limbo = all.get(idOf(one)) as LimboCase;
        if (limbo.max_chain_depth !== null) notCovered.set(idOf(one), 'set a depth of their own');
        outcomes.push(await outcome(idOf(one), one, limboRequest(folder, limbo)));
      }
    });
    settle('15-path', outcomes, { notCovered, exceptions: LIMBO_EXCEPTIONS });
  });
});

describeWithCorpora('RFC 9216 certificates', () => {
  it('give the verdicts of the RFC', async () => {
    const outcomes: Outcome[] = [];
    for (const one of corpusCases('path', '01-lamps')) outcomes.push(await outcome(one.id, one));
    settle('01-lamps', outcomes, { notCovered: new Map(), exceptions: {} });
  });
});
