import { type Bytes, type CanonicalOctets } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { checkCancelled, portionOf, type Work } from '../base/work';
import { defaultScheme } from '../cms/algorithms';
import { capabilitiesAttribute, keyPreferenceAttributes } from '../cms/capabilities';
import { type ContentAlgorithm } from '../cms/encrypt';
import { type Signer } from '../cms/sign';
import { sameAddress } from '../mime/address';
import { canonicalForm } from '../mime/canonical-form';
import { withoutField } from '../mime/compose-header';
import { type HeaderPolicy } from '../mime/header-protection-policy';
import { protectHeader } from '../mime/header-protection-write';
import { relaySafe } from '../mime/relay-safe';
import { type Certificate } from '../pkix/certificate';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import { type KeyStore } from '../ports/key-store';
import { type SenderHistory } from '../ports/sender-history';
import { type TrustStore } from '../ports/trust-store';
import { encryptEntity, signEntity } from '../smime/protect-message';
import { type AlgorithmRules, algorithmsFor } from './choose-algorithms';
import {
  chooseRecipient,
  chooseSigner,
  type OwnIdentity,
  ownEncryptionCertificate,
  ownIdentities,
  type PassedOver,
  preferredSigner,
  type RecipientCandidates,
  type RecipientChoice,
} from './choose-certificates';
import { hasOldCertificate } from './old-certificate';
import { type Refusal } from './refusal';
import { readable, readTrust } from './trust';

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
  /** Headers of blind copies that say otherwise than `header`, such as whom they are for. */
  readonly copies?: readonly { readonly recipient: string; readonly header: Bytes }[];
  readonly protection: Protection;
  /** Left out: the newest identity that may sign for From. */
  readonly identityId?: string;
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
}

/** A message is its header, as it may be seen by anybody, and then its entity. */
export interface PreparedMessage {
  /** Fields, each line ended by CRLF; what is hidden of the header is in the entity alone. */
  readonly header: Bytes;
  /** Content-* header and body. */
  readonly entity: Bytes;
}

/**
 * `main` goes to `main.recipients` and is the sender's own copy; whoever sends it takes out Bcc where that was in its
 * header. Each Bcc recipient has a message of their own where it is encrypted, so that no envelope names them to others,
 * or has a header of its own; otherwise they are among `main.recipients`.
 */
export type PreparedSend =
  | {
      readonly kind: 'ready';
      readonly main: PreparedMessage & { readonly recipients: readonly string[] };
      readonly bcc: readonly (PreparedMessage & { readonly recipient: string })[];
    }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/**
 * Signs once for each header and encrypts for each group of readers, or says everything that stands against it at once. Nothing is sent
 * here. Whatever is unknown where protection is asked for refuses the send: it never goes out with less. Rejects with
 * `cancelled` and with nothing else.
 */
export async function prepareSend(request: SendRequest, ports: SendPorts, work: Work = {}): Promise<PreparedSend> {
  try {
    const plan = await makePlan(request, ports);
    const refusals = [...refusalsOf(plan, request), ...noRecipients(request)];
    return refusals.length > 0 ? { kind: 'refused', refusals } : await carryOut(plan, request, ports, work);
  } catch (thrown) {
    if (errorCode(thrown) === 'cancelled') throw thrown;
    return { kind: 'refused', refusals: [{ code: errorCode(thrown) }] };
  }
}

interface Plan {
  readonly now: Date;
  /** What others should encrypt to when they answer. */
  readonly encryptionCertificate: Certificate | undefined;
  readonly signer: OwnIdentity | Refusal | undefined;
  readonly passedOver: PassedOver | undefined;
  readonly own: readonly OwnIdentity[];
  /** One for each distinct address, the sender's last. */
  readonly readers: readonly RecipientChoice[];
}

/** Signer and readers for what the request asks for. */
async function makePlan(request: SendRequest, ports: SendPorts): Promise<Plan> {
  const { from, to, cc, bcc, protection } = request;
  const now = ports.clock.now();
  const own = ownIdentities(await ports.keyStore.identities());
  const signing = protection.sign ? await signerOf(request, own, now, ports) : undefined;
  const readers = protection.encrypt
    ? await chooseAll([...to, ...cc, ...bcc, from], { own, sender: from, now }, ports)
    : [];
  const encryptionCertificate = ownEncryptionCertificate(own, from, now);
  return { now, own, encryptionCertificate, signer: signing?.signer, passedOver: signing?.passedOver, readers };
}

