import { type Der } from '../../../shared/base/bytes';
import { type PathVerdict } from '../../../shared/pkix/path-validation';
import { type RevocationVerdict } from '../../../shared/pkix/revocation';
import { type JudgedCertificate, withEarlierCheck } from '../../../shared/smime/earlier-check';
import { type CertificateStatus } from '../../../shared/verdict/verdict';

const day = (n: number): Date => new Date(Date.UTC(2026, 4, n));
const NOW = day(20);
const VERIFIED = day(3);
const EXPIRED: PathVerdict = { state: 'invalid', reasons: [{ code: 'expired', found: day(10).toISOString() }] };
const VALID = { state: 'valid', path: {}, notes: [] } as unknown as PathVerdict;
const NOT_CHECKED: RevocationVerdict = {
  state: 'not-checked',
  statuses: [],
  reasons: [{ code: 'revocation-not-checked' }],
};
const revoked = (...statuses: readonly Partial<CertificateStatus>[]): RevocationVerdict => ({
  state: 'revoked',
  statuses: statuses.map((one) => ({ certificate: new Uint8Array(0) as Der, state: 'revoked', ...one })),
  reasons: [{ code: 'revoked' }],
});

interface Seen {
  readonly today?: JudgedCertificate;
  readonly verifiedAt?: Date | undefined;
  readonly then?: JudgedCertificate;
}

const check = ({ today, verifiedAt = VERIFIED, then }: Seen = {}): ReturnType<typeof withEarlierCheck> =>
  withEarlierCheck(today ?? { path: EXPIRED, revocation: NOT_CHECKED }, {
    verifiedAt,
    now: NOW,
    judgeAt: () => Promise.resolve(then ?? { path: VALID, revocation: NOT_CHECKED }),
  });

/** What is left of a certificate that is in date, was verified on the third, and is revoked now. */
const sinceThen = async (status: Partial<CertificateStatus>): Promise<string> =>
  (await check({ today: { path: VALID, revocation: revoked(status) } })).revocation.state;

describe('a certificate that has expired', () => {
  it('keeps its path where a record says that it was verified before, and both days are said', async () => {
    expect(await check()).toMatchObject({
      path: { state: 'valid' },
      revocation: { state: 'good', reasons: [] },
      verifiedBefore: VERIFIED,
      notes: [{ code: 'expired-since', found: day(10).toISOString(), expected: VERIFIED.toISOString() }],
    });
  });

  it('has expired in spite of a record where only the word of the user stands for it', async () => {
    const pinned = { state: 'valid', path: {}, notes: [{ code: 'pinned' }] } as unknown as PathVerdict;
    const judged = await check({ then: { path: pinned, revocation: NOT_CHECKED } });
    expect(judged).toEqual({ path: EXPIRED, revocation: NOT_CHECKED, verifiedBefore: VERIFIED, notes: [] });
  });

  it('has expired where there is no record, and that is said', async () => {
    const today = { path: EXPIRED, revocation: NOT_CHECKED };
    const judged = await withEarlierCheck(today, {
      verifiedAt: undefined,
      now: NOW,
      judgeAt: () => Promise.reject(new Error('nothing to judge again')),
    });
    expect(judged).toEqual({ ...today, notes: [{ code: 'no-record' }] });
  });

  it('has expired where the record is of the future, as after a clock was set back', async () => {
    expect(await check({ verifiedAt: day(21) })).toMatchObject({ path: EXPIRED, notes: [{ code: 'no-record' }] });
  });

  it('has expired where its path does not hold for the time of the record: an anchor that was given up since', async () => {
    const then = {
      path: { state: 'invalid', reasons: [{ code: 'not-anchored' }] } as PathVerdict,
      revocation: NOT_CHECKED,
    };
    expect(await check({ then })).toMatchObject({ path: EXPIRED, notes: [] });
  });

  it('is revoked where it is revoked for compromise besides', async () => {
    const then = { path: VALID, revocation: revoked({ revokedAt: day(8), revocationReason: 'keyCompromise' }) };
    expect(await check({ then })).toMatchObject({ revocation: { state: 'revoked', reasons: [{ code: 'revoked' }] } });
  });
});

describe('a certificate that is in date', () => {
  it('is what it is today, with or without a record', async () => {
    const today = { path: VALID, revocation: NOT_CHECKED };
    expect(await check({ today })).toEqual({ ...today, verifiedBefore: VERIFIED, notes: [] });
  });

  it.each<[string, Partial<CertificateStatus>, string]>([
    ['for compromise', { revokedAt: day(8), revocationReason: 'keyCompromise' }, 'revoked'],
    ['without a cause', { revokedAt: day(8) }, 'revoked'],
    ['by a hold', { revokedAt: day(8), revocationReason: 'certificateHold' }, 'revoked'],
    ['for compromise of its authority', { revokedAt: day(8), revocationReason: 'cACompromise' }, 'revoked'],
    ['for compromise known only from later', compromise(day(5)), 'good'],
    ['for compromise from earlier', compromise(day(2)), 'revoked'],
    ['for compromise from that very moment', compromise(VERIFIED), 'revoked'],
    ['as superseded', { revokedAt: day(8), revocationReason: 'superseded' }, 'good'],
    ['as its owner left', { revokedAt: day(8), revocationReason: 'affiliationChanged' }, 'good'],
    ['as no longer used', { revokedAt: day(8), revocationReason: 'cessationOfOperation' }, 'good'],
    ['as superseded before the check', { revokedAt: day(2), revocationReason: 'superseded' }, 'revoked'],
    ['as superseded, from an earlier day', { ...compromise(day(2)), revocationReason: 'superseded' }, 'revoked'],
    ['on a day that is not told', { revocationReason: 'superseded' }, 'revoked'],
  ])('revoked after the check %s', async (_, status, state) => {
    expect(await sinceThen(status)).toBe(state);
  });

  it('that was withdrawn since is said to be, with the days', async () => {
    const today = { path: VALID, revocation: revoked({ revokedAt: day(8), revocationReason: 'superseded' }) };
    expect((await check({ today })).notes).toEqual([
      { code: 'revoked-since', found: day(8).toISOString(), expected: VERIFIED.toISOString() },
    ]);
  });

  it('is revoked where one certificate of its path is, for a cause that is not harmless', async () => {
    const harmless = { revokedAt: day(8), revocationReason: 'superseded' };
    const today = {
      path: VALID,
      revocation: revoked(harmless, { revokedAt: day(9), revocationReason: 'cACompromise' }),
    };
    expect((await check({ today })).revocation.state).toBe('revoked');
  });
});

function compromise(invalidityDate: Date): Partial<CertificateStatus> {
  return { revokedAt: day(8), revocationReason: 'keyCompromise', invalidityDate };
}
