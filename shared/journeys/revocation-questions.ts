import { type Der, equal, hex, latin1Bytes } from '../base/bytes';
import { ocspRequest, revocationLocations } from '../pkix/authority-information';
import { type Certificate } from '../pkix/certificate';
import { type ValidatedPath, validatePath } from '../pkix/path-validation';
import { type RevocationItem } from '../pkix/revocation';
import { type RevocationQuestion, type RevocationStore } from '../ports/revocation-source';
import { type ViewedMessage } from '../smime/viewed-message';
import { type Layer } from '../verdict/verdict';
import { readable, type Trust } from './trust';

/** Addresses of one kind that are tried for one certificate; more are a way to make us knock on many doors. */
const PLACES = 2;

export interface CertificateQuestions {
  readonly certificate: Certificate;
  /** About its status, in the order in which they are to be tried: OCSP before lists. */
  readonly status: readonly RevocationQuestion[];
  /** For certificates of its issuer: for where an answer came and nobody is known who may have signed it. */
  readonly issuers: readonly RevocationQuestion[];
}

/**
 * What can be asked about the certificates of a path below its anchor. Takes a validated path, so that no address is ever
 * used that no trusted authority has signed. Only http and https; what else is allowed the network's rules say.
 */
export function questionsOf({ certificates }: ValidatedPath): Promise<readonly CertificateQuestions[]> {
  return Promise.all(
    certificates.slice(0, -1).map((certificate, index) => questionsAbout(certificate, certificates[index + 1])),
  );
}

async function questionsAbout(
  certificate: Certificate,
  issuer: Certificate | undefined,
): Promise<CertificateQuestions> {
  const { crl, ocsp, issuers } = revocationLocations(certificate);
  const asked = ocsp.length > 0 && issuer ? await ocspQuestions(certificate, issuer, places(ocsp)) : [];
  const lists = places(crl).map((url) => ({ name: `crl:${url}`, kind: 'crl', url }) as const);
  return {
    certificate,
    status: [...asked, ...lists],
    issuers: places(issuers).map((url) => ({ name: `issuer:${url}`, kind: 'issuer', url }) as const),
  };
}

function places(urls: readonly string[]): readonly string[] {
  return urls.filter((url) => /^https?:/i.test(url)).slice(0, PLACES);
}

async function ocspQuestions(
  certificate: Certificate,
  issuer: Certificate,
  urls: readonly string[],
): Promise<readonly RevocationQuestion[]> {
  try {
    const body = await ocspRequest(certificate, issuer);
    const name = await ocspName(body);
    return urls.map((url) => ({ name, kind: 'ocsp', url, body }) as const);
  } catch {
    return [];
  }
}

/** The request without a nonce is its CertID in three SEQUENCEs: the same wherever it is sent. */
async function ocspName(request: Der): Promise<string> {
  return `ocsp:${hex(new Uint8Array(await crypto.subtle.digest('SHA-256', request)))}`;
}

/** What is kept about the certificates of a path. Never rejects. */
export async function keptItems(
  path: ValidatedPath,
  store: Pick<RevocationStore, 'cached'>,
): Promise<readonly RevocationItem[]> {
  const questions = await questionsOf(path);
  const names = new Set(questions.flatMap(({ status }) => status.map(({ name }) => name)));
  const kept = names.size === 0 ? [] : await store.cached([...names]);
  return kept.flatMap(({ kind, octets }) => (kind === 'issuer' ? [] : [{ kind, octets, origin: 'fetched' }]));
}

/**
 * The paths of a message whose certificates may be asked about: of signatures that count, stand outside all encryption (a
 * certificate inside would tell whoever put it there that the message was opened), and reach an anchor now.
 */
export async function pathsToAsk(
  { layers, signatures }: Pick<ViewedMessage, 'layers' | 'signatures'>,
  { anchors, anchorIndex }: Trust,
  at: Date,
): Promise<readonly ValidatedPath[]> {
  const closed = encryptedPaths(layers);
  const paths: ValidatedPath[] = [];
  for (const { isRoot, layer, path, chain } of signatures) {
    const isInside = closed.some((outer) => layer.startsWith(`${outer}.`));
    const [certificate, ...candidates] = readable(chain ?? []);
    if (!isRoot || isInside || path !== 'valid' || !certificate) continue;
    if (paths.some(({ certificates }) => equal(certificates[0]?.der ?? latin1Bytes(''), certificate.der))) continue;
    const verdict = await validatePath({ certificate, candidates, anchors, anchorIndex, at, purpose: 'sign' });
    if (verdict.state === 'valid') paths.push(verdict.path);
  }
  return paths;
}

const ENCRYPTED: ReadonlySet<Layer['type']> = new Set(['enveloped', 'auth-enveloped', 'encrypted']);

function encryptedPaths(layers: readonly Layer[]): readonly string[] {
  return layers.flatMap(({ path, type, children }) => [
    ...(ENCRYPTED.has(type) ? [path] : []),
    ...encryptedPaths(children),
  ]);
}
