import { type SignerInfoVerdict } from '../../../shared/cms/verify';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { type PathVerdict } from '../../../shared/pkix/path-validation';
import { type RevocationVerdict } from '../../../shared/pkix/revocation';
import { withEarlierCheck } from '../../../shared/smime/earlier-check';
import { sentenceOf } from '../../../shared/strings';
import { NOT_ENCRYPTED } from '../../../shared/verdict/encryption-verdict';
import { type ReasonCode } from '../../../shared/verdict/reason';
import { type ClaimedSender, signatureVerdict } from '../../../shared/verdict/signature-verdict';
import { summarize } from '../../../shared/verdict/summary';
import { type Integrity, type Summary } from '../../../shared/verdict/verdict';
import { TestCa } from '../../support/test-ca';

/** Every value of every axis on which a signature is judged, put together in every way. */
const AXES = {
  integrity: ['intact', 'altered', 'unverifiable'],
  path: ['valid', 'expired', 'invalid', 'undetermined'],
  revocation: ['good', 'revoked', 'undetermined', 'not-checked'],
  rule: ['nothing', 'soft-fail', 'required'],
  record: ['none', 'earlier', 'of the future'],
  address: ['match', 'mismatch', 'absent'],
  isRoot: [true, false],
  bar: [
    'none',
    'weak signature',
    'weak path',
    'another time',
    'another Sender',
    'address as name',
    'around encryption',
    'no mail',
  ],
} as const;
type Axes = { readonly [Axis in keyof typeof AXES]: (typeof AXES)[Axis][number] };

function* combinations(): Generator<Axes> {
  const names = Object.keys(AXES) as (keyof Axes)[];
  const size = names.reduce((product, name) => product * AXES[name].length, 1);
  for (let number = 0; number < size; number++) {
    let rest = number;
    const one: Record<string, unknown> = {};
    for (const name of names) {
      one[name] = AXES[name][rest % AXES[name].length];
      rest = Math.floor(rest / AXES[name].length);
    }
    yield one as unknown as Axes;
  }
}

