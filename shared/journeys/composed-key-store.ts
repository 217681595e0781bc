import { type Bytes } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { type SignatureScheme } from '../cms/algorithms';
import { parseCertificate } from '../pkix/certificate';
import { certificateFingerprint } from '../pkix/certificate-fingerprint';
import { verifySignature } from '../pkix/signature-check';
import { schemeDigest, signatureAlgorithm } from '../pkix/signature-scheme';
import { type Identity, type KeyStore } from '../ports/key-store';

/**
 * One key store of several back ends: `own`, then others, such as a smart card's or a company's service, in their order. What others
 * say is not taken on their word: an identity is named by its certificate's own fingerprint and never stands in the
 * place of an earlier one, and a signature is handed on only where it holds under the certificate. An other that fails
 * lists no identities; where a key of it would be needed, its failure is told. Each back end has to answer or reject in its own time: nobody is timed here.
 */
export function composeKeyStores(own: KeyStore, others: readonly KeyStore[]): KeyStore {
  const ofOthers = (): Promise<readonly Found[]> => Promise.all(others.map(identitiesOf));
  return {
    async identities() {
      const all = [...(await own.identities()), ...(await ofOthers()).flatMap(({ identities }) => identities)];
      return all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
    },
    async sign(identityId, scheme, toBeSigned) {
      if ((await own.identities()).some(({ id }) => id === identityId)) return own.sign(identityId, scheme, toBeSigned);
      const found = await ofOthers();
      for (const { store, identities } of found) {
        const identity = identities.find(({ id }) => id === identityId);
        if (identity) return checked(identity, scheme, toBeSigned, await store.sign(identityId, scheme, toBeSigned));
      }
      throw found.find(({ failure }) => failure !== undefined)?.failure ?? absent();
    },
    async unwrap(recipients) {
      let failure: unknown;
      for (const store of [own, ...others]) {
        try {
          return await store.unwrap(recipients);
        } catch (thrown) {
          // What says that it is not its message says least: any other failure is told instead.
          if (failure === undefined || errorCode(failure) === 'no-matching-recipient') failure = thrown;
          if (store === own && errorCode(thrown) !== 'no-matching-recipient') throw thrown;
        }
      }
      throw failure;
    },
  };
}

interface Found {
  readonly store: KeyStore;
  readonly identities: readonly Identity[];
  readonly failure?: Error;
}

async function identitiesOf(store: KeyStore): Promise<Found> {
  try {
    const named = await Promise.all((await store.identities()).map(withOwnName));
    return { store, identities: named.filter((one) => one !== undefined) };
  } catch (thrown) {
    const failure =
      thrown instanceof Error ? thrown : new SignetError('host', 'another key store failed', 'key-service');
    return { store, identities: [], failure };
  }
}

/** Undefined where the certificate cannot be read or has another name. */
async function withOwnName({ id, certificate, chain }: Identity): Promise<Identity | undefined> {
  try {
    parseCertificate(certificate);
    return (await certificateFingerprint(certificate)) === id ? { id, certificate, chain } : undefined;
  } catch {
    return undefined;
  }
}

async function checked(
  { certificate }: Identity,
  scheme: SignatureScheme,
  signed: Bytes,
  signature: Bytes,
): Promise<Bytes> {
  const { spki } = parseCertificate(certificate).publicKey;
  const algorithm = signatureAlgorithm(scheme);
  const result = await verifySignature({ algorithm, digest: schemeDigest(scheme), spki, signature, signed });
  if (result !== 'good') throw new SignetError('host', 'a signature of another key store does not hold', 'key-service');
  return signature;
}

function absent(): SignetError {
  return new SignetError('no-private-key', 'no key store has this identity');
}
