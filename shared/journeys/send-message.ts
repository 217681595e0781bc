import { type Bytes, type CanonicalOctets } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { checkCancelled, type Work } from '../base/work';
import { defaultScheme } from '../cms/algorithms';
import { capabilitiesAttribute, keyPreferenceAttributes } from '../cms/capabilities';
import { type ContentAlgorithm } from '../cms/encrypt';
import { type Signer } from '../cms/sign';
import { sameAddress } from '../mime/address';
import { type Certificate } from '../pkix/certificate';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import { type KeyStore } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { encryptEntity, signEntity } from '../smime/protect-message';
import { type AlgorithmRules, algorithmsFor } from './choose-algorithms';
import {
  chooseRecipient,
  chooseSigner,
  type OwnIdentity,
  ownEncryptionCertificate,
  ownIdentities,
  type RecipientCandidates,
  type RecipientChoice,
} from './choose-certificates';
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
}

export interface SendRequest {
  /** Addr-specs. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** Content-* header and body, as `composeEntity` makes it. */
  readonly entity: CanonicalOctets;
  readonly protection: Protection;
  /** Left out: the newest identity that may sign for From. */
  readonly identityId?: string;
}

export interface SendPorts {
  readonly keyStore: KeyStore;
  readonly certificateDirectory: CertificateDirectory;
  readonly trustStore: TrustStore;
  readonly clock: Clock;
}

/**
 * Entities ready to stand under outer header fields. `main` goes to `main.recipients` and is the sender's own copy.
 * Encrypted, each Bcc recipient has an entity of their own, so that no envelope names them to others; otherwise all are
 * among `main.recipients` and `bcc` is empty.
 */
export type PreparedSend =
  | {
      readonly kind: 'ready';
      readonly main: { readonly recipients: readonly string[]; readonly entity: Bytes };
      readonly bcc: readonly { readonly recipient: string; readonly entity: Bytes }[];
    }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/**
 * Signs once and encrypts for each group of readers, or says everything that stands against it at once. Nothing is sent
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
  /** One for each distinct address, the sender's last. */
  readonly readers: readonly RecipientChoice[];
}

/** Signer and readers for what the request asks for. */
async function makePlan(request: SendRequest, ports: SendPorts): Promise<Plan> {
  const { from, to, cc, bcc, protection } = request;
  const now = ports.clock.now();
  const own = ownIdentities(await ports.keyStore.identities());
  const signer = protection.sign ? chooseSigner(own, from, now, request.identityId) : undefined;
  const readers = protection.encrypt
    ? await chooseAll([...to, ...cc, ...bcc, from], { own, sender: from, now }, ports)
    : [];
  return { now, encryptionCertificate: ownEncryptionCertificate(own, from, now), signer, readers };
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

async function carryOut(plan: Plan, request: SendRequest, ports: SendPorts, work: Work): Promise<PreparedSend> {
  const { to, cc, bcc, entity, protection } = request;
  checkCancelled(work);
  const signed = plan.signer && !isRefusal(plan.signer) ? await sign(plan.signer, plan, request, ports) : entity;
  const visible = distinct([...to, ...cc]);
  const hidden = distinct(bcc).filter((one) => !visible.some((other) => sameAddress(one, other)));
  if (!protection.encrypt) {
    return { kind: 'ready', main: { recipients: [...visible, ...hidden], entity: signed }, bcc: [] };
  }
  const seal = async (readers: readonly string[]): Promise<Bytes> => {
    checkCancelled(work);
    const others = readers.filter((one) => !sameAddress(one, request.from));
    const { algorithm, keyTransport } = await algorithmsFor(others, ports.certificateDirectory, protection.rules);
    const certificates = certificatesOf(plan, [...readers, request.from]);
    return encryptEntity(signed, certificates, protection.algorithm ?? algorithm, keyTransport);
  };
  const main = { recipients: visible, entity: await seal(visible) };
  const copies: { recipient: string; entity: Bytes }[] = [];
  for (const recipient of hidden) copies.push({ recipient, entity: await seal([recipient]) });
  return { kind: 'ready', main, bcc: copies };
}

function sign(
  { identity, certificate }: OwnIdentity,
  { now, encryptionCertificate }: Plan,
  { entity, protection }: SendRequest,
  { keyStore }: SendPorts,
): Promise<Bytes> {
  const scheme = defaultScheme(certificate.publicKey.algorithm);
  const signer: Signer = {
    certificate: identity.certificate,
    // RFC 8551 2.3: those who receive it have their own copy of a root, or do not trust it.
    chain: [
      ...readable(identity.chain).filter(({ isSelfIssued }) => !isSelfIssued),
      ...(encryptionCertificate ? [encryptionCertificate] : []),
    ].map(({ der }) => der),
    scheme,
    sign: (toBeSigned) => keyStore.sign(identity.id, scheme, toBeSigned),
  };
  const attributes = [
    capabilitiesAttribute(protection.rules?.ownDevices),
    ...(encryptionCertificate ? keyPreferenceAttributes(encryptionCertificate) : []),
  ];
  return signEntity(entity, { signer, form: protection.form ?? 'clear', signingTime: now, attributes });
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
  /** The readers, where encryption is asked for; the sender's own copy is `from`. */
  readonly recipients: readonly RecipientStatus[];
  /** What `prepareSend` would refuse with, a draft without recipients apart. */
  readonly refusals: readonly Refusal[];
}

/** What the compose screen shows before sending: who signs, who can read, who cannot and why. Signs and encrypts nothing. */
export async function readiness(request: Omit<SendRequest, 'entity'>, ports: SendPorts): Promise<Readiness> {
  const draft = { ...request, entity: new Uint8Array(0) as unknown as CanonicalOctets };
  const plan = await makePlan(draft, ports);
  return {
    signer: plan.signer && !isRefusal(plan.signer) ? plan.signer : undefined,
    recipients: plan.readers.map((choice) => statusOf(choice, request)),
    refusals: refusalsOf(plan, draft),
  };
}

function statusOf(choice: RecipientChoice, { to, cc, bcc }: Omit<SendRequest, 'entity'>): RecipientStatus {
  const fields = { to, cc, bcc } as const;
  const isIn = (list: readonly string[]): boolean => list.some((one) => sameAddress(one, choice.address));
  const field = (['to', 'cc', 'bcc'] as const).find((one) => isIn(fields[one])) ?? 'from';
  const name = choice.state === 'ready' ? choice.certificate.subject.commonName : undefined;
  return { ...choice, field, ...(name !== undefined && { name }) };
}