const ALICE = 'alice@example.test';
const NOW = new Date('2026-11-23T12:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);
const RECORDS = { none: undefined, earlier: hours(-500), 'of the future': hours(500) } as const;

let named: Certificate;
let nameless: Certificate;
beforeAll(async () => {
  const ca = await TestCa.create('CA');
  named = parseCertificate((await ca.issue({ commonName: 'Alice', addresses: [ALICE] })).certificate);
  nameless = parseCertificate((await ca.issue({ commonName: 'Alice' })).certificate);
});

function pathOf(state: Axes['path'], bar: Axes['bar']): PathVerdict {
  const notes = bar === 'weak path' ? [{ code: 'weak-algorithm' } as const] : [];
  if (state === 'valid') return { state, path: { certificates: [] }, notes } as unknown as PathVerdict;
  const code: ReasonCode = state === 'expired' ? 'expired' : state === 'invalid' ? 'not-anchored' : 'limit';
  return { state: state === 'undetermined' ? state : 'invalid', reasons: [{ code }] };
}

function revocationOf(state: Axes['revocation']): RevocationVerdict {
  const codes = {
    good: [],
    revoked: ['revoked'],
    undetermined: ['revocation-undetermined'],
    'not-checked': ['revocation-not-checked'],
  } as const;
  return { state, statuses: [], reasons: codes[state].map((code) => ({ code })) };
}

function senderOf({ address, bar }: Axes): ClaimedSender {
  return {
    from: [address === 'mismatch' ? 'bob@example.test' : ALICE],
    date: bar === 'another time' ? hours(-48) : NOW,
    ...(bar === 'another Sender' && { sentBy: ['ceo@bank.test'] }),
    ...(bar === 'address as name' && { name: 'ceo@bank.test' }),
  };
}

function signerInfoOf({ integrity, address, bar }: Axes): SignerInfoVerdict {
  const broken: Readonly<Record<Integrity, readonly ReasonCode[]>> = {
    intact: [],
    altered: ['digest-mismatch'],
    unverifiable: ['unsupported-algorithm'],
  };
  const weak: readonly ReasonCode[] = bar === 'weak signature' ? ['weak-algorithm'] : [];
  return {
    integrity,
    reasons: [...broken[integrity], ...weak].map((code) => ({ code })),
    certificate: address === 'absent' ? nameless : named,
    signingTime: NOW,
    digestAlgorithm: 'sha256',
    signatureAlgorithm: 'rsa',
  };
}

async function summaryOf(axes: Axes): Promise<Summary> {
  const revocation = revocationOf(axes.revocation);
  const judged = await withEarlierCheck(
    { path: pathOf(axes.path, axes.bar), revocation },
    {
      verifiedAt: RECORDS[axes.record],
      now: NOW,
      judgeAt: () => Promise.resolve({ path: pathOf('valid', axes.bar), revocation }),
    },
  );
  const place = { 'around encryption': 'signed-ciphertext', 'no mail': 'unsupported-structure' } as const;
  const verdict = signatureVerdict({
    layer: '0',
    isRoot: axes.isRoot,
    signerInfo: signerInfoOf(axes),
    ...judged,
    revocationRule: { required: axes.rule === 'required', softFail: axes.rule === 'soft-fail' },
    sender: senderOf(axes),
    placeReasons: axes.bar in place ? [{ code: place[axes.bar as keyof typeof place] }] : [],
  });
  return summarize([verdict], NOT_ENCRYPTED);
}

/** What the rules say of a positive mark, in words of their own: RFC 8550, RFC 9787 4 and the project's policy. */
function mayBePositive({ integrity, path, revocation, rule, record, address, isRoot, bar }: Axes): boolean {
  const isKnownFromBefore = path === 'expired' && record === 'earlier';
  if (integrity !== 'intact' || address !== 'match' || !isRoot || bar !== 'none') return false;
  if (path !== 'valid' && !isKnownFromBefore) return false;
  if (revocation === 'revoked') return false;
  if (revocation === 'good' || isKnownFromBefore) return true;
  return revocation === 'not-checked' ? rule !== 'required' : rule === 'soft-fail';
}

function expected(axes: Axes): Summary['state'] {
  if (!axes.isRoot) return 'partly-signed';
  if (axes.integrity !== 'intact') return axes.integrity === 'altered' ? 'signed-invalid' : 'uncheckable';
  return mayBePositive(axes) ? 'signed-valid' : 'signed-untrusted';
}

it('gives every combination of the axes its summary, and only the right ones the positive mark', async () => {
  const wrong: string[] = [];
  let [all, positive] = [0, 0];
  for (const axes of combinations()) {
    const summary = await summaryOf(axes);
    all++;
    if (summary.state === 'signed-valid') positive++;
    if (summary.state !== expected(axes)) wrong.push(`${summary.state}: ${JSON.stringify(axes)}`);
    if (summary.state !== 'signed-valid' && summary.reasons.length === 0)
      wrong.push(`no reason: ${JSON.stringify(axes)}`);
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(all).toBe(Object.values(AXES).reduce((product, values) => product * values.length, 1));
  // In date: any record, 3 x (good 3 + not-checked 2 + undetermined 1); expired and known: 3 rules x 3 states.
  expect(positive).toBe(3 * (3 + 2 + 1) + 3 * 3);
}, 120_000);

it('has a sentence for every combination of reasons in both languages, without a hole', async () => {
  const seen = new Set<string>();
  for (const axes of combinations()) {
    if (axes.rule === 'required') continue;
    const summary = await summaryOf(axes);
    const key = `${summary.state} ${summary.reasons.map(({ code }) => code).join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const locale of ['en', 'de'] as const) {
      expect(sentenceOf(summary, locale)).toMatch(/^(?!.*(?:undefined| {2}|\(\))).{20,}$/);
    }
  }
  expect(seen.size).toBeGreaterThan(100);
}, 120_000);
