import { type Bytes, concat, hex } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { composeEntity, composeHeader } from '../mime/compose-mime';
import { withHeader } from '../mime/compose-header';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { usableFor } from '../pkix/usable-for';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { type Clock } from '../ports/clock';
import { type Identity, type KeyStore } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { encryptEntity } from '../smime/protect-message';
import { type ViewedMessage } from '../smime/viewed-message';
import { type Reason } from '../verdict/reason';
import { dateReason } from './choose-certificates';
import { readMessage } from './read-message';
import { type RefusalCode } from './refusal';
import { prepareSend } from './send-message';

/** What a self-test does, in order: the last two say what the one before came to. */
export type SelfTestStepName = 'sign' | 'encrypt' | 'open' | 'verify' | 'trust';

/** Why a step is left out: the certificate does not allow it, or does not allow it today. */
export type LeftOut = 'usage' | 'expired' | 'not-yet-valid' | 'address-absent';

/** One step of a self-test. Plain data. */
export type SelfTestStep =
  | { readonly name: SelfTestStepName; readonly outcome: 'good' }
  | { readonly name: SelfTestStepName; readonly outcome: 'left-out'; readonly why: LeftOut }
  /** `attention`: it works, and others may not see it so. */
  | ({ readonly name: SelfTestStepName; readonly outcome: 'failed' | 'attention' } & SelfTestFailure);

/** What the journey said. */
export interface SelfTestFailure {
  readonly code?: RefusalCode;
  readonly reasons: readonly Reason[];
}

export interface SelfTest {
  readonly steps: readonly SelfTestStep[];
  /** Whether nothing failed, and something was done. */
  readonly isGood: boolean;
}

export interface SelfTestPorts {
  readonly keyStore: KeyStore;
  readonly trustStore: TrustStore;
  readonly clock: Clock;
}

/**
 * Writes a message to its owner with one identity, and reads it: signed, encrypted, opened and verified by the same
 * journeys as any mail, with the key as it is stored. Nothing is sent and nothing is kept. What the certificate does not
 * allow, or not today, is left out and named: an expired one still has to open what was encrypted to it. Rejects with
 * `no-private-key` where the identity is not here, and `storage`; whatever else goes wrong is in the steps.
 */
export async function selfTest(identityId: string, { keyStore, trustStore, clock }: SelfTestPorts): Promise<SelfTest> {
  // Whatever else the caller has: the journeys get no place to remember anything in.
  const ports: SelfTestPorts = { keyStore, trustStore, clock };
  const identity = (await keyStore.identities()).find(({ id }) => id === identityId);
  if (!identity) throw new SignetError('no-private-key', 'this identity is not in the key store');
  const certificate = parseCertificate(identity.certificate);
  const steps = await writeAndRead({ identity, certificate, ports, words: randomWords() });
  return { steps, isGood: steps.some(isGood) && !steps.some(({ outcome }) => outcome === 'failed') };
}

const isGood = ({ outcome }: SelfTestStep): boolean => outcome === 'good';

interface Test {
  readonly identity: Identity;
  readonly certificate: Certificate;
  readonly ports: SelfTestPorts;
  /** What the message says, to be found again. */
  readonly words: string;
}

const randomWords = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

async function writeAndRead(test: Test): Promise<readonly SelfTestStep[]> {
  const { certificate, ports } = test;
  const today = whyNotToday(certificate, ports.clock.now());
  const signing = usableFor(certificate, 'sign') ? today : 'usage';
  const isReader = usableFor(certificate, 'encrypt');
  const written = signing === undefined ? await writeSigned(test, isReader) : await writeEncrypted(test, isReader);
  const sign = leftOutOr('sign', signing, written.failure);
  const encrypt = leftOutOr('encrypt', isReader ? undefined : 'usage', written.failure);
  if (written.failure || !written.octets) return [sign, encrypt];
  return [sign, encrypt, ...(await read(test, written.octets, { isSigned: signing === undefined, isReader }))];
}

/** Why nothing is signed with it now, apart from what it is for. */
function whyNotToday(certificate: Certificate, now: Date): LeftOut | undefined {
  const reason = dateReason(certificate, now);
  if (reason) return reason.code === 'expired' ? 'expired' : 'not-yet-valid';
  return certificate.addresses.length === 0 ? 'address-absent' : undefined;
}

function leftOutOr(
  name: SelfTestStepName,
  why: LeftOut | undefined,
  failure: SelfTestFailure | undefined,
): SelfTestStep {
  if (why !== undefined) return { name, outcome: 'left-out', why };
  return failure ? { name, outcome: 'failed', ...failure } : { name, outcome: 'good' };
}

