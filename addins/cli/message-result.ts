import {
  bodyOctets,
  decodedBody,
  type EncryptionVerdict,
  type Entity,
  type ErrantPart,
  type OpenedMessage,
  parseCertificate,
  sentenceOf,
  shownText,
  type SignatureVerdict,
} from '../../shared/index';
import { chainResult, describedCertificate } from './described-certificate';
import { protectedHeaders } from './protected-headers';
import { type EncryptionResult, type InspectResult, type SignatureResult, type StructureResult } from './result';

type MessageResult = Pick<
  InspectResult,
  'summary' | 'from' | 'date' | 'layers' | 'signatures' | 'encryption' | 'protectedHeaders' | 'text' | 'structure'
>;

/** What an opened message comes to, for JSON. `message`: the entity that was read; undefined for bare CMS. */
export async function messageResult(
  opened: OpenedMessage,
  message: Entity | undefined,
  wanted: { readonly text?: boolean; readonly structure?: boolean },
): Promise<MessageResult> {
  return {
    summary: { state: opened.summary.state, sentence: sentenceOf(opened.summary, 'en') },
    ...(message && { from: opened.from.map(({ address }) => address), ...dateOf(opened) }),
    layers: opened.layers,
    signatures: await Promise.all(opened.signatures.map(signatureResult)),
    encryption: encryptionResult(opened.encryption),
    ...(opened.headerProtection && { protectedHeaders: protectedHeaders(opened.headerProtection) }),
    ...(wanted.text === true && { text: textOf(opened) }),
    ...(wanted.structure === true && { structure: structureOf(message ?? opened.root, opened) }),
  };
}

/** What Date claims, where it claims one time. */
function dateOf({ date }: OpenedMessage): Pick<MessageResult, 'date'> {
  return date && !Number.isNaN(date.getTime()) ? { date: date.toISOString() } : {};
}

async function signatureResult(verdict: SignatureVerdict): Promise<SignatureResult> {
  const { signer, signingTime, reasons } = verdict;
  return {
    layer: verdict.layer,
    isRoot: verdict.isRoot,
    integrity: verdict.integrity,
    path: verdict.path,
    revocation: verdict.revocation,
    address: verdict.address,
    reasons: [...new Set(reasons.map(({ code }) => code))],
    ...(signer && {
      signer: { name: signer.name, addresses: signer.addresses, issuer: signer.issuer, serial: signer.serial },
    }),
    ...(signingTime && { signingTime: signingTime.toISOString() }),
    digestAlgorithm: verdict.digestAlgorithm,
    signatureAlgorithm: verdict.signatureAlgorithm,
    ...(await certificatesOf(verdict)),
  };
}

/** What the certificate viewer shows: the validated path, or else the signer's certificate alone. */
async function certificatesOf({
  chain,
  signer,
  certificateStatuses,
}: SignatureVerdict): Promise<Pick<SignatureResult, 'chain' | 'signerCertificate'>> {
  if (chain) return { chain: await chainResult(chain.map(parseCertificate), certificateStatuses) };
  return signer ? { signerCertificate: await describedCertificate(parseCertificate(signer.certificate)) } : {};
}

function encryptionResult(verdict: EncryptionVerdict): EncryptionResult {
  return { ...verdict, reasons: [...new Set(verdict.reasons.map(({ code }) => code))] };
}

/** The text shown, each errant part after a line that says what it is. */
function textOf(opened: OpenedMessage): string {
  const errant = new Map(opened.errant.map((part) => [part.entity, part]));
  return markedText(opened.root, errant).join('\n\n');
}

function markedText(entity: Entity, errant: ReadonlyMap<Entity, ErrantPart>): readonly string[] {
  const part = errant.get(entity);
  if (part) {
    const text = part.root ? markedText(part.root, errant) : [];
    return text.length > 0 ? ['[The next part is protected apart from the message:]', ...text] : [];
  }
  if (!holdsAny(entity, errant)) return [shownText(entity)].filter((text) => text.trim() !== '');
  return entity.children.flatMap((child) => markedText(child, errant));
}

function holdsAny(entity: Entity, errant: ReadonlyMap<Entity, ErrantPart>): boolean {
  return entity.children.some((child) => errant.has(child) || holdsAny(child, errant));
}

function structureOf(entity: Entity, opened: OpenedMessage): StructureResult {
  const charset = entity.contentType.parameters.get('charset');
  const isMultipart = entity.contentType.value.startsWith('multipart/');
  return {
    type: entity.contentType.value,
    ...(charset !== undefined && { charset: charset.toLowerCase() }),
    ...(entity.filename !== undefined && { filename: entity.filename }),
    ...(entity.disposition && { disposition: entity.disposition.value }),
    size: (isMultipart ? bodyOctets(entity) : decodedBody(entity)).length,
    children: childrenOf(entity, opened).map((child) => structureOf(child, opened)),
  };
}

/** Parts of an entity; of CMS that was opened, the entity inside it. */
function childrenOf(entity: Entity, { entities }: OpenedMessage): readonly Entity[] {
  if (entity.children.length > 0) return entity.children;
  const path = [...entities].find(([, one]) => one === entity)?.[0];
  const inside = path === undefined ? undefined : entities.get(`${path}.0`);
  return inside ? [inside] : [];
}