/** The identity that the request names and no other; else the preferred one, else the newest. */
async function signerOf(
  { from, identityId }: DraftRequest,
  own: readonly OwnIdentity[],
  now: Date,
  { preferredIdentity }: SendPorts,
): Promise<ReturnType<typeof preferredSigner>> {
  if (identityId !== undefined) return { signer: chooseSigner(own, from, now, identityId) };
  const preferred = await preferredIdentity?.(from);
  return preferred === undefined
    ? { signer: chooseSigner(own, from, now) }
    : preferredSigner(own, from, now, preferred);
}

async function chooseAll(
  addresses: readonly string[],
  facts: Pick<RecipientCandidates, 'own' | 'sender' | 'now'>,
  { certificateDirectory, trustStore }: SendPorts,
): Promise<readonly RecipientChoice[]> {
  const trust = await readTrust(trustStore);
  const choices: RecipientChoice[] = [];
  for (const address of distinct(addresses)) {
    const known = await certificateDirectory.find(address);
    choices.push(await chooseRecipient(address, { ...facts, known, trust }));
  }
  return choices;
}

/** What is no addr-spec equals only itself: it stays, so that somebody hears of it. */
function distinct(addresses: readonly string[]): readonly string[] {
  return addresses.filter((one, i) => addresses.findIndex((other) => one === other || sameAddress(one, other)) === i);
}

