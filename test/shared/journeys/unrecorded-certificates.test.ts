import { asDer } from '../../../shared/base/bytes';
import { type UnrecordedCertificate, withAcceptance } from '../../../shared/journeys/unrecorded-certificates';
import { fingerprintOf } from '../../support/memory-directory';
import { generateKeyPair, TestCa, type Party } from '../../support/test-ca';

const BOB = 'bob@signet.example';
const START = Date.parse('2026-01-01T00:00:00Z');

let ca: TestCa;
let signing: Party;
let encryption: Party;
let renewed: Party;
let stranger: Party;
beforeAll(async () => {
  ca = await TestCa.create();
  const keys = await generateKeyPair();
  const issue = (own?: typeof keys): Promise<Party> => ca.issue({ commonName: 'Bob', addresses: [BOB] }, own);
  signing = await issue(keys);
  encryption = await issue();
  renewed = await issue(keys);
  stranger = await issue();
});

const entry = (
  { certificate }: Party,
  milliseconds: number,
  role: 'person' | 'authority' = 'person',
): UnrecordedCertificate => ({
  fingerprint: fingerprintOf(certificate),
  certificate,
  role,
  firstSeen: new Date(START + milliseconds),
});

const states = (entries: readonly UnrecordedCertificate[]): readonly string[] =>
  withAcceptance(entries).map(({ accepted: [first], waiting }) => first?.ground ?? (waiting.length > 0 ? 'waits' : ''));

it('the key of an address that came first is accepted since then; how it came is not known', () => {
  const [one] = withAcceptance([entry(signing, 0)]);
  expect(one).toMatchObject({
    accepted: [{ address: BOB, ground: 'first', at: new Date(START) }],
    sources: [{ kind: 'unrecorded' }],
    waiting: [],
  });
});

it('so is what came with the same message, and the same key whenever it came', () => {
  expect(states([entry(signing, 0), entry(encryption, 20), entry(renewed, 900_000)])).toEqual([
    'first',
    'first',
    'first',
  ]);
});

it('a key that came later waits, in whatever order they are kept', () => {
  expect(states([entry(stranger, 900_000), entry(signing, 0)])).toEqual(['waits', 'first']);
});

it('an authority is for nobody’s address, and what cannot be read is left out', () => {
  const broken = { ...entry(signing, 0), certificate: asDer(Uint8Array.of(0x30, 0x00)) };
  expect(withAcceptance([broken])).toEqual([]);
  expect(withAcceptance([entry(stranger, 0, 'authority')])).toMatchObject([{ accepted: [], waiting: [] }]);
});
