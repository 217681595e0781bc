import { utf8Bytes } from '../../shared/base/bytes';
import { type Certificate, parseCertificate, parseCertificates } from '../../shared/pkix/certificate';
import { matchAddress } from '../../shared/pkix/email-binding';
import { type PathRequest, type PathVerdict, validatePath } from '../../shared/pkix/path-validation';
import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';

/** RFC 5280 paths of other makers, against their own verdicts. */
type Verdict = 'accept' | 'reject';

interface Outcome {
  readonly id: string;
  readonly expected: Verdict;
  readonly found: Verdict;
  readonly codes: string;
}

const certificatesOf = (files: unknown): Certificate[] =>
  ((files ?? []) as readonly string[]).flatMap((file) => parseCertificates(corpusFile(file)));

/** A certificate that cannot be read at all is as good as rejected. */
async function outcome(
  id: string,
  one: CorpusCase,
  request: () => Partial<PathRequest> & { email?: string },
): Promise<Outcome> {
  const expected = one.expected.verdict as Verdict;
  let verdict: PathVerdict;
  let addressFits = true;
  try {
    const { email, ...rest } = request();
    const full = { anchors: [], candidates: [], purpose: 'any', at: new Date('2026-06-01'), ...rest } as PathRequest;
    verdict = await validatePath(full);
    addressFits = email === undefined || matchAddress(full.certificate, email) === 'match';
  } catch (thrown) {
    return { id, expected, found: 'reject', codes: (thrown as { code?: string }).code ?? String(thrown) };
  }
  const isValid = verdict.state === 'valid' && addressFits;
  const codes = verdict.state === 'valid' ? '' : verdict.reasons.map(({ code }) => code).join(' ');
  return { id, expected, found: isValid ? 'accept' : 'reject', codes };
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
  const POLICY = (name: string): string => `2.16.840.1.101.3.2.1.48.${name.replace('NIST-test-policy-', '')}`;
  /** PKITS 4.4, 4.5.6 to 8, 4.7.4 and 5, 4.14, 4.15: what makes the path bad is in a CRL. */
  const needsRevocation = ({ expected }: CorpusCase): boolean => {
    const test = String(expected['test']);
    return (
      expected.verdict === 'reject' &&
      (/^4\.(4|14|15)\./.test(test) || ['4.5.2', '4.5.5', '4.5.7', '4.5.8', '4.7.4', '4.7.5'].includes(test))
    );
  };

  it('gives the verdicts of the suite', async () => {
    const cases = corpusCases('path', '14-pkits');
    const idOf = ({ expected }: CorpusCase): string => {
      const { test, subpart } = expected as { test: string; subpart?: number | null };
      return subpart ? `${test}#${subpart}` : test;
    };
    const outcomes: Outcome[] = [];
    for (const one of cases) {
      const settings = one.keys['pkits'] as Readonly<Record<string, unknown>>;
      const policies = settings['initial_policy_set'] as string | undefined;
      outcomes.push(
        await outcome(idOf(one), one, () => ({
          certificate: parseCertificate(corpusFile(one.file)),
          anchors: certificatesOf(one.keys['anchors']),
          candidates: certificatesOf(one.keys['untrusted']),
          ...(policies && { initialPolicies: policies.split(',').map(POLICY) }),
          requireExplicitPolicy: settings['initial_explicit_policy'] === true,
          inhibitAnyPolicy: settings['initial_inhibit_any_policy'] === true,
          inhibitPolicyMapping: settings['initial_policy_mapping_inhibit'] === true,
        })),
      );
    }
    expect(outcomes).toHaveLength(249);
    settle('14-pkits', outcomes, {
      notCovered: new Map(cases.filter(needsRevocation).map((one) => [idOf(one), 'need revocation'])),
      exceptions: {
        '4.1.4': 'DSA is not implemented: undetermined, never valid',
        '4.1.5': 'DSA is not implemented: undetermined, never valid',
      },
    });
  });
});

const FOR_ISSUERS = 'a rule for issuers, not for validation; private authorities for mail often miss it';
const LIMBO_EXCEPTIONS: Readonly<Record<string, string>> = {
  'pathological::nc-dos-3': 'valid as the suite itself says; the comparisons it needs are few here',
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
  readonly validation_time: string | null;
  readonly max_chain_depth: number | null;
}

describeWithCorpora('x509-limbo', () => {
  it('gives the verdicts of the suite', async () => {
    const cases = corpusCases('path', '15-path');
    const idOf = (one: CorpusCase): string => String(one.keys['limbo_id']);
    const text = new TextDecoder().decode(corpusFile('15-path/limbo/limbo.json'));
    const all = new Map((JSON.parse(text) as { testcases: LimboCase[] }).testcases.map((one) => [one.id, one]));
    const parse = (texts: readonly string[]): Certificate[] =>
      texts.flatMap((one) => parseCertificates(utf8Bytes(one)));
    const notCovered = new Map<string, string>();
    const outcomes: Outcome[] = [];
    for (const one of cases) {
      const limbo = all.get(idOf(one)) as LimboCase;
      if (idOf(one).startsWith('crl::') && one.expected.verdict === 'reject')
        notCovered.set(idOf(one), 'need revocation');
      if (limbo.max_chain_depth !== null) notCovered.set(idOf(one), 'set a depth of their own');
      outcomes.push(
        await outcome(idOf(one), one, () => ({
          certificate: parse([limbo.peer_certificate])[0] as Certificate,
          anchors: parse(limbo.trusted_certs),
          candidates: parse(limbo.untrusted_intermediates),
          at: new Date(limbo.validation_time ?? '2026-06-01'),
        })),
      );
    }
    settle('15-path', outcomes, { notCovered, exceptions: LIMBO_EXCEPTIONS });
  });
});

describeWithCorpora('RFC 9216 certificates', () => {
  it('give the verdicts of the RFC', async () => {
    const outcomes: Outcome[] = [];
    for (const [i, one] of corpusCases('path', '01-lamps').entries()) {
      const { email, usage } = one.keys as { email?: string; usage?: 'sign' | 'encrypt' };
      outcomes.push(
        await outcome(`${i} ${one.file}`, one, () => ({
          certificate: certificatesOf([one.file])[0] as Certificate,
          anchors: certificatesOf(one.keys['anchors']),
          candidates: certificatesOf(one.keys['untrusted']),
          purpose: usage ?? 'any',
          ...(email && { email }),
        })),
      );
    }
    settle('01-lamps', outcomes, { notCovered: new Map(), exceptions: {} });
  });
});
