import { type Bytes, type CanonicalOctets } from '../base/bytes';
import { errorCode } from '../base/errors';
import { checkCancelled, portionOf, type Work } from '../base/work';
import { defaultScheme } from '../cms/algorithms';
import { capabilitiesAttribute, keyPreferenceAttributes } from '../cms/capabilities';
import { type Signer } from '../cms/sign';
import { sameAddress } from '../mime/address';
import { canonicalForm } from '../mime/canonical-form';
import { withoutField } from '../mime/compose-header';
import { addressedOnlyTo, protectHeader } from '../mime/header-protection-write';
import { relaySafe } from '../mime/relay-safe';
import { encryptEntity, signEntity } from '../smime/protect-message';
import { algorithmsFor } from './choose-algorithms';
import {
  type BlindCopy,
  certificatesOf,
  distinct,
  isRefusal,
  keyOf,
  makePlan,
  type Plan,
  refusalsOf,
  type SendPorts,
  type SendRequest,
} from './plan-send';
import { type Refusal } from './refusal';
import { readable } from './trust';

export type { BlindCopy, DraftRequest, Protection, SendPorts, SendRequest } from './plan-send';
export { readiness } from './readiness';
export type { Readiness, RecipientStatus, RecipientTrouble } from './readiness';

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

function noRecipients({ to, cc, bcc }: SendRequest): readonly Refusal[] {
  return to.length + cc.length + bcc.length === 0 ? [{ code: 'no-recipients' }] : [];
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
  const named = new Set(visible.map(keyOf));
  const hidden = distinct(bcc).filter((one) => !named.has(keyOf(one)));
  const own = new Map(copies.map((copy) => [keyOf(copy.recipient), copy]));
  const copyFor = (recipient: string): BlindCopy | undefined => own.get(keyOf(recipient));
  const apart = hidden.filter((one) => protection.encrypt || copyFor(one) !== undefined);
  const signed = await signMessage({ header: request.header ?? new Uint8Array(0) }, sending);
  const portion = (index: number): Sending => ({ ...sending, work: portionOf(work, index, apart.length + 1) });
  const main = await sealMessage(signed, visible, portion(0));
  const others: (PreparedMessage & { recipient: string })[] = [];
  for (const [i, recipient] of apart.entries()) {
    const planned = copyFor(recipient);
    const copy = await sealMessage(planned ? await signMessage(planned, sending) : signed, [recipient], portion(i + 1));
    others.push({ recipient, header: withoutField(copy.header, 'bcc'), entity: copy.entity });
  }
  const recipients = [...visible, ...hidden.filter((one) => !apart.includes(one))];
  return { kind: 'ready', main: { recipients, ...main }, bcc: others };
}

/** What is protected of the header goes into the entity, which is then signed where that is asked for. */
async function signMessage(
  { header, recipient, namesReaderOnly = false }: Pick<BlindCopy, 'header'> & Partial<BlindCopy>,
  sending: Sending,
): Promise<PreparedMessage> {
  checkCancelled(sending.work);
  const { entity, protection } = sending.request;
  const { sign, encrypt, headerPolicy, legacyDisplay = false } = protection;
  const only = namesReaderOnly ? recipient : undefined;
  if (!sign && !encrypt) return { header: only === undefined ? header : addressedOnlyTo([only], header), entity };
  const options = {
    encrypt,
    legacyDisplay,
    ...(headerPolicy && { policy: headerPolicy }),
    ...(only !== undefined && { namesOnly: only }),
  };
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
  const certificates = certificatesOf(plan, [...readers, from], from);
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
  const { toAnswerWith: encryptionCertificate, now } = plan;
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
