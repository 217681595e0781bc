import { concat, latin1Text, type Bytes, type CanonicalOctets, utf8Bytes } from '../../../shared/base/bytes';
import { type SignatureScheme } from '../../../shared/cms/algorithms';
import { unwrapContentKey } from '../../../shared/cms/decrypt';
import { SignetError } from '../../../shared/base/errors';
import { type Signer } from '../../../shared/cms/sign';
import { type RecipientInfo } from '../../../shared/cms/syntax/recipient-info';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { composeEntity, composeHeader, withHeader } from '../../../shared/mime/compose-mime';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type OpenContext } from '../../../shared/smime/open-context';
import { TestCa, type KeyKind, type Party, generateKeyPair, type CertificateOptions } from '../../support/test-ca';

export const NOW = new Date('2026-11-23T12:00:00Z');

/** Authorities and people that the tests of this folder and of the journeys share. */
export interface Cast {
  readonly ca: TestCa;
  readonly otherCa: TestCa;
  readonly alice: Party;
  readonly bob: Party;
  /** Of the unknown authority, in Alice's name. */
  readonly impostor: Party;
}

export const ALICE = 'alice@example.test';
export const BOB = 'bob@example.test';

export function issue(
  ca: TestCa,
  address: string,
  more: Partial<CertificateOptions> = {},
  kind: KeyKind = 'ec-p256',
): Promise<Party> {
  return generateKeyPair(kind).then((keys) =>
    ca.issue({ commonName: address.split('@')[0] ?? '', addresses: [address], ...more }, keys),
  );
}

export async function createCast(): Promise<Cast> {
  const ca = await TestCa.create('Known CA', { now: NOW });
  const otherCa = await TestCa.create('Unknown CA', { now: NOW });
  const [alice, bob, impostor] = await Promise.all([
    issue(ca, ALICE),
    issue(ca, BOB, {}, 'rsa-2048'),
    issue(otherCa, ALICE),
  ]);
  return { ca, otherCa, alice, bob, impostor };
}

export function schemeOf(party: Party): SignatureScheme {
  if (party.keys.kind === 'ec-p256') return 'ecdsa-p256-sha256';
  return party.keys.kind === 'ec-p384' ? 'ecdsa-p384-sha384' : 'rsa-sha256';
}

export function signerOf(party: Party): Signer {
  return {
    certificate: party.certificate,
    chain: party.chain,
    scheme: schemeOf(party),
    sign: (toBeSigned) => party.keys.sign(toBeSigned),
  };
}

export const entityOf = (text: string): CanonicalOctets => composeEntity({ text });

/** A message around an entity, as it would arrive. */
export function messageOf(entity: Bytes, from = ALICE, extra: readonly (readonly [string, string])[] = []): Bytes {
  const header = composeHeader({
    from: { name: 'Someone', address: from },
    to: [{ name: '', address: BOB }],
    subject: 'Grüße',
    date: NOW,
    messageId: '<1@example.test>',
    extra,
  });
  return withHeader(header, entity);
}

/** The message with `from` octets replaced; both texts must be of the same length for signatures to stay in place. */
export function replaced(octets: Bytes, from: string, to: string): Bytes {
  const text = latin1Text(octets);
  if (!text.includes(from)) throw new Error(`${from} is not there`);
  return Uint8Array.from(text.replace(from, to), (character) => character.charCodeAt(0));
}

/** As a mail store with Unix line ends keeps it. */
export function withBareLineFeeds(octets: Bytes): Bytes {
  return octets.filter((octet) => octet !== 13);
}

/** The entity of a header and a body, in canonical form. */
export function rawEntity(header: string, body: Uint8Array | string): CanonicalOctets {
  const octets = typeof body === 'string' ? utf8Bytes(body) : body;
  return canonicalForm(concat([utf8Bytes(`${header}\r\n\r\n`), octets]));
}

export function unwrapWith(...parties: readonly Party[]): NonNullable<OpenContext['unwrap']> {
  return async (recipients: readonly RecipientInfo[]) => {
    for (const party of parties) {
      for (const recipient of recipients) {
        const identity = { certificate: parseCertificate(party.certificate), privateKey: party.keys.pkcs8 };
        const key = await unwrapContentKey(recipient, identity);
        if (key) return key;
      }
    }
    throw new SignetError('no-matching-recipient', 'none is ours');
  };
}

export function contextOf(cast: Cast, ...readers: readonly Party[]): OpenContext {
  return {
    now: NOW,
    anchors: [parseCertificate(cast.ca.certificate)],
    intermediates: [],
    ...(readers.length > 0 && { unwrap: unwrapWith(...readers) }),
  };
}