interface Written {
  readonly octets?: Bytes;
  readonly failure?: SelfTestFailure;
}

const failed = (thrown: unknown): Written => ({ failure: { code: errorCode(thrown), reasons: [] } });

/** Of a message to oneself. */
function headerOf(address: string, words: string, date: Date): ReturnType<typeof composeHeader> {
  const person = { name: '', address };
  return composeHeader({ from: person, to: [person], subject: words, date, messageId: `<${words}@signet.invalid>` });
}

/** Signed, and encrypted where the certificate allows, as any message of its owner to themselves would be. */
async function writeSigned({ identity, certificate, ports, words }: Test, isReader: boolean): Promise<Written> {
  const [address = ''] = certificate.addresses;
  try {
    const header = headerOf(address, words, ports.clock.now());
    const prepared = await prepareSend(
      {
        from: address,
        to: [address],
        cc: [],
        bcc: [],
        header,
        entity: composeEntity({ text: words }),
        protection: { sign: true, encrypt: isReader },
        identityId: identity.id,
      },
      { ...ports, certificateDirectory: NOBODY, keyStore: only(identity, ports.keyStore) },
    );
    if (prepared.kind === 'ready') return { octets: concat([prepared.main.header, prepared.main.entity]) };
    const [first] = prepared.refusals;
    return { failure: { ...(first && { code: first.code }), reasons: first?.reasons ?? [] } };
  } catch (thrown) {
    return failed(thrown);
  }
}

/** To the certificate as others did while it was in date; nothing where nobody may encrypt to it. */
async function writeEncrypted({ certificate, ports, words }: Test, isReader: boolean): Promise<Written> {
  if (!isReader) return {};
  try {
    const header = headerOf(certificate.addresses[0] ?? 'nobody@signet.invalid', words, ports.clock.now());
    return { octets: withHeader(header, await encryptEntity(composeEntity({ text: words }), [certificate])) };
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Only this identity: another of the same address would sign or read in its stead. */
const only = (identity: Identity, keyStore: KeyStore): KeyStore => ({
  identities: () => Promise.resolve([identity]),
  sign: (id, scheme, toBeSigned) => keyStore.sign(id, scheme, toBeSigned),
  unwrap: (recipients) => keyStore.unwrap(recipients),
});

const NOBODY: CertificateDirectory = {
  find: () => Promise.resolve([]),
  update: () => Promise.resolve(),
  capabilitiesOf: () => Promise.resolve(undefined),
  rememberCapabilities: () => Promise.resolve(),
};

interface Expected {
  readonly isSigned: boolean;
  readonly isReader: boolean;
}

async function read(test: Test, octets: Bytes, expected: Expected): Promise<readonly SelfTestStep[]> {
  const { ports, words } = test;
  try {
    const { message } = await readMessage(octets, { ...ports, certificateDirectory: NOBODY });
    const { view } = message;
    return [...(expected.isReader ? [openStep(view, words)] : []), ...(expected.isSigned ? signatureSteps(view) : [])];
  } catch (thrown) {
    return [{ name: expected.isReader ? 'open' : 'verify', outcome: 'failed', code: errorCode(thrown), reasons: [] }];
  }
}

function openStep({ encryption, body }: ViewedMessage, words: string): SelfTestStep {
  const isThere = body.parts.some((part) => part.kind === 'text' && part.text.includes(words));
  if (encryption.state === 'opened' && isThere) return { name: 'open', outcome: 'good' };
  return { name: 'open', outcome: 'failed', reasons: encryption.reasons };
}

/** That the signature holds is one thing, that the issuer is trusted here another. */
function signatureSteps({ signatures }: ViewedMessage): readonly SelfTestStep[] {
  const signature = signatures.find(({ isRoot }) => isRoot);
  if (!signature) return [{ name: 'verify', outcome: 'failed', reasons: [] }];
  const { integrity, address, path, reasons } = signature;
  if (integrity !== 'intact' || address !== 'match') return [{ name: 'verify', outcome: 'failed', reasons }];
  const trust: SelfTestStep =
    path === 'valid'
      ? { name: 'trust', outcome: 'good' }
      : {
          name: 'trust',
          outcome: 'attention',
          reasons: reasons.filter(({ code }) => code !== 'revocation-not-checked'),
        };
  return [{ name: 'verify', outcome: 'good' }, trust];
}