function refusalsOf({ signer, readers }: Plan, request: SendRequest): readonly Refusal[] {
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

function noRecipients({ to, cc, bcc }: SendRequest): readonly Refusal[] {
  return to.length + cc.length + bcc.length === 0 ? [{ code: 'no-recipients' }] : [];
}

function isRefusal(value: OwnIdentity | Refusal): value is Refusal {
  return 'code' in value;
}

/** All that making one message of a send depends on. */
interface Sending {
  readonly plan: Plan;
  readonly request: SendRequest;
  readonly ports: SendPorts;
  readonly work: Work;
}

async function carryOut(plan: Plan, asked: SendRequest, ports: SendPorts, work: Work): Promise<PreparedSend> {
  const { to, cc, bcc, copies = [], protection } = asked;
  const request = protection.sign ? { ...asked, entity: relaySafe(asked.entity) } : asked;
  const sending = { plan, request, ports, work };
  const visible = distinct([...to, ...cc]);
  const hidden = distinct(bcc).filter((one) => !visible.some((other) => sameAddress(one, other)));
  const ownHeader = (recipient: string): Bytes | undefined =>
    copies.find((copy) => sameAddress(copy.recipient, recipient))?.header;
  const apart = hidden.filter((one) => protection.encrypt || ownHeader(one) !== undefined);
  const signed = await signMessage(request.header ?? new Uint8Array(0), sending);
  const portion = (index: number): Sending => ({ ...sending, work: portionOf(work, index, apart.length + 1) });
  const main = await sealMessage(signed, visible, portion(0));
  const others: (PreparedMessage & { recipient: string })[] = [];
  for (const [i, recipient] of apart.entries()) {
    const own = ownHeader(recipient);
    const copy = await sealMessage(own ? await signMessage(own, sending) : signed, [recipient], portion(i + 1));
    others.push({ recipient, header: withoutField(copy.header, 'bcc'), entity: copy.entity });
  }
  const recipients = [...visible, ...hidden.filter((one) => !apart.includes(one))];
  return { kind: 'ready', main: { recipients, ...main }, bcc: others };
}

/** What is protected of the header goes into the entity, which is then signed where that is asked for. */
async function signMessage(header: Bytes, sending: Sending): Promise<PreparedMessage> {
  checkCancelled(sending.work);
  const { entity, protection } = sending.request;
  const { sign, encrypt, headerPolicy, legacyDisplay = false } = protection;
  if (!sign && !encrypt) return { header, entity };
  const options = { encrypt, legacyDisplay, ...(headerPolicy && { policy: headerPolicy }) };
  const { outer, payload } =
    header.length > 0 ? protectHeader(header, entity, options) : { outer: header, payload: entity };
  return { header: outer, entity: await signAs(protection.form ?? 'clear', payload, sending) };
}

/** Encrypts for the readers and the sender where that is asked for, and signs around that for a triple wrap. */
async function sealMessage(
  { header, entity }: PreparedMessage,
  readers: readonly string[],
  sending: Sending,
): Promise<PreparedMessage> {
  const { plan, request, ports, work } = sending;
  const { from, protection } = request;
  if (!protection.encrypt) return { header, entity };
  checkCancelled(work);
  const others = readers.filter((one) => !sameAddress(one, from));
  const { algorithm, keyTransport } = await algorithmsFor(others, ports.certificateDirectory, protection.rules);
  const certificates = certificatesOf(plan, [...readers, from]);
  const how = { keyTransport, ...work };
  const sealed = await encryptEntity(entity, certificates, protection.algorithm ?? algorithm, how);
  const isWrapped = protection.tripleWrap === true && protection.sign;
  return { header, entity: isWrapped ? await signAs('clear', canonicalForm(sealed), sending) : sealed };
}

/** The entity as it is where nobody is to sign. */
async function signAs(
  form: 'clear' | 'opaque',
  entity: CanonicalOctets,
  { plan, request, ports }: Sending,
): Promise<Bytes> {
  if (!plan.signer || isRefusal(plan.signer)) return entity;
  const { identity, certificate } = plan.signer;
  const { encryptionCertificate, now } = plan;
  const scheme = defaultScheme(certificate.publicKey.algorithm);
  const signer: Signer = {
    certificate: identity.certificate,
    // RFC 8551 2.3: those who receive it have their own copy of a root, or do not trust it.
    chain: [
      ...readable(identity.chain).filter(({ isSelfIssued }) => !isSelfIssued),
      ...(encryptionCertificate ? [encryptionCertificate] : []),
    ].map(({ der }) => der),
    scheme,
    sign: (toBeSigned) => ports.keyStore.sign(identity.id, scheme, toBeSigned),
  };
  const attributes = [
    capabilitiesAttribute(request.protection.rules?.ownDevices),
    ...(encryptionCertificate ? keyPreferenceAttributes(encryptionCertificate) : []),
  ];
  return signEntity(entity, { signer, form, signingTime: now, attributes });
}

function certificatesOf({ readers }: Plan, addresses: readonly string[]): readonly Certificate[] {
  return distinct(addresses).map((address) => {
    const choice = readers.find((one) => sameAddress(one.address, address));
    if (choice?.state === 'ready') return choice.certificate;
    throw new SignetError('recipient-certificate', 'a reader without certificate', address);
  });
}

/** How one address of a draft stands. */
export type RecipientStatus = RecipientChoice & {
  readonly field: 'from' | 'to' | 'cc' | 'bcc';
  /** Common name in the chosen certificate. */
  readonly name?: string;
};

export interface Readiness {
  /** Who would sign; undefined where signing is not asked for or cannot be. */
  readonly signer: OwnIdentity | undefined;
  /** Why the identity that the user prefers for this address is not the signer. */
  readonly passedOver?: PassedOver;
  /** Recipients who last encrypted to a certificate of this address that was replaced since. */
  readonly withOldCertificate: readonly string[];
  /** The readers, where encryption is asked for; the sender's own copy is `from`. */
  readonly recipients: readonly RecipientStatus[];
  /** What `prepareSend` would refuse with, a draft without recipients apart. */
  readonly refusals: readonly Refusal[];
}

/** What the compose screen shows before sending: who signs, who can read, who cannot and why. Signs and encrypts nothing. */
export async function readiness(request: DraftRequest, ports: SendPorts): Promise<Readiness> {
  const draft = { ...request, entity: new Uint8Array(0) as unknown as CanonicalOctets };
  const plan = await makePlan(draft, ports);
  return {
    signer: plan.signer && !isRefusal(plan.signer) ? plan.signer : undefined,
    ...(plan.passedOver && { passedOver: plan.passedOver }),
    withOldCertificate: await withOldCertificate(request, plan, ports),
    recipients: plan.readers.map((choice) => statusOf(choice, request)),
    refusals: refusalsOf(plan, draft),
  };
}

/** What is not known of somebody, or cannot be read, is left out: it is a hint only. */
async function withOldCertificate(
  { from, to, cc, bcc }: DraftRequest,
  { own, encryptionCertificate }: Plan,
  { senderHistory }: SendPorts,
): Promise<readonly string[]> {
  if (!senderHistory || !encryptionCertificate) return [];
  const found: string[] = [];
  for (const address of distinct([...to, ...cc, ...bcc])) {
    const record = await senderHistory.find(address).catch(() => undefined);
    if (record && hasOldCertificate(record, own, { from, current: encryptionCertificate })) found.push(address);
  }
  return found;
}

function statusOf(choice: RecipientChoice, { to, cc, bcc }: DraftRequest): RecipientStatus {
  const fields = { to, cc, bcc } as const;
  const isIn = (list: readonly string[]): boolean => list.some((one) => sameAddress(one, choice.address));
  const field = (['to', 'cc', 'bcc'] as const).find((one) => isIn(fields[one])) ?? 'from';
  const name = choice.state === 'ready' ? choice.certificate.subject.commonName : undefined;
  return { ...choice, field, ...(name !== undefined && { name }) };
}
