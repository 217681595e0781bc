import { asDer, fromBase64, SignetError, type Bytes, type CertificateDirectory, type Der } from '../../shared/index';
import { type EditableTrustStore } from '../storage/index';
import { type DemoIdentity } from './task-pane/services';

/** What the playground's server says: base64 of DER, and where the demo user's identity file lies. */
interface PlaygroundPolicy {
  readonly anchors: readonly string[];
  readonly certificates: readonly string[];
  readonly identityOffer?: { readonly url: string; readonly passphrase: string };
}

interface PolicyPorts {
  readonly fetch: typeof fetch;
  readonly trustStore: Pick<EditableTrustStore, 'addAnchor'>;
  readonly directory: Pick<CertificateDirectory, 'add'>;
}

/**
 * Takes the playground's demo authority and its people's certificates into the stores, as an administrator's policy
 * would, and gives the identity it offers. For the local playground only. Rejects with `host` where it does not answer.
 */
export async function applyPlaygroundPolicy(ports: PolicyPorts): Promise<DemoIdentity | undefined> {
  const response = await ports.fetch('/playground/policy.json', { cache: 'no-store' });
  if (!response.ok) throw new SignetError('host', 'playground policy: not given', 'network');
  const policy = (await response.json()) as PlaygroundPolicy;
  for (const anchor of policy.anchors) await ports.trustStore.addAnchor(derOf(anchor));
  for (const certificate of policy.certificates) await ports.directory.add(derOf(certificate));
  const offer = policy.identityOffer;
  return offer && { passphrase: offer.passphrase, loadPfx: () => load(offer.url, ports.fetch) };
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
