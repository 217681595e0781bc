import { type Bytes, concat, type Der } from '../../shared/base/bytes';
import { digest } from '../../shared/base/digest';
import {
  bitString,
  children,
  contextTag,
  der,
  encoded,
  integer,
  nullValue,
  octets,
  oid,
  sequence,
  TAG,
  time,
} from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { readContentInfo } from '../../shared/cms/content-info';
import { subjectPublicKey } from '../../shared/pkix/authority-information';
import { parseCertificate } from '../../shared/pkix/certificate';
import { extension, type KeyPair } from './test-ca';

/** CRLs and OCSP responses for tests: written as told, signed with any key. Keys are P-256. */
export interface Signer {
  readonly certificate: Der;
  readonly keys: KeyPair;
}

export interface Times {
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
}

const ALGORITHM = sequence(oid(OID.ecdsaWithSha256));

/** GeneralizedTime whatever the year, as OCSP wants it. */
export function generalized(at: Date): Der {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return der(TAG.generalizedTime, new TextEncoder().encode(`${digits}Z`));
}

export interface ListedSerial {
  readonly certificate: Der;
  readonly at: Date;
  /** CRLReason. */
  readonly reason?: number;
  readonly extensions?: readonly Der[];
}

export function crlEntry({ certificate, at, reason, extensions = [] }: ListedSerial): Der {
  const reasons = reason === undefined ? [] : [extension(OID.cRLReason, der(0x0a, Uint8Array.of(reason)))];
  const list = [...reasons, ...extensions];
  const { serialDer } = parseCertificate(certificate);
  return sequence(serialDer, time(at), ...(list.length > 0 ? [sequence(...list)] : []));
}

/** `issuer` is whose name it bears, `keys` who signs. */
export async function makeCrl(
  { certificate, keys }: Signer,
  times: Times,
  entries: readonly Uint8Array[] = [],
  extensions: readonly Der[] = [extension(OID.cRLNumber, integer(1))],
): Promise<Der> {
  const tbs = sequence(
    integer(1),
    ALGORITHM,
    parseCertificate(certificate).subject.der,
    time(times.thisUpdate),
    ...(times.nextUpdate ? [time(times.nextUpdate)] : []),
    ...(entries.length > 0 ? [der(TAG.sequence, concat(entries))] : []),
    der(contextTag(0), sequence(...extensions)),
  );
  return sequence(tbs, ALGORITHM, bitString(await keys.sign(tbs)));
}

export interface OcspAnswer extends Times {
  readonly certificate: Der;
  readonly issuer: Der;
  readonly status: 'good' | 'unknown' | { readonly revokedAt: Date; readonly reason?: number };
  readonly digest?: 'sha1' | 'sha256';
  readonly extensions?: readonly Der[];
}

async function certId(answer: OcspAnswer): Promise<Der> {
  const { digest: name = 'sha1' } = answer;
  const issuer = parseCertificate(answer.issuer);
  const algorithm = sequence(oid(name === 'sha1' ? OID.sha1 : OID.sha256), nullValue());
  const hashes = [await digest(name, issuer.subject.der), await digest(name, subjectPublicKey(issuer))];
  return sequence(algorithm, ...hashes.map(octets), parseCertificate(answer.certificate).serialDer);
}

function certStatus(status: OcspAnswer['status']): Der {
  if (status === 'good') return der(0x80);
  if (status === 'unknown') return der(0x82);
  const reason = status.reason === undefined ? [] : [der(0xa0, der(0x0a, Uint8Array.of(status.reason)))];
  return der(0xa1, generalized(status.revokedAt), ...reason);
}

export interface Responder extends Signer {
  readonly by?: 'name' | 'key';
  /** Enclosed in the response. */
  readonly enclosed?: readonly Der[];
  readonly extensions?: readonly Der[];
}

const listed = (extensions: readonly Der[] = []): readonly Der[] =>
  extensions.length === 0 ? [] : [der(contextTag(1), sequence(...extensions))];

export async function makeOcsp(responder: Responder, ...answers: readonly OcspAnswer[]): Promise<Der> {
  const own = parseCertificate(responder.certificate);
  const id =
    responder.by === 'key'
      ? der(0xa2, octets(await digest('sha1', subjectPublicKey(own))))
      : der(0xa1, own.subject.der);
  const singles: Der[] = [];
  for (const answer of answers) {
    const next = answer.nextUpdate ? [der(0xa0, generalized(answer.nextUpdate))] : [];
    const more = listed(answer.extensions);
    const status = certStatus(answer.status);
    singles.push(sequence(await certId(answer), status, generalized(answer.thisUpdate), ...next, ...more));
  }
  const producedAt = generalized(answers[0]?.thisUpdate ?? new Date());
  const tbs = sequence(id, producedAt, sequence(...singles), ...listed(responder.extensions));
  const enclosed = responder.enclosed ? [der(0xa0, sequence(...responder.enclosed))] : [];
  const basic = sequence(tbs, ALGORITHM, bitString(await responder.keys.sign(tbs)), ...enclosed);
  return sequence(der(0x0a, Uint8Array.of(0)), der(0xa0, sequence(oid(OID.ocspBasic), octets(basic))));
}

export interface RevocationValues {
  readonly crls?: readonly Der[];
  readonly ocsp?: readonly Der[];
}

/**
 * A ContentInfo of SignedData with revocation data put in (RFC 5652 10.2.1, RFC 5940 2), as a sender's program may: its
 * signatures do not cover that.
 */
export function withRevocation(cms: Bytes, data: RevocationValues): Der {
  const fields = children(readContentInfo(cms).content);
  const responses = (data.ocsp ?? []).map((one) => der(contextTag(1), oid(OID.riOcspResponse), one));
  const set = der(contextTag(1), ...(data.crls ?? []), ...responses);
  const parts = fields.map(encoded);
  const signed = sequence(...parts.slice(0, -1), set, ...parts.slice(-1));
  return sequence(oid(OID.signedData), der(contextTag(0), signed));
}
