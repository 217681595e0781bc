import { toBase64 } from '../../shared/base/base64';
import { type Bytes } from '../../shared/base/bytes';
import { der, octets, oid, TAG } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { openOctets } from '../../shared/smime/open-message';
import { type Party } from '../support/test-ca';
import { attribute, buildSignedData, type SignedDataPlan } from '../shared/cms/signed-data-builder';
import {
  type Cast,
  contextOf,
  createCast,
  entityOf,
  messageOf,
  NOW,
  rawEntity,
  schemeOf,
} from '../shared/smime/messages';

/** Signatures that are good, in places and beside things they were not made for. */
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const TEXT = entityOf('I owe you a coffee.\r\n');

function opaque(cms: Uint8Array): Bytes {
  const header = 'Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64';
  return messageOf(rawEntity(header, toBase64(cms)));
}

const open = (octetsOfMessage: Bytes, ...readers: readonly Party[]): Promise<OpenedMessage> =>
  openOctets(octetsOfMessage, contextOf(cast, ...readers));

async function openPlan(plan: Partial<SignedDataPlan>): Promise<string> {
  const usual = { party: cast.alice, scheme: schemeOf(cast.alice), content: TEXT, eContent: octets(TEXT) };
  const { summary } = await open(opaque(await buildSignedData({ ...usual, ...plan })));
  return `${summary.state} ${summary.reasons.map(({ code }) => code).join(' ')}`;
}

describe('signed attributes and content in each other’s place', () => {
  it('without the trick the message is good', async () => {
    expect(await openPlan({})).toBe('signed-valid revocation-not-checked');
    expect(await openPlan({ attributes: () => null })).toBe('signed-valid revocation-not-checked');
  });

  it('attributes that Alice signed are no message of hers', async () => {
    const contentType = attribute(OID.contentType, oid(OID.data));
    const messageDigest = attribute(OID.messageDigest, octets(new Uint8Array(32)));
    const written = der(TAG.set, contentType, messageDigest);
    const forged = { attributes: () => null, content: written, eContent: octets(written) };
    expect(await openPlan(forged)).toBe('signed-invalid attributes-malformed revocation-not-checked');
  });

  it('content of another type needs attributes that say so', async () => {
    expect(await openPlan({ attributes: () => null, eContentType: '1.2.840.113549.1.9.16.1.4' })).toMatch(
      /^signed-inv/,
    );
    expect(await openPlan({ eContentType: '1.2.840.113549.1.9.16.1.4' })).toMatch(/^signed-invalid content-type/);
  });

  it('a countersignature among signed attributes, or signed attributes among the unsigned, are refused', async () => {
    const digest = attribute(OID.messageDigest, octets(new Uint8Array(32)));
    expect(await openPlan({ unsignedAttributes: [digest] })).toMatch(/^signed-invalid attributes-malformed/);
    const counter = attribute(OID.countersignature, octets(new Uint8Array(1)));
    expect(await openPlan({ attributes: (usual) => [...usual, counter] })).toMatch(/^signed-invalid attributes-mal/);
  });

  it('a countersignature among the unsigned is no signer', async () => {
    const counter = attribute(OID.countersignature, octets(new Uint8Array(1)));
    expect(await openPlan({ unsignedAttributes: [counter] })).toBe('signed-valid revocation-not-checked');
  });
});
