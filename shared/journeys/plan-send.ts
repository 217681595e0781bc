import { type Bytes, type CanonicalOctets, equal } from '../base/bytes';
import { comparableAddress } from '../base/comparable-address';
import { SignetError } from '../base/errors';
import { type ContentAlgorithm } from '../cms/encrypt';
import { sameAddress } from '../mime/address';
import { type HeaderPolicy } from '../mime/header-protection-policy';
import { type Certificate } from '../pkix/certificate';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import { type KeyStore } from '../ports/key-store';
import { type RevocationStore } from '../ports/revocation-source';
import { type SenderHistory } from '../ports/sender-history';
import { type TrustStore } from '../ports/trust-store';
import { type AlgorithmRules } from './choose-algorithms';
import {
  chooseSigner,
  isPublishable,
  type OwnIdentity,
  ownEncryptionCertificates,
  ownIdentities,
  type PassedOver,
  preferredSigner,
  signersFor,
  type Publishing,
} from './choose-certificates';
import {
  chooseRecipient,
  type RecipientCandidates,
  type RecipientChoice,
  type RecipientRules,
} from './choose-recipient';
import { type Refusal } from './refusal';
import { readTrust } from './trust';

export interface Protection {
  readonly sign: boolean;
  readonly encrypt: boolean;
  /** Left out: `clear`, which readers without S/MIME can read; signed inside encryption it makes no difference. */
  readonly form?: 'clear' | 'opaque';
  /** Left out: what all readers are known to read, within `rules`. */
  readonly algorithm?: ContentAlgorithm;
  readonly rules?: AlgorithmRules;
  /** Signed, encrypted, and signed again around that (RFC 2634 1.1). Counts where both are asked for. */
  readonly tripleWrap?: boolean;
  /** What an encrypted message hides of its header. Left out: `hcp_baseline`, its subject (RFC 9788 3.2.1). */
  readonly headerPolicy?: HeaderPolicy;
  /** Repeats what is hidden in the text of the message, for readers who would not see it otherwise. */
  readonly legacyDisplay?: boolean;
}

export interface SendRequest {
  /** Addr-specs. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /**
   * The fields of the message, as `composeHeader` makes them. Bcc among them stays outside, above the main message alone.
   * Left out: only the entity is protected.
   */
  readonly header?: Bytes;
  /** Content-* header and body, as `composeEntity` makes it; what a relay would change of another's is encoded anew. */
  readonly entity: CanonicalOctets;
  readonly copies?: readonly BlindCopy[];
  readonly protection: Protection;
  /** Left out: the newest identity that may sign for From. */
  readonly identityId?: string;
  /** Addresses of the user's accounts. Left out, or none: every one that an identity of theirs names. */
  readonly accounts?: readonly string[];
}

/** The header of a blind copy, where it says otherwise than that of the main message, such as its own Message-ID. */
export interface BlindCopy {
  readonly recipient: string;
  readonly header: Bytes;
  /** Its outer header names nobody but the recipient: To and Cc of `header` are inside alone. For transports that deliver by header. */
  readonly namesReaderOnly?: boolean;
}

/** What is known of a message before it is written. */
export type DraftRequest = Omit<SendRequest, 'header' | 'entity' | 'copies'>;

export interface SendPorts {
  readonly keyStore: KeyStore;
  readonly certificateDirectory: CertificateDirectory;
  readonly trustStore: TrustStore;
  readonly clock: Clock;
  /** The id of the identity that the user wants to sign for an address. Left out, or undefined: the newest. */
  readonly preferredIdentity?: (address: string) => Promise<string | undefined>;
  /** Tells who still has an old certificate of the user's. Left out: it is not known. */
  readonly senderHistory?: SenderHistory;
  /** What is known of revocation. Left out: nothing. */
  readonly revocationStore?: Pick<RevocationStore, 'cached'>;
  /** What the organisation decides about certificates of recipients. Left out: nothing. */
  readonly recipientRules?: RecipientRules;
  /** When others may get a certificate of the user's. Left out: always. */
  readonly publishing?: Publishing;
}

/** What is found out before anything is signed or encrypted. */
export interface Plan {
  readonly now: Date;
  /** The sender's own that are to be encrypted to. */
  readonly ownCertificates: readonly Certificate[];
  /** The newest of them that others may get: what they should encrypt to when they answer. */
  readonly toAnswerWith: Certificate | undefined;
  readonly signer: OwnIdentity | Refusal | undefined;
  readonly passedOver: PassedOver | undefined;
  readonly own: readonly OwnIdentity[];
  /** One for each distinct address, the sender's last. */
  readonly readers: readonly RecipientChoice[];
}

/** Signer and readers for what the request asks for. Rejects with what the ports reject with. */
export async function makePlan(request: DraftRequest, ports: SendPorts): Promise<Plan> {
  const { from, to, cc, bcc, protection, accounts } = request;
  const now = ports.clock.now();
  const own = ownIdentities(await ports.keyStore.identities());
  const published = own.filter((one) => isPublishable(one, ports.publishing ?? 'always'));
  const signing = protection.sign ? await publishedSigner(request, { own, published, now }, ports) : undefined;
  const readers = protection.encrypt
    ? await chooseAll([...to, ...cc, ...bcc, from], { own, sender: from, accounts, now }, ports)
    : [];
  const ownCertificates = ownEncryptionCertificates(own, from, now);
  const toAnswerWith = ownCertificates.find((one) => published.some(({ certificate }) => certificate === one));
  return { now, own, ownCertificates, toAnswerWith, signer: signing?.signer, passedOver: signing?.passedOver, readers };
}

