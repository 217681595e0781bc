import {
  type ComposeTabs,
  type Draft,
  type OpenPgp,
  type Protection,
} from '../../../addins/thunderbird/host/compose-tabs';
import { type NativeSmime } from '../../../addins/thunderbird/host/native-smime';
import { type MailingLists } from '../../../addins/thunderbird/host/mailing-lists';
import { type Outbox } from '../../../addins/thunderbird/host/outbox';
import { type Ports } from '../../../addins/thunderbird/wiring';
import { type DecisionRecord } from '../../../addins/policy/decision-record';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';
import { type OpenMail } from '../../../addins/worker/core';
import { type CorePorts } from '../../../addins/worker/wiring';
import { defaultScheme, latin1Bytes, SignetError, type Der } from '../../../shared/index';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { accepted } from '../../support/memory-directory';
import { fakeLock } from '../../support/key-lock';
import { generateKeyPair, TestCa, type Party } from '../../support/test-ca';
import { localCore } from '../worker/thread';

/** What a send is tried with: a core over stores in memory, and compose windows that note what they are told. */
export const DRAFT: Draft = { from: 'Alice <alice@signet.example>', to: 'bob@signet.example', cc: '', bcc: '' };
/** Handed over at each build: a new one for the next. */
export const entity = (): ArrayBuffer => latin1Bytes('Content-Type: text/plain\n\nhello\n').buffer;

export interface World {
  readonly ports: Ports;
  /** Of Alice and of Bob, with that of their authority. */
  readonly paths: Readonly<Record<'alice' | 'bob', readonly Der[]>>;
  readonly certificates: Map<string, Der>;
}

/** The stores of one user. */
export async function createSendPorts(): Promise<Omit<World, 'ports'> & { readonly ports: CorePorts }> {
  const ca = await TestCa.create();
  const alice: Party = await ca.issue(
    { commonName: 'Alice', addresses: ['alice@signet.example'] },
    await generateKeyPair(),
  );
  const bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] }, await generateKeyPair());
  const certificates = new Map([['bob@signet.example', bob.certificate]]);
  const identity = { id: 'alice', certificate: alice.certificate, chain: [] };
  const ports = {
    keyStore: {
      identities: () => Promise.resolve([identity]),
      sign: (_id: string, scheme: string, octets: Uint8Array<ArrayBuffer>) => {
        expect(scheme).toBe(defaultScheme('ec-p256'));
        return alice.keys.sign(octets);
      },
    },
    certificateDirectory: {
      find: (address: string) =>
        Promise.resolve([certificates.get(address)].flatMap((one) => (one === undefined ? [] : [accepted(one)]))),
      capabilitiesOf: () => Promise.resolve(undefined),
    },
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(ca.certificate)]),
      intermediates: () => Promise.resolve([]),
    },
    keyLock: fakeLock(),
    settings: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    clock: { now: () => new Date() },
  };
  const paths = { alice: [alice.certificate, ca.certificate], bob: [bob.certificate, ca.certificate] };
  return { ports: ports as unknown as CorePorts, certificates, paths };
}

export async function createWorld(): Promise<World> {
  const { ports, ...known } = await createSendPorts();
  return {
    ports: {
      core: localCore(ports),
      clock: ports.clock,
      policy,
      record: NO_RECORD,
      watchLock: () => () => undefined,
    },
    ...known,
  };
}

/** No organisation has a say. */
export const policy = (): Promise<PolicyInForce> =>
  Promise.resolve({ kind: 'none', document: { version: 2 }, reasons: [] });

export const NO_RECORD: DecisionRecord = {
  note: () => Promise.resolve(),
  state: () => Promise.resolve({ isOn: false, isRequired: false, entries: [] }),
  erase: () => Promise.resolve(),
  switchOn: () => Promise.resolve(),
};

export const NO_OUTBOX: Outbox = {
  add: () => Promise.reject(new Error('no Outbox')),
  hasTaken: () => Promise.resolve(false),
};

export const LET_GO = { add: (): Promise<void> => Promise.resolve() };

export const LISTS: MailingLists = {
  members: (name) => Promise.resolve(name === 'Friends' ? ['bob@signet.example', 'carol@signet.example'] : undefined),
};

export const PGP_ENCRYPTS: OpenPgp = { signs: false, encrypts: true };
export const PGP_SIGNS: OpenPgp = { signs: true, encrypts: false };

export interface FakeTabs {
  protection?: Protection;
  openPgp?: OpenPgp;
  missing?: readonly string[];
  fails?: boolean;
  answered?: number;
  forwarded?: number | 'unknown';
  /** The window cannot say what it answers. */
  isMute?: boolean;
  /** What happens while it is being found out what is asked for. */
  beforeHold?: (state: FakeTabs) => void;
  /** What was put into Bcc. */
  archive?: string;
  attachments?: readonly { readonly name: string; readonly size: number }[];
  /** What Thunderbird's own S/MIME has; what it is set to is kept there. */
  native?: NativeSmime;
  shown: number;
}

/** As the Experiment does it. */
function replace(state: FakeTabs, before: Protection | undefined, next: Protection): Promise<Protection | undefined> {
  if (JSON.stringify(before) === JSON.stringify(state.protection)) state.protection = next;
  return Promise.resolve(state.protection);
}

export function fakeTabs(state: FakeTabs): ComposeTabs {
  return {
    protection: () => (state.fails ? Promise.reject(new Error('gone')) : Promise.resolve(state.protection)),
    setProtection: (_tab: number, protection: Protection) => {
      state.protection = protection;
      return Promise.resolve();
    },
    replaceProtection: (_tab: number, before: Protection | undefined, protection: Protection) => {
      state.beforeHold?.(state);
      return replace(state, before, protection);
    },
    nativeSmime: () => (state.native ? Promise.resolve(state.native) : Promise.reject(new Error('not asked'))),
    setNativeSmime: (_tab: number, { sign, encrypt }: Protection) => {
      if (state.native) state.native = { ...state.native, state: { sign, encrypt } };
      return Promise.resolve();
    },
    openPgp: () => Promise.resolve(state.openPgp ?? { signs: false, encrypts: false }),
    answered: () => (state.isMute ? Promise.reject(new Error('gone')) : Promise.resolve(state.answered)),
    forwarded: () => Promise.resolve(state.forwarded),
    missingPoints: () => Promise.resolve(state.missing ?? []),
    attachments: () => Promise.resolve(state.attachments ?? []),
    textSize: () => Promise.resolve(100),
    addBlindCopy: (_tab: number, address: string) => {
      state.archive = address;
      return Promise.resolve();
    },
    showPopup: () => {
      state.shown += 1;
      return Promise.resolve();
    },
  } as unknown as ComposeTabs;
}

export const ELSEWHERE = { code: 'reply-elsewhere', found: 'bob@other.example', expected: 'bob@signet.example' };

/** Number 7 asks for answers elsewhere, 9 is encrypted, 10 for locked keys; no other is there. */
export function answered(messageId: number): Promise<OpenMail> {
  const from = [{ name: '', address: 'bob@signet.example' }];
  const views: Readonly<Record<number, object>> = {
    7: { from, summary: { reasons: [ELSEWHERE], encryption: 'none' } },
    9: { from, summary: { reasons: [], encryption: 'opened' } },
  };
  const view = views[messageId];
  if (view) return Promise.resolve({ view } as unknown as OpenMail);
  return Promise.reject(new SignetError(messageId === 10 ? 'locked' : 'host', 'not opened'));
}
