import { type Der } from '../../../shared/base/bytes';
import { sequence, oid } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { ownCapabilities, readCapabilities, type Capabilities } from '../../../shared/cms/capabilities';
import { algorithmsFor, chooseAlgorithms } from '../../../shared/journeys/choose-algorithms';
import { type CertificateDirectory } from '../../../shared/ports/certificate-directory';

const CBC = { algorithm: 'aes-256-cbc', keyTransport: 'pkcs1' };
const GCM = { algorithm: 'aes-256-gcm', keyTransport: 'pkcs1' };
const ALL = { gcm: true, oaep: true };
const listing = (...ids: readonly string[]): Capabilities =>
  readCapabilities(sequence(...ids.map((id) => sequence(oid(id)))));
const modern = readCapabilities(ownCapabilities(ALL));
const old = listing(OID.desEde3Cbc, OID.rc2Cbc);

describe('content encryption', () => {
  it('is AES-256-CBC under PKCS #1 v1.5 to whom nothing is known of', () => {
    expect(chooseAlgorithms([undefined])).toEqual(CBC);
    expect(chooseAlgorithms([])).toEqual(CBC);
    expect(chooseAlgorithms([modern, undefined], { ownDevices: ALL })).toEqual(CBC);
  });

  it('is AES-256-GCM where every recipient, the sender included, is known to read it', () => {
    expect(chooseAlgorithms([modern, modern], { ownDevices: { gcm: true } })).toEqual(GCM);
    expect(chooseAlgorithms([modern, modern])).toEqual(CBC);
    expect(chooseAlgorithms([modern, listing(OID.aes256Cbc)], { ownDevices: ALL })).toEqual(CBC);
  });

  it('is never what nobody should use, whoever asks for it', () => {
    expect(chooseAlgorithms([old])).toEqual(CBC);
    expect(chooseAlgorithms([old, modern], { ownDevices: ALL, floor: 'aes-128-cbc' })).toEqual(CBC);
  });

  it('is not GCM through a transport that breaks it', () => {
    expect(chooseAlgorithms([modern], { ownDevices: { gcm: true }, withoutGcm: true })).toEqual(CBC);
  });

  it('keeps to floor and ceiling', () => {
    const weak = listing(OID.aes128Cbc);
    expect(chooseAlgorithms([weak])).toEqual(CBC);
    expect(chooseAlgorithms([weak], { floor: 'aes-128-cbc' }).algorithm).toBe('aes-128-cbc');
    expect(chooseAlgorithms([undefined], { floor: 'aes-256-gcm' }).algorithm).toBe('aes-256-gcm');
    expect(chooseAlgorithms([modern], { ownDevices: ALL, ceiling: 'aes-128-gcm' }).algorithm).toBe('aes-128-gcm');
    expect(chooseAlgorithms([modern], { ownDevices: ALL, ceiling: 'aes-256-cbc' }).algorithm).toBe('aes-256-cbc');
  });
});

it('keys are transported by OAEP with SHA-256 only where every recipient reads that', () => {
  const transport = (...known: readonly (Capabilities | undefined)[]): string =>
    chooseAlgorithms(known, { ownDevices: { oaep: true } }).keyTransport;
  expect(transport(modern, modern)).toBe('oaep-sha256');
  expect(transport(modern, undefined)).toBe('pkcs1');
  expect(transport(listing(OID.rsaesOaep))).toBe('pkcs1');
  expect(chooseAlgorithms([modern]).keyTransport).toBe('pkcs1');
});

it('what the directory knows decides, and what cannot be read tells nothing', async () => {
  const known = new Map<string, Der>([
    ['bob@example.test', ownCapabilities(ALL)],
    ['dan@example.test', Uint8Array.of(0x30, 0x05) as Der],
  ]);
  const directory = {
    capabilitiesOf: (address: string) => {
      const capabilities = known.get(address);
      return Promise.resolve(capabilities && { capabilities, signedAt: new Date() });
    },
  } as unknown as CertificateDirectory;
  const rules = { ownDevices: { gcm: true } };
  expect(await algorithmsFor(['bob@example.test'], directory, rules)).toEqual(GCM);
  expect(await algorithmsFor(['bob@example.test', 'dan@example.test'], directory, rules)).toEqual(CBC);
  expect(await algorithmsFor(['carol@example.test'], directory, rules)).toEqual(CBC);
});