interface OwnFacts {
  readonly own: readonly OwnIdentity[];
  readonly published: readonly OwnIdentity[];
  readonly now: Date;
}

/** A signature carries its certificate. Where another could sign but for that, the refusal says so. */
async function publishedSigner(
  request: DraftRequest,
  { own, published, now }: OwnFacts,
  ports: SendPorts,
): Promise<ReturnType<typeof preferredSigner>> {
  const wanted = request.identityId ?? (await ports.preferredIdentity?.(request.from));
  const real = signersFor(own, request.from);
  // One that was made to try things out takes the place of no real one that has to wait.
  const mayStandIn = (one: OwnIdentity): boolean => real.includes(one) || one.identity.id === wanted;
  const found = signerOf(request, published.filter(mayStandIn), now, wanted);
  if (!isRefusal(found.signer) || published.length === own.length) return found;
  const { signer } = signerOf(request, own, now, wanted);
  return isRefusal(signer) ? found : { signer: { code: 'identity-not-backed-up', address: request.from } };
}

/** The identity that the request names and no other; else the preferred one, else the newest. */
function signerOf(
  { from, identityId }: DraftRequest,
  own: readonly OwnIdentity[],
  now: Date,
  wanted: string | undefined,
): ReturnType<typeof preferredSigner> {
  if (identityId !== undefined) return { signer: chooseSigner(own, from, now, identityId) };
  return wanted === undefined ? { signer: chooseSigner(own, from, now) } : preferredSigner(own, from, now, wanted);
}

async function chooseAll(
  addresses: readonly string[],
  facts: Pick<RecipientCandidates, 'own' | 'sender' | 'accounts' | 'now'>,
  { certificateDirectory, trustStore, revocationStore, recipientRules: rules }: SendPorts,
): Promise<readonly RecipientChoice[]> {
  const trust = await readTrust(trustStore);
  const choose = async (address: string): Promise<RecipientChoice> =>
    chooseRecipient(address, {
      ...facts,
      known: await certificateDirectory.find(address),
      trust,
      revocationStore,
      rules,
    });
  const all = distinct(addresses);
  const choices: RecipientChoice[] = [];
  for (let at = 0; at < all.length; at += CHOSEN_AT_ONCE) {
    choices.push(...(await Promise.all(all.slice(at, at + CHOSEN_AT_ONCE).map(choose))));
  }
  return choices;
}

/** Enough to keep the engine's threads for signatures busy. */
const CHOSEN_AT_ONCE = 16;

/** The same for all spellings of an addr-spec. What is none equals only itself: it stays, so that somebody hears of it. */
export const keyOf = (address: string): string => comparableAddress(address) ?? ` ${address}`;

/** The first spelling of each address, in order. */
export function distinct(addresses: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const address of addresses) if (!first.has(keyOf(address))) first.set(keyOf(address), address);
  return [...first.values()];
}

/** Everything that stands against the plan, at once. */
export function refusalsOf({ signer, readers }: Plan, request: DraftRequest): readonly Refusal[] {
  const signing = signer && isRefusal(signer) ? [signer] : [];
  const reading = readers.flatMap((choice): readonly Refusal[] => {
    if (choice.state === 'ready') return [];
    if (!sameAddress(choice.address, request.from)) return [recipientRefusal(choice)];
    // Without a signing identity the sender hears of that alone: importing one cures both.
    return signing.length > 0 ? [] : [senderRefusal(choice)];
  });
  return [...signing, ...reading];
}

type Unready = Exclude<RecipientChoice, { state: 'ready' }>;

function recipientRefusal(choice: Unready): Refusal {
  const reasons = choice.state === 'unusable' ? choice.reasons : [];
  return { code: 'recipient-certificate', address: choice.address, reasons };
}

/** The sender cannot ask themselves for a certificate: what they lack is an identity. */
function senderRefusal(choice: Unready): Refusal {
  if (choice.state === 'missing') return { code: 'no-identity', address: choice.address };
  const [first] = choice.reasons;
  if (first?.code === 'expired') return { code: 'identity-expired', address: choice.address };
  if (first?.code === 'not-yet-valid') return { code: 'identity-not-yet-valid', address: choice.address };
  return recipientRefusal(choice);
}

export function isRefusal(value: OwnIdentity | Refusal): value is Refusal {
  return 'code' in value;
}

/** Of the sender every certificate of their own: they read their mail with whichever key a device has. */
export function certificatesOf(
  { readers, ownCertificates }: Plan,
  addresses: readonly string[],
  from: string,
): readonly Certificate[] {
  const choices = new Map(readers.map((choice) => [keyOf(choice.address), choice]));
  const certificates = distinct(addresses).flatMap((address) => {
    const choice = choices.get(keyOf(address));
    if (choice?.state !== 'ready')
      throw new SignetError('recipient-certificate', 'a reader without certificate', address);
    return sameAddress(address, from)
      ? [choice.certificate, ...ownCertificates]
      : [choice.certificate, ...(choice.others ?? [])];
  });
  return certificates.filter((one, at) => certificates.findIndex(({ der }) => equal(der, one.der)) === at);
}
