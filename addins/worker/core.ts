import {
  type Asked,
  type Der,
  type Identity,
  type ImportReport,
  type KeyLock,
  type PermanentCopy,
  type Pin,
  type PreparedSend,
  type Readiness,
  type ReadMessage,
  type RevocationNetwork,
  type SendRequest,
  type Summary,
  type Work,
} from '../../shared/index';
import { type AcmeHost } from '../acme/run-order';
import { type LookUpHost } from '../lookup/look-up-host';
import {
  type AnchorRules,
  type HostAnchorChoice,
  type HostTrust,
  type PublicAnchorChoice,
  type Settings,
} from '../storage/index';
import { type CoreCalls, type PrepareRequest, type PublicAnchors, type RestoredDraft } from './core-calls';
import { createCorrespondents, type Correspondents } from './correspondents';
import { createGetting, type Getting } from './getting';
import { createLookingUp, type LookingUp } from './looking-up';
import { createOrdering, type Ordering } from './ordering';
import { withHostTrust } from './host-trust';
import { keyLockOf } from './key-calls';
import { type MessageRequest } from './message-request';
import { ownAccounts } from './own-accounts';
import { createOwnIdentities, type OwnIdentities } from './own-identities';
import { buffersOf } from './protocol';
import { refreshMessage } from './refresh-message';
import { type RevocationChoice } from './revocation-calls';
import { type RevocationOptions } from './revocation-options';
import { type Caller } from './worker-client';

/** A message that was opened. What belongs to it stays in the worker and is given when it is asked for. */
export interface OpenMail extends ReadMessage {
  /** The octets of an attachment of the view. */
  attachment(index: number): Promise<Blob>;
  /** Keeps the certificates in attachments of the view. */
  importAttachments(indexes: readonly number[]): Promise<ImportReport>;
  /** The message is no longer shown. */
  forget(): void;
  /**
   * Asks the network about the certificates of the message and opens it anew. Left out: host and policy allow no asking.
   */
  readonly refresh?: (options: RefreshOptions) => Promise<RefreshedMail>;
}

export interface RefreshOptions {
  /** The user asked: also about what is known to be good. */
  readonly isForced: boolean;
  readonly work?: Work;
}

export interface RefreshedMail {
  /** The same message as it stands now; `forget` of either forgets both. */
  readonly mail: OpenMail;
  /** What was asked, where, and what came; empty where there was nothing to ask. */
  readonly asked: readonly Asked[];
}

/**
 * The core as pages see it: each promise rejects with what the core's own code threw, or with `host` (`worker`) where
 * its worker does not start or has died. Work that can be long takes a `Work`: progress, and `cancelled` by its signal.
 */
export interface Core extends OwnIdentities {
  open(message: Blob, work?: Work): Promise<OpenMail>;
  /** The message without its encryption, to be kept so. */
  decryptPermanently(message: Blob, work?: Work): Promise<PermanentCopy>;
  /** What a message is worth without any key: what is encrypted stays closed. Nothing is learned from it. */
  glance(message: Blob): Promise<Summary>;
  /** The octets of `request.entity` are handed over: they are empty afterwards. */
  prepare(request: PrepareRequest, work?: Work): Promise<PreparedSend>;
  /** The message of a draft that was encrypted to its writer, as it was when it was kept. Rejects as `restoreDraft` does. */
  restoreDraft(message: Blob, work?: Work): Promise<RestoredDraft>;
  readiness(request: Omit<SendRequest, 'entity'>): Promise<Readiness>;
  identities(): Promise<readonly Identity[]>;
  removeIdentity(id: string): Promise<void>;
  /** The lock on the private keys, which holds for all pages. */
  readonly keys: KeyLock;
  readonly anchors: {
    /** What the organisation leaves of what is chosen here. */
    rules(): Promise<AnchorRules>;
    added(): Promise<readonly { readonly certificate: Der }[]>;
    add(certificate: Der): Promise<void>;
    remove(certificate: Der): Promise<void>;
  };
  /** Mozilla's roots, and which of them count. */
  readonly publicAnchors: {
    read(): Promise<PublicAnchors>;
    choose(choice: PublicAnchorChoice): Promise<void>;
  };
  /** Certificates that the user confirmed, each for one address. */
  readonly pins: {
    all(): Promise<readonly Pin[]>;
    add(pin: Pin): Promise<void>;
    remove(pin: Pin): Promise<void>;
  };
  /** What a store of the host's own says of authorities. */
  readonly hostAnchors: {
    /** Nothing where the host has no such store. Rejects with `host`. */
    read(): Promise<HostTrust>;
    choice(): Promise<HostAnchorChoice>;
    choose(isOn: boolean): Promise<void>;
  };
  /** Forgets what is remembered of signatures and senders. */
  eraseRemembered(): Promise<void>;
  /** Certificates of others. */
  readonly correspondents: Correspondents;
  readonly getting: Getting;
  readonly ordering: Ordering;
  readonly lookingUp: LookingUp;
  readonly settings: Settings;
  readonly revocation: {
    /** Host and policy allow asking the network. */
    readonly canAsk: boolean;
    choice(): Promise<RevocationChoice>;
    store(options: RevocationOptions): Promise<void>;
  };
}

