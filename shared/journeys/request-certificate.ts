import { type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { pemText } from '../base/pem';
import { isAddress } from '../mime/address';
import { generateKeys } from '../pkix/key-generation';
import { type GeneratedKeyKind } from '../pkix/key-kinds';
import { type CertificateUse } from '../pkix/mail-extensions';
import { SUBJECT_BOUNDS, type SubjectFields } from '../pkix/name-encoding';
import { encodeCertificationRequest, readRequestContents, type RequestContents } from '../pkix/request-encoding';
import { type WaitingKey, type WaitingKeys } from '../ports/key-store';

/** What a certificate is asked for. */
export interface CertificateOrder {
  readonly keyKind: GeneratedKeyKind;
  readonly addresses: readonly string[];
  readonly subject: SubjectFields;
  readonly use: CertificateUse;
}

/** A request whose certificate has not come yet, for people. Holds no key. */
export interface WaitingRequest extends RequestContents {
  readonly id: string;
  readonly created: Date;
  /** What the form of a certification authority takes (RFC 7468 7). */
  readonly pem: string;
}

/** Addresses of one request. */
const MAX_ADDRESSES = 10;

/**
 * Makes a key and the request for its certificate; the key waits in the store. Rejects with `request-field` (subject: the
 * field that cannot stand in a request), and with what the store rejects with. Not checked: whether the addresses are the
 * user's; the certification authority does that.
 */
export async function requestCertificate(
  order: CertificateOrder,
  waitingKeys: WaitingKeys,
  purpose: 'request' | 'acme-order' = 'request',
): Promise<WaitingRequest> {
  checkOrder(order);
  const keys = await generateKeys(order.keyKind);
  try {
    const request = await encodeCertificationRequest(order, keys);
    const { spki, privateKey } = keys;
    return waitingRequest(await waitingKeys.add({ purpose, spki, request, privateKey }), request);
  } finally {
    keys.privateKey.fill(0);
  }
}

function checkOrder({ addresses, subject }: CertificateOrder): void {
  const isGood = addresses.length > 0 && addresses.length <= MAX_ADDRESSES && addresses.every(isAddress);
  if (!isGood) throw new SignetError('request-field', 'an address that is none, or too many', 'addresses');
  for (const [name, bound] of Object.entries(SUBJECT_BOUNDS) as [keyof SubjectFields, number][]) {
    const text = subject[name] ?? '';
    if (Array.from(text).length > bound || /\p{Cc}/u.test(text)) throw fieldError(name);
  }
  if (!/^(?:[A-Z]{2})?$/.test(subject.country ?? '')) throw fieldError('country');
}

function fieldError(name: keyof SubjectFields): SignetError {
  return new SignetError('request-field', 'a field of the subject that is too long or no text', name);
}

/** The requests that people made and that wait for their certificates, oldest first. */
export async function waitingRequests(waitingKeys: WaitingKeys): Promise<readonly WaitingRequest[]> {
  const keys = await waitingKeys.all();
  return keys.flatMap((key) => (key.purpose === 'request' && key.request ? [waitingRequest(key, key.request)] : []));
}

function waitingRequest({ id, created }: WaitingKey, request: Der): WaitingRequest {
  return { id, created, pem: pemText('CERTIFICATE REQUEST', request), ...readRequestContents(request) };
}

/** A key on P-256 that signs for an account at a certification authority (ES256); it waits for no certificate. */
export async function generateAccountKey(waitingKeys: WaitingKeys): Promise<WaitingKey> {
  const { spki, privateKey } = await generateKeys('ec-p256');
  try {
    return await waitingKeys.add({ purpose: 'acme-account', spki, privateKey });
  } finally {
    privateKey.fill(0);
  }
}
