import {
  type Bytes,
  type Certificate,
  concat,
  fromHex,
  hex,
  matchesCertificate,
  type OpenContext,
  openPfx,
  parseCertificate,
  parseCertificates,
  decodePrivateKey,
  SignetError,
  type RecipientInfo,
  type SecretKey,
  unwrapContentKey,
  unwrapWithPassword,
  unwrapWithSecretKey,
  utf8Bytes,
} from '../../shared/index';
import { readFile } from './files';
import { type InspectRequest } from './request';

/** A private key to decrypt with; one without certificate is tried on every recipient of its kind. */
interface DecryptionKey {
  readonly certificate?: Certificate;
  readonly privateKey: Bytes;
}

/** Every key that a request names: those of identity files, and bare ones. Throws what is wrong with a file. */
async function requestKeys(request: InspectRequest): Promise<readonly DecryptionKey[]> {
  const keys: DecryptionKey[] = [];
  for (const [i, path] of (request.pfx ?? []).entries()) {
    keys.push(...(await pfxKeys(readFile(path), request.passphrase?.[i] ?? '')));
  }
  for (const [i, path] of (request.key ?? []).entries()) {
    const privateKey = await decodePrivateKey(readFile(path), request.passphrase?.[i] ?? request.password);
    const certificatePath = request.cert?.[i];
    const [certificate] = certificatePath ? parseCertificates(readFile(certificatePath)) : [];
    keys.push({ privateKey, ...(certificate && { certificate }) });
  }
  return keys;
}

/** Identity files opened before, by their octets and passphrase: a batch names the same few again and again. */
const opened = new Map<string, readonly DecryptionKey[]>();
const OPENED_FILES = 64;

async function pfxKeys(octets: Bytes, passphrase: string): Promise<readonly DecryptionKey[]> {
  const digest = await crypto.subtle.digest('SHA-256', concat([octets, utf8Bytes(`\0${passphrase}`)]));
  const name = hex(new Uint8Array(digest));
  const known = opened.get(name);
  if (known) return known;
  const { identities, privateKeys } = await openPfx(octets, passphrase);
  const paired = identities.map((one) => ({
    privateKey: one.privateKey,
    certificate: parseCertificate(one.certificate),
  }));
  const keys = paired.length > 0 ? paired : privateKeys.map((privateKey) => ({ privateKey }));
  if (opened.size === OPENED_FILES) opened.clear();
  opened.set(name, keys);
  return keys;
}

/** How a request decrypts; undefined where it names nothing to decrypt with. */
export async function requestUnwrap(request: InspectRequest): Promise<OpenContext['unwrap']> {
  const keys = await requestKeys(request);
  const isEmpty = keys.length === 0 && request.password === undefined && request.secretKey === undefined;
  return isEmpty ? undefined : (recipients) => unwrapWithAny(recipients, keys, request);
}

const hasCertificate = ({ certificate }: DecryptionKey): number => (certificate === undefined ? 0 : 1);

/** Every content key that one of the keys gives for one of the recipients, those named by certificate in front. */
async function unwrapWithAny(
  recipients: readonly RecipientInfo[],
  keys: readonly DecryptionKey[],
  request: InspectRequest,
): Promise<readonly Bytes[]> {
  const found: Bytes[] = [];
  let failure: SignetError | undefined;
  const collect = async (unwrap: () => Promise<Bytes | readonly Bytes[] | undefined>): Promise<void> => {
    try {
      const contentKeys = await unwrap();
      if (contentKeys) found.push(...(contentKeys instanceof Uint8Array ? [contentKeys] : contentKeys));
    } catch (thrown) {
      // A structure that cannot be read, or a key that fails, must not hide another recipient.
      if (thrown instanceof SignetError) failure ??= thrown;
    }
  };
  for (const key of [...keys].sort((a, b) => hasCertificate(b) - hasCertificate(a))) {
    for (const recipient of recipients) await collect(() => unwrapContentKey(recipient, key));
  }
  const { password } = request;
  const secret = requestSecretKey(request);
  if (password !== undefined) await collect(() => unwrapWithPassword(recipients, password));
  if (secret !== undefined) await collect(() => unwrapWithSecretKey(recipients, secret));
  if (found.length > 0) return found;
  throw failure ?? nothingFits(recipients, keys);
}

/** The key that a request shares with the sender, with its identifier where the request names it. */
export function requestSecretKey({ secretKey, secretKeyId }: InspectRequest): SecretKey | undefined {
  const key = secretKey === undefined ? undefined : fromHex(secretKey);
  const keyIdentifier = secretKeyId === undefined ? undefined : fromHex(secretKeyId);
  return key && { key, ...(keyIdentifier && { keyIdentifier }) };
}

/** Nothing was found: because the message is for others, or because what fits is not supported in this version. */
function nothingFits(recipients: readonly RecipientInfo[], keys: readonly DecryptionKey[]): SignetError {
  const might = recipients.find(
    ({ kind, identifiers }) =>
      (kind === 'kemri' && keys.length > 0) ||
      keys.some(({ certificate }) => certificate && identifiers.some((id) => matchesCertificate(id, certificate))),
  );
  if (!might) return new SignetError('no-matching-recipient', 'no key fits a recipient');
  return new SignetError('unsupported', 'this kind of recipient', might.keyEncryptionAlgorithm);
}