let serial = 0;

/**
 * The core behind two workers, so that ending one that does not stop never takes the other's work with it: `reading`
 * opens messages, `acting` does all else. `network`: where revocation may be asked for; left out: nowhere.
 * `readHostTrust`: what the host's own store says of authorities; left out: it has none. `acmeHost`: network and mailbox for
 * orders at a certification authority; left out: none can be run. `lookUpHost`: places where certificates of recipients are
 * looked for; left out: there are none. `readAccounts`: addresses of the user's accounts; left out: the host says none.
 */
export function createCore(
  readingWorker: Caller<CoreCalls>,
  actingWorker: Caller<CoreCalls>,
  network?: RevocationNetwork,
  readHostTrust?: () => Promise<HostTrust>,
  acmeHost?: AcmeHost,
  lookUpHost?: LookUpHost,
  readAccounts?: () => Promise<readonly string[]>,
): Core {
  const accounts = ownAccounts(readAccounts);
  const reading = readHostTrust ? withHostTrust(readingWorker, readHostTrust) : readingWorker;
  const acting = readHostTrust ? withHostTrust(actingWorker, readHostTrust) : actingWorker;
  const open = async (request: MessageRequest, work?: Work): Promise<OpenMail> => {
    const opened = await reading.call('open', request, work);
    return {
      ...opened,
      attachment: (index) => reading.call('attachment', { ...request, index }),
      importAttachments: (indexes) => reading.call('importAttachments', { ...request, indexes }),
      forget() {
        void reading.call('forget', request.serial).catch(() => undefined);
      },
      ...(network && {
        async refresh(options: RefreshOptions): Promise<RefreshedMail> {
          const asked = await refreshMessage(reading, network, request, options);
          return { mail: await open(request, options.work), asked };
        },
      }),
    };
  };
  return {
    open: (message, work) => open({ serial: ++serial, message }, work),
    glance: (message) => reading.call('glance', message),
    decryptPermanently: (message, work) => reading.call('decryptPermanently', message, work),
    revocation: {
      canAsk: network !== undefined,
      choice: () => acting.call('revocationChoice', undefined),
      store: (options) => acting.call('storeRevocationOptions', options),
    },
    async prepare(request, work) {
      const asked = { ...request, ...(await accounts()) };
      return acting.call('prepare', asked, { ...work, transfer: buffersOf([request.entity]) });
    },
    restoreDraft: (message, work) => reading.call('restoreDraft', message, work),
    readiness: async (request) => acting.call('readiness', { ...request, ...(await accounts()) }),
    identities: () => acting.call('identities', undefined),
    removeIdentity: (id) => acting.call('removeIdentity', id),
    keys: keyLockOf(acting),
    anchors: {
      rules: () => acting.call('anchorRules', undefined),
      added: () => acting.call('addedAnchors', undefined),
      add: (certificate) => acting.call('addAnchor', certificate),
      remove: (certificate) => acting.call('removeAnchor', certificate),
    },
    publicAnchors: {
      read: () => acting.call('publicAnchors', undefined),
      choose: (choice) => acting.call('choosePublicAnchors', choice),
    },
    pins: {
      all: () => acting.call('pins', undefined),
      add: (pin) => acting.call('addPin', pin),
      remove: (pin) => acting.call('removePin', pin),
    },
    hostAnchors: {
      read: () => readHostTrust?.() ?? Promise.resolve({ authorities: [], untrusted: [] }),
      choice: () => acting.call('hostAnchorChoice', undefined),
      choose: (isOn) => acting.call('chooseHostAnchors', isOn),
    },
    eraseRemembered: () => acting.call('eraseRemembered', undefined),
    correspondents: createCorrespondents(acting, accounts),
    getting: createGetting(acting),
    ordering: createOrdering(acting, acmeHost),
    lookingUp: createLookingUp(acting, lookUpHost),
    ...createOwnIdentities(acting),
    settings: {
      get: (name) => acting.call('setting', name),
      set: (name, value) => acting.call('setSetting', { name, value }),
    },
  };
}
