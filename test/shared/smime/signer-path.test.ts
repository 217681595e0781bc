import { type Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { pinsFor, pinnedPath } from '../../../shared/smime/signer-path';
import { generateKeyPair, TestCa, type KeyPair, type Party } from '../../support/test-ca';

const NOW = new Date('2026-03-01T12:00:00Z');
const days = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000);
const ADDRESS = 'alice@signet.example';

let keys: KeyPair;
let unknown: TestCa;
let alice: Party;
beforeAll(async () => {
  keys = await generateKeyPair();
  unknown = await TestCa.create('Unknown', { now: NOW });
  alice = await unknown.issue({ commonName: 'Alice', addresses: [ADDRESS] }, keys);
});

const pathOf = (
  certificate: Bytes,
  pins: readonly Bytes[],
  more: { readonly at?: Date; readonly purpose?: 'encrypt' } = {},
) =>
  pinnedPath(
    { certificate: parseCertificate(certificate), candidates: [], anchors: [], at: NOW, purpose: 'sign', ...more },
    pins.map((one) => ({ certificate: parseCertificate(one).der, address: ADDRESS })),
  );

describe('a pinned certificate', () => {
  it('has a valid path with a note that says by whose word', async () => {
    expect(await pathOf(alice.certificate, [])).toBeUndefined();
    const verdict = await pathOf(alice.certificate, [alice.certificate]);
    expect(verdict).toMatchObject({ state: 'valid', notes: [{ code: 'pinned' }] });
    expect(verdict?.state === 'valid' && verdict.path.notes).toEqual([{ code: 'pinned' }]);
  });

  it('may be self-signed', async () => {
    const own = await TestCa.create('Alice herself', { now: NOW, ca: { keyUsage: null } });
    expect(await pathOf(own.certificate, [own.certificate])).toMatchObject({ state: 'valid' });
  });

  it('is not valid before and after its dates', async () => {
    expect(await pathOf(alice.certificate, [alice.certificate], { at: days(4000) })).toMatchObject({
      state: 'invalid',
      reasons: [{ code: 'expired' }],
    });
    expect(await pathOf(alice.certificate, [alice.certificate], { at: days(-4000) })).toMatchObject({
      state: 'invalid',
      reasons: [{ code: 'not-yet-valid' }],
    });
  });

  it('is no issuer, and no other certificate of the same key', async () => {
    const again = await unknown.issue(
      { commonName: 'Alice', addresses: [ADDRESS], serial: utf8Bytes('another') },
      keys,
    );
    expect(await pathOf(again.certificate, [alice.certificate])).toBeUndefined();
    expect(await pathOf(alice.certificate, [unknown.certificate])).toBeUndefined();
  });
});

describe('the pins of a message', () => {
  const pins = [{ certificate: new Uint8Array(1) as Party['certificate'], address: ADDRESS }];

  it.each([
    ['its one From', { from: [ADDRESS] }, 1],
    ['its From with a domain in capitals', { from: ['alice@SIGNET.example'] }, 1],
    ['another address', { from: ['bob@signet.example'] }, 0],
    ['more than one From', { from: [ADDRESS, ADDRESS] }, 0],
    ['a From that programs read in two ways', { from: [ADDRESS], isAmbiguous: true }, 0],
    ['no From', { from: [] }, 0],
    ['nothing that claims a sender', { from: undefined }, 0],
  ])('are those for %s', (_, sender, count) => {
    expect(pinsFor(sender, pins)).toHaveLength(count);
    expect(pinsFor(sender)).toEqual([]);
  });
});
