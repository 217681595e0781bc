import {
  canonicalForm,
  importCertificates,
  parseCertificate,
  prepareSend,
  publicAnchorList,
  readiness,
  readMessage,
  restoreDraft,
  SignetError,
  type Bytes,
  type Der,
  type DraftWish,
  type Identity,
  type ImportReport,
  type MessageRead,
  type Pin,
  type PreparedSend,
  type PublicAnchorList,
  type Readiness,
  type ReadMessage,
  type SendRequest,
  type Work,
} from '../../shared/index';
import { type AnchorRules, type HostAnchorChoice, type HostTrust, type PublicAnchorChoice } from '../storage/index';
import { type AcmeCalls } from './acme-calls';
import { acmeHandlers } from './acme-later';
import { bulkHandlers, type BulkCalls } from './bulk-calls';
import { type CorrespondentCalls } from './correspondent-calls';
import { correspondentHandlers } from './correspondent-handlers';
import { gettingHandlers, type GettingCalls } from './getting-calls';
import { keyHandlers, type KeyCalls } from './key-calls';
import { lookUpHandlers, type LookUpCalls } from './look-up-calls';
import { revocationHandlers, type RevocationCalls } from './revocation-calls';
import { identityHandlers, type IdentityCalls } from './identity-calls';
import { type MessageRequest } from './message-request';
import { protectionBy, readSendOptions } from './send-options';
import { Transferred, type Handlers } from './protocol';
import { type CorePorts } from './wiring';

/** What is to be sent, its entity not yet in canonical form. */
export type PrepareRequest = Omit<SendRequest, 'entity'> & { readonly entity: Bytes };

/** A draft's message, and what was asked for it. */
export type RestoredDraft = DraftWish & { readonly message: Bytes };

interface Call<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** The public roots, which of them the user wants, and the fingerprints of what the host's own store does not trust. */
export interface PublicAnchors extends PublicAnchorList {
  readonly choice: PublicAnchorChoice;
  readonly untrustedByHost: readonly string[];
  readonly rules: AnchorRules;
}

/** What both hosts ask of the core. */
export type CoreCalls = AcmeCalls &
  BulkCalls &
  CorrespondentCalls &
  GettingCalls &
  IdentityCalls &
  KeyCalls &
  LookUpCalls &
  RevocationCalls & {
    readonly open: Call<MessageRequest, ReadMessage>;
    /** The octets of an attachment, as a file of no type. */
    readonly attachment: Call<MessageRequest & { readonly index: number }, Blob>;
    /** Keeps the certificates in attachments, by their indexes. */
    readonly importAttachments: Call<MessageRequest & { readonly indexes: readonly number[] }, ImportReport>;
    readonly forget: Call<number, undefined>;
    readonly prepare: Call<PrepareRequest, PreparedSend>;
    /** The message of a draft that was encrypted to its writer, as it was when it was kept. */
    readonly restoreDraft: Call<Blob, RestoredDraft>;
    readonly readiness: Call<Omit<SendRequest, 'entity'>, Readiness>;
    readonly identities: Call<undefined, readonly Identity[]>;
    readonly removeIdentity: Call<string, undefined>;
    readonly anchorRules: Call<undefined, AnchorRules>;
    readonly addedAnchors: Call<undefined, readonly { readonly certificate: Der }[]>;
    readonly addAnchor: Call<Der, undefined>;
    readonly removeAnchor: Call<Der, undefined>;
    readonly publicAnchors: Call<undefined, PublicAnchors>;
    readonly choosePublicAnchors: Call<PublicAnchorChoice, undefined>;
    readonly pins: Call<undefined, readonly Pin[]>;
    readonly addPin: Call<Pin, undefined>;
    readonly removePin: Call<Pin, undefined>;
    /** What the host's own store says at this moment; counts until it is said anew. Undefined: it could not be read. */
    readonly hostTrust: Call<HostTrust | undefined, undefined>;
    /** Whether its authorities count. */
    readonly hostAnchorChoice: Call<undefined, HostAnchorChoice>;
    readonly chooseHostAnchors: Call<boolean, undefined>;
    /** Forgets every record of a signature, every sender, and whom was looked for. */
    readonly eraseRemembered: Call<undefined, undefined>;
    readonly setting: Call<string, unknown>;
    readonly setSetting: Call<{ readonly name: string; readonly value: unknown }, undefined>;
  };

/** Opened messages that a worker holds on to for the sake of their attachments. */
const KEPT = 3;

