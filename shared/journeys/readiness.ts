import { sameAddress } from '../mime/address';
import { type ReasonCode, type Reason } from '../verdict/reason';
import { type OwnIdentity, type PassedOver } from './choose-certificates';
import { type RecipientChoice } from './choose-recipient';
import { hasOldCertificate } from './old-certificate';
import {
  distinct,
  type DraftRequest,
  isRefusal,
  keyOf,
  makePlan,
  type Plan,
  refusalsOf,
  type SendPorts,
} from './plan-send';
import { type Refusal } from './refusal';

/** What is wrong with the best certificate of an address, as far as a person has to tell cases apart. */
export type RecipientTrouble = 'unconfirmed' | 'expired' | 'revoked' | 'untrusted' | 'other';

/** How one address of a draft stands. */
export type RecipientStatus = RecipientChoice & {
  readonly field: 'from' | 'to' | 'cc' | 'bcc';
  /** Common name in the chosen certificate. */
  readonly name?: string;
  /** Of the sender: how many certificates of their own the message is encrypted to. */
  readonly ownCertificates?: number;
  /** Where it is `unusable`. */
  readonly trouble?: RecipientTrouble;
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
  const plan = await makePlan(request, ports);
  return {
    signer: plan.signer && !isRefusal(plan.signer) ? plan.signer : undefined,
    ...(plan.passedOver && { passedOver: plan.passedOver }),
    withOldCertificate: await withOldCertificate(request, plan, ports),
    recipients: statusesOf(plan, request),
    refusals: refusalsOf(plan, request),
  };
}

/** What is not known of somebody, or cannot be read, is left out: it is a hint only. */
async function withOldCertificate(
  { from, to, cc, bcc }: DraftRequest,
  { own, toAnswerWith: encryptionCertificate }: Plan,
  { senderHistory }: SendPorts,
): Promise<readonly string[]> {
  if (!senderHistory || !encryptionCertificate) return [];
  const addresses = distinct([...to, ...cc, ...bcc]);
  const records = await Promise.all(addresses.map((address) => senderHistory.find(address).catch(() => undefined)));
  return addresses.filter((_, i) => {
    const record = records[i];
    return record !== undefined && hasOldCertificate(record, own, { from, current: encryptionCertificate });
  });
}

function statusesOf(
  { readers, ownCertificates }: Plan,
  { from, to, cc, bcc }: DraftRequest,
): readonly RecipientStatus[] {
  const fields = new Map<string, RecipientStatus['field']>();
  for (const [field, list] of [
    ['to', to],
    ['cc', cc],
    ['bcc', bcc],
  ] as const) {
    for (const address of list) if (!fields.has(keyOf(address))) fields.set(keyOf(address), field);
  }
  return readers.map((choice) => {
    const field = fields.get(keyOf(choice.address)) ?? 'from';
    const own = sameAddress(choice.address, from) ? { ownCertificates: ownCertificates.length } : {};
    if (choice.state === 'unusable') return { ...choice, field, trouble: troubleOf(choice.reasons), ...own };
    const name = choice.state === 'ready' ? choice.certificate.subject.commonName : undefined;
    return { ...choice, field, ...(name !== undefined && { name }), ...own };
  });
}

const UNTRUSTED: readonly ReasonCode[] = ['no-path', 'not-anchored', 'self-signed', 'issuer-distrusted'];

/**
 * A certificate that could be used once its key is confirmed comes first, whatever stands against the others; then the
 * gravest: what is revoked is not to be taken for merely old.
 */
function troubleOf(reasons: readonly Reason[]): RecipientTrouble {
  const has = (...codes: readonly ReasonCode[]): boolean => reasons.some(({ code }) => codes.includes(code));
  if (has('unconfirmed-key')) return 'unconfirmed';
  if (has('revoked', 'authority-revoked')) return 'revoked';
  if (has(...UNTRUSTED)) return 'untrusted';
  return has('expired') ? 'expired' : 'other';
}
