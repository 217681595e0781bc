import { type SignatureRecord, type SignatureRecords } from '../../../shared/ports/signature-records';
import { rememberSignatures } from '../../../shared/journeys/remember-signatures';
import { type SignatureVerdict } from '../../../shared/verdict/verdict';

const NOW = new Date('2026-05-03T09:00:00Z');
const GOOD: SignatureVerdict = {
  layer: '0',
  isRoot: true,
  integrity: 'intact',
  path: 'valid',
  revocation: 'good',
  address: 'match',
  reasons: [],
  digestAlgorithm: 'sha256',
  signatureAlgorithm: 'rsa',
  recordKey: 'k1',
};

async function remembered(
  ...signatures: readonly Partial<SignatureVerdict>[]
): Promise<readonly [string, SignatureRecord][]> {
  const kept: [string, SignatureRecord][] = [];
  const records: SignatureRecords = {
    find: () => Promise.resolve(undefined),
    remember: (key, record) => Promise.resolve(void kept.push([key, record])),
    clear: () => Promise.resolve(),
  };
  await rememberSignatures({ signatures: signatures.map((one) => ({ ...GOOD, ...one })) }, records, NOW);
  return kept;
}

it('a signature that is good today is remembered with the time of the reader’s clock', async () => {
  expect(await remembered({ signingTime: new Date('2020-01-01') })).toEqual([['k1', { verifiedAt: NOW }]]);
});

it('each signature of a message is remembered by itself, whoever its sender is', async () => {
  const kept = await remembered({}, { recordKey: 'k2', address: 'mismatch' }, { recordKey: 'k3', path: 'invalid' }, {});
  expect(kept.map(([key]) => key)).toEqual(['k1', 'k2']);
});

it.each<[string, Partial<SignatureVerdict>]>([
  ['is altered', { integrity: 'altered' }],
  ['could not be checked', { integrity: 'unverifiable' }],
  ['has no valid path', { path: 'invalid' }],
  ['has a path of which nothing is known', { path: 'undetermined' }],
  ['was not checked for revocation', { revocation: 'not-checked' }],
  ['may be revoked', { revocation: 'undetermined' }],
  ['is revoked', { revocation: 'revoked' }],
  ['rests on a record itself', { verifiedBefore: new Date('2026-01-01') }],
  ['covers only a part', { isRoot: false }],
])('nothing is remembered of a signature that %s', async (_, change) => {
  expect(await remembered(change)).toEqual([]);
});