export function coreHandlers(ports: CorePorts): Handlers<CoreCalls> {
  const { keyStore, trustStore, settings } = ports;
  const kept = new Map<number, MessageRead>();
  let locks = 0;
  ports.keyLock.onChanged((change) => {
    if (change !== 'locked') return;
    // What was opened with the keys goes with them, also what is being opened at that moment.
    locks++;
    kept.clear();
  });
  const read = async (message: Blob, work: Work): Promise<MessageRead | undefined> => {
    const before = locks;
    const opened = await readMessage(new Uint8Array(await message.arrayBuffer()), ports, work);
    return before === locks ? opened : undefined;
  };
  const open = async ({ serial, message }: MessageRequest, work: Work): Promise<MessageRead> => {
    // What needs no key is read without them; what does rejects by itself.
    const opened = (await read(message, work)) ?? (await read(message, work));
    if (!opened) throw new SignetError('locked', 'the keys were locked while the message was opened');
    kept.delete(serial);
    kept.set(serial, opened);
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    return opened;
  };
  return {
    ...acmeHandlers(ports),
    ...bulkHandlers(ports),
    ...correspondentHandlers(ports),
    ...gettingHandlers(ports),
    ...identityHandlers(ports),
    ...keyHandlers(ports.keyLock),
    ...lookUpHandlers(ports),
    ...revocationHandlers(ports, async (request, work) => kept.get(request.serial) ?? (await open(request, work))),
    open: async (request, work) => (await open(request, work)).message,
    async attachment(request, work) {
      const opened = kept.get(request.serial) ?? (await open(request, work));
      return new Blob([opened.octetsOf(request.index)], { type: 'application/octet-stream' });
    },
    async importAttachments(request, work) {
      const { message, octetsOf } = kept.get(request.serial) ?? (await open(request, work));
      const { summary, body } = message.view;
      const { state, signer } = summary;
      // A signature that is good covers what is attached, and not what another signed or closed inside.
      const isAttached = request.indexes.every((one) => body.attachments.some(({ index }) => index === one));
      const vouchedBy =
        isAttached && state === 'signed-valid' && signer
          ? parseCertificate(signer.certificate).publicKey.spki
          : undefined;
      return importCertificates({ files: request.indexes.map(octetsOf), ...(vouchedBy && { vouchedBy }) }, ports, work);
    },
    forget: (serial) => {
      kept.delete(serial);
      return done();
    },
    async prepare(request, work) {
      const protection = protectionBy(await readSendOptions(settings), request.protection);
      const entity = canonicalForm(request.entity);
      const prepared = await prepareSend({ ...request, entity, protection }, ports, work);
      return prepared.kind === 'refused' ? prepared : new Transferred(prepared, entitiesOf(prepared));
    },
    restoreDraft: async (message, work) => restoreDraft(new Uint8Array(await message.arrayBuffer()), ports, work),
    readiness: (request) => readiness(request, ports),
    identities: () => keyStore.identities(),
    removeIdentity: (id) => keyStore.remove(id).then(done),
    anchorRules: () => Promise.resolve(trustStore.anchorRules()),
    addedAnchors: () => trustStore.addedAnchors(),
    addAnchor: (certificate) => trustStore.addAnchor(certificate).then(done),
    removeAnchor: (certificate) => trustStore.removeAnchor(certificate).then(done),
    publicAnchors: async () => ({
      ...(await publicAnchorList()),
      choice: await trustStore.publicAnchorChoice(),
      untrustedByHost: [...(await trustStore.untrustedByHost())],
      rules: trustStore.anchorRules(),
    }),
    choosePublicAnchors: (choice) => trustStore.choosePublicAnchors(choice).then(done),
    pins: () => trustStore.pins(),
    addPin: (pin) => trustStore.addPin(pin).then(done),
    removePin: (pin) => trustStore.removePin(pin).then(done),
    hostTrust(trust) {
      return trustStore.setHostTrust(trust).then(done);
    },
    hostAnchorChoice: () => trustStore.hostAnchorChoice(),
    chooseHostAnchors: (isOn) => trustStore.chooseHostAnchors(isOn).then(done),
    async eraseRemembered() {
      await ports.signatureRecords.clear();
      await ports.senderHistory.clear();
      await ports.lookUpRecords.clear();
      return undefined;
    },
    setting: (name) => settings.get(name),
    setSetting: ({ name, value }) => settings.set(name, value).then(done),
  };
}

const done = (): Promise<undefined> => Promise.resolve(undefined);

function entitiesOf({ main, bcc }: Extract<PreparedSend, { kind: 'ready' }>): readonly Bytes[] {
  return [main.entity, ...bcc.map(({ entity }) => entity)];
}
