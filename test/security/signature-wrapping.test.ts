import { toBase64 } from '../../shared/base/base64';
import { type Bytes, concat, type Der, latin1Bytes } from '../../shared/base/bytes';
import { der, integer, octets, oid, sequence, TAG } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { canonicalForm } from '../../shared/mime/canonical-form';
import { composeMultipart } from '../../shared/mime/compose-mime';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { openOctets } from '../../shared/smime/open-message';
import { protectEntity } from '../../shared/smime/protect-message';
import { extension, type Party } from '../support/test-ca';
import { attribute, buildSignedData, type SignedDataPlan } from '../shared/cms/signed-data-builder';
import {
  ALICE,
  BOB,
  type Cast,
  contextOf,
  createCast,
  entityOf,
  issue,
  messageOf,
  NOW,
  rawEntity,
  schemeOf,
  signerOf,
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

describe('several signers', () => {
  const infoOf = async (plan: Partial<SignedDataPlan>): Promise<Der> => {
    const found: Der[] = [];
    const usual = { party: cast.alice, scheme: schemeOf(cast.alice), content: TEXT };
    await buildSignedData({ ...usual, ...plan, signerInfos: (info) => [(found.push(info), info)] });
    return found[0] as Der;
  };

  it('the worst one speaks, wherever it stands', async () => {
    const altered = await infoOf({ content: entityOf('other\r\n') });
    const stranger = await infoOf({ party: cast.impostor });
    const unread = sequence(integer(1));
    for (const [bad, state] of [
      [altered, 'signed-invalid'],
      [stranger, 'uncheckable'],
      [unread, 'uncheckable'],
    ] as const) {
      expect(await openPlan({ signerInfos: (good) => [good, bad] })).toMatch(new RegExp(`^${state}`));
      expect(await openPlan({ signerInfos: (good) => [bad, good] })).toMatch(new RegExp(`^${state}`));
    }
  });

  it('none at all is no signature, with content or without', async () => {
    expect(await openPlan({ signerInfos: () => [] })).toMatch(/^uncheckable no-signers/);
    const cms = await buildSignedData({ party: cast.alice, scheme: schemeOf(cast.alice), signerInfos: () => [] });
    expect((await open(opaque(cms))).summary.state).toBe('unsigned');
  });

  it('content that is empty or left out is not made up from elsewhere', async () => {
    const cms = await buildSignedData({ party: cast.alice, scheme: schemeOf(cast.alice), content: new Uint8Array(0) });
    const opened = await open(opaque(cms));
    expect(opened.summary.state).toBe('uncheckable');
    expect(opened.summary.reasons[0]?.code).toBe('content-missing');
  });
});

describe('a certificate that should not have signed', () => {
  it.each([
    ['for encryption only', { keyUsage: [2] }, 'key-usage'],
    ['of a web server', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, 'extended-key-usage'],
    ['without an address', { addresses: [] }, 'address-absent'],
    [
      'with a critical condition nobody knows',
      { extraExtensions: [extension('1.2.3.4', octets(new Uint8Array(1)), true)] },
      'unknown-critical-extension',
    ],
    ['out of date though not when it signed', { notAfter: new Date(NOW.getTime() - 1000) }, 'expired'],
  ])('gives no positive mark: %s', async (_, options, code) => {
    const party = await issue(cast.ca, ALICE, options);
    const said = await openPlan({ party });
    expect(said).toMatch(/^signed-untrusted/);
    expect(said).toContain(code);
  });

  it('nor one whose message digest is SHA-1', async () => {
    const scheme = schemeOf(cast.alice);
    const sha1 = sequence(oid(OID.sha1));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', TEXT));
    const said = await openPlan({
      scheme,
      digestAlgorithm: sha1,
      signatureAlgorithm: sequence(oid(OID.ecdsaWithSha256)),
      attributes: ([type]) => [type as Der, attribute(OID.messageDigest, octets(digest))],
    });
    expect(said).not.toMatch(/^signed-valid/);
  });
});

describe('layers in each other', () => {
  const sign = (party: Party, entity: Bytes, form: 'clear' | 'opaque'): Promise<Bytes> =>
    protectEntity({ entity: canonicalForm(entity), sign: { signer: signerOf(party), form, signingTime: NOW } });

  it.each(['clear', 'opaque'] as const)(
    'a stranger’s signature inside or around a good one spoils it (%s)',
    async (form) => {
      for (const [inner, outer] of [
        [cast.impostor, cast.alice],
        [cast.alice, cast.impostor],
        [cast.bob, cast.alice],
      ] as const) {
        const opened = await open(messageOf(await sign(outer, await sign(inner, TEXT, 'clear'), form)));
        expect(opened.summary.state).toBe('signed-untrusted');
        expect(opened.signatures).toHaveLength(2);
      }
    },
  );

  it('a signed message in a letter does not sign the letter', async () => {
    const whole = messageOf(await sign(cast.alice, TEXT, 'clear'));
    const attached = concat([latin1Bytes('Content-Type: message/rfc822\r\n\r\n'), whole]);
    expect((await open(messageOf(attached))).summary.state).toBe('partly-signed');
    const text = latin1Bytes('Content-Type: text/plain\r\n\r\nI owe you a house.');
    for (const kind of ['mixed', 'alternative', 'related', 'digest'] as const) {
      const opened = await open(messageOf(composeMultipart(kind, [text, await sign(cast.alice, TEXT, 'clear')])));
      expect(opened.summary.state).toBe('partly-signed');
    }
  });

  it('From inside what is signed does not answer for From outside', async () => {
    const inside = concat([latin1Bytes(`From: ${BOB}\r\nSubject: x\r\n`), TEXT]);
    const opened = await open(messageOf(await sign(cast.bob, inside, 'clear'), ALICE));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(opened.signatures[0]?.address).toBe('mismatch');
  });
});
