import { asDer, fromBase64, SignetError, type Der } from '../../../shared/index';
import { withDeadline } from './deadline';
import { experiment } from './experiment';
import { thunderbird } from './thunderbird';

export interface NativeProtection {
  readonly sign: boolean;
  readonly encrypt: boolean;
}

/** What Thunderbird's own S/MIME (NSS) has for a message, as NSS itself judges it. */
export interface NativeSmime {
  /** The identity's certificate for signing, and those above it; empty: it cannot be used; undefined: none is chosen. */
  readonly sign: readonly Der[] | undefined;
  readonly encrypt: readonly Der[] | undefined;
  /** The identity is set to sign all, whether or not somebody wants it for this message. */
  readonly signsAll: boolean;
  /** Those of the addresses that it can encrypt to, in lower case. */
  readonly readers: ReadonlySet<string>;
  /** What Thunderbird's own buttons in the window say. */
  readonly state: NativeProtection;
}

const CALL_MS = 10_000;
/** NSS may ask a server whether a certificate was revoked. */
const STORE_MS = 20_000;
const NOTHING: NativeProtection = { sign: false, encrypt: false };

/** `tabId` undefined: no window is known. `addresses`: whom it is to be encrypted to. Rejects with `host`. */
export async function nativeSmime(
  tabId: number | undefined,
  identityId: string,
  addresses: readonly string[],
): Promise<NativeSmime> {
  const [found, state] = await Promise.all([
    withDeadline('native', STORE_MS, experiment('signetTrust').native(tabId ?? null, identityId, addresses)),
    tabId === undefined ? NOTHING : stateOf(tabId),
  ]);
  const readers = addresses.filter((_, at) => found.readers[at] === true).map((one) => one.toLowerCase());
  const { sign, encrypt, signsAll } = found;
  return { sign: pathOf(sign), encrypt: pathOf(encrypt), signsAll, readers: new Set(readers), state };
}

/** Sets Thunderbird's own buttons of a compose window, and looks whether they are so then. Rejects with `host` where not. */
export async function setNativeSmime(tabId: number, { sign, encrypt }: NativeProtection): Promise<void> {
  const isSet = async (): Promise<boolean> => {
    const state = await stateOf(tabId);
    return state.sign === sign && state.encrypt === encrypt;
  };
  if (await isSet()) return;
  const selectedEncryptionTechnology = { name: 'S/MIME', signMessage: sign, encryptBody: encrypt } as const;
  await withDeadline(
    'setComposeDetails',
    CALL_MS,
    thunderbird.compose.setComposeDetails(tabId, { selectedEncryptionTechnology }),
  );
  if (!(await isSet())) throw new SignetError('host', 'Thunderbird’s own S/MIME was not set');
}

async function stateOf(tabId: number): Promise<NativeProtection> {
  const details = await withDeadline('getComposeDetails', CALL_MS, thunderbird.compose.getComposeDetails(tabId));
  const technology = details.selectedEncryptionTechnology;
  if (technology?.name !== 'S/MIME') return NOTHING;
  return { sign: technology.signMessage, encrypt: technology.encryptBody };
}

function pathOf(path: readonly string[] | null): readonly Der[] | undefined {
  return path?.map((text) => asDer(fromBase64(text.replace(/\s/g, '')) ?? new Uint8Array(0)));
}
