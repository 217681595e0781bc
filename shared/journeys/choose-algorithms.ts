import { type Bytes } from '../base/bytes';
import {
  type Capabilities,
  type OwnDevices,
  readCapabilities,
  readsContent,
  readsOaepSha256,
} from '../cms/capabilities';
import { type ContentAlgorithm } from '../cms/content-algorithm';
import { type KeyTransport } from '../cms/key-transport';
import { type CertificateDirectory } from '../ports/certificate-directory';

/** What bounds the choice of algorithms from outside. */
export interface AlgorithmRules {
  /** The transport is known to break AuthEnvelopedData. */
  readonly withoutGcm?: boolean;
  /** Nothing below is written, whatever a recipient says. Left out: `aes-256-cbc`. */
  readonly floor?: ContentAlgorithm;
  /** Nothing above is written. Left out: `aes-256-gcm`. */
  readonly ceiling?: ContentAlgorithm;
  /** What every device of the sender reads, who has a copy too. Left out: AES-CBC under PKCS #1 v1.5. */
  readonly ownDevices?: OwnDevices;
}

export interface EncryptionChoice {
  readonly algorithm: ContentAlgorithm;
  readonly keyTransport: KeyTransport;
}

/** Weakest first: whoever may alter CBC unnoticed is worse than a shorter key. */
const ORDER: readonly ContentAlgorithm[] = ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'];
/** What is written to those who told nothing (RFC 8551 2.7.1.2). */
const UNKNOWN: ContentAlgorithm = 'aes-256-cbc';

/**
 * The strongest content encryption and key transport that every recipient is known to read; undefined stands for a
 * recipient of whom nothing is known. AES-256-CBC under PKCS #1 v1.5 is taken to be read by all. Where floor and
 * ceiling leave nothing between them, the floor holds. Never SHA-1, triple-DES or RC2, whoever asks for them.
 */
export function chooseAlgorithms(
  recipients: readonly (Capabilities | undefined)[],
  rules: AlgorithmRules = {},
): EncryptionChoice {
  const { floor = UNKNOWN, ceiling = 'aes-256-gcm', withoutGcm = false, ownDevices = {} } = rules;
  const isAllowed = (one: ContentAlgorithm): boolean =>
    ORDER.indexOf(one) >= ORDER.indexOf(floor) &&
    ORDER.indexOf(one) <= ORDER.indexOf(ceiling) &&
    !(withoutGcm && isGcm(one));
  const isRead = (one: ContentAlgorithm): boolean =>
    recipients.every((known) => (known ? readsContent(known, one) : one === UNKNOWN)) &&
    (!isGcm(one) || ownDevices.gcm === true);
  const fitting = ORDER.filter((one) => isAllowed(one) && isRead(one)).at(-1);
  const isOaep = ownDevices.oaep === true && recipients.every((known) => known !== undefined && readsOaepSha256(known));
  return { algorithm: fitting ?? fallback(floor, ceiling), keyTransport: isOaep ? 'oaep-sha256' : 'pkcs1' };
}

const isGcm = (algorithm: ContentAlgorithm): boolean => algorithm.endsWith('-gcm');

/** Nothing is known to be read by all: what everybody reads, as far as the rules allow. */
function fallback(floor: ContentAlgorithm, ceiling: ContentAlgorithm): ContentAlgorithm {
  if (ORDER.indexOf(floor) > ORDER.indexOf(UNKNOWN)) return floor;
  return ORDER.indexOf(ceiling) < ORDER.indexOf(UNKNOWN) ? ceiling : UNKNOWN;
}

/** The choice for readers other than the sender, by what the directory knows of them. Rejects with what it rejects with. */
export async function algorithmsFor(
  readers: readonly string[],
  directory: CertificateDirectory,
  rules?: AlgorithmRules,
): Promise<EncryptionChoice> {
  const known = await Promise.all(readers.map((address) => directory.capabilitiesOf(address)));
  return chooseAlgorithms(
    known.map((one) => readable(one?.capabilities)),
    rules,
  );
}

/** Undefined where they cannot be read: that tells as much as none. */
function readable(value: Bytes | undefined): Capabilities | undefined {
  try {
    return value && readCapabilities(value);
  } catch {
    return undefined;
  }
}
