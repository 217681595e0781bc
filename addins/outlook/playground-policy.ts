import { asDer, fromBase64, SignetError, type Bytes, type Der } from '../../shared/index';
import { type AcmePolicy } from '../worker/acme-options';
import { readKeyPolicy } from '../worker/key-policy';
import { type LookUpPolicy } from '../worker/look-up-options';
import { type Provision } from '../worker/provision';
import { type DemoIdentity } from './task-pane/services';

/** What the playground's server says: base64 of DER, and where the demo user's identity file lies. */
interface PlaygroundPolicy {
  readonly anchors: readonly string[];
  readonly certificates: readonly string[];
  /** Where a simulated certification authority is asked, as a build or an administrator would say. */
  readonly certificateAuthority?: AcmePolicy;
  /** Where certificates of recipients are looked for, as a build says. */
  readonly lookUp?: LookUpPolicy;
  /** How keys are to be protected, as a build would say. */
  readonly keys?: unknown;
  readonly identityOffer?: { readonly url: string; readonly passphrase: string };
}

export interface Playground {
  /** The demo authority and its people's certificates, as an administrator's policy would bring them. */
  readonly provision: Provision;
  /** The identity that it offers. */
  readonly demo: DemoIdentity | undefined;
}

/** Asks the local playground what it provides. Rejects with `host` where it does not answer. */
export async function readPlayground(fetchLike: typeof fetch): Promise<Playground> {
  const response = await fetchLike('/playground/policy.json', { cache: 'no-store' });
  if (!response.ok) throw new SignetError('host', 'playground policy: not given', 'network');
  const policy = (await response.json()) as PlaygroundPolicy;
  const { identityOffer: offer, certificateAuthority: acme, lookUp } = policy;
  const [anchors, certificates] = [policy.anchors.map(derOf), policy.certificates.map(derOf)];
  const keys = readKeyPolicy(policy.keys);
  return {
    provision: {
      ...{ anchors, certificates, identities: [] },
      ...(acme && { acme }),
      ...(lookUp && { lookUp }),
      ...(keys && { keys }),
    },
    demo: offer && { passphrase: offer.passphrase, loadPfx: () => load(offer.url, fetchLike) },
  };
}

function derOf(base64: string): Der {
  const octets = fromBase64(base64);
  if (!octets) throw new SignetError('malformed-policy', 'playground policy: base64 expected');
  return asDer(octets);
}

async function load(url: string, fetchLike: typeof fetch): Promise<Bytes> {
  const response = await fetchLike(url, { cache: 'no-store' });
  if (!response.ok) throw new SignetError('host', 'playground identity: not given', 'network');
  return new Uint8Array(await response.arrayBuffer());
}
