import {
  bodyOctets,
  decodedBody,
  type EncryptionVerdict,
  type Entity,
  type ErrantPart,
  type OpenedMessage,
  sentenceOf,
  shownText,
  type SignatureVerdict,
} from '../../shared/index';
import { protectedHeaders } from './protected-headers';
import { type EncryptionResult, type InspectResult, type SignatureResult, type StructureResult } from './result';

type MessageResult = Pick<
  InspectResult,
  'summary' | 'from' | 'layers' | 'signatures' | 'encryption' | 'protectedHeaders' | 'text' | 'structure'
>;

/** What an opened message comes to, for JSON. `message`: the entity that was read; undefined for bare CMS. */
export function messageResult(
  opened: OpenedMessage,
  message: Entity | undefined,
  wanted: { readonly text?: boolean; readonly structure?: boolean },
): MessageResult {
  return {
    summary: { state: opened.summary.state, sentence: sentenceOf(opened.summary, 'en') },
    ...(message && { from: opened.from.map(({ address }) => address) }),
    layers: opened.layers,
    signatures: opened.signatures.map(signatureResult),
    encryption: encryptionResult(opened.encryption),
    ...(opened.headerProtection && { protectedHeaders: protectedHeaders(opened.headerProtection) }),
    ...(wanted.text === true && { text: textOf(opened) }),
    ...(wanted.structure === true && { structure: structureOf(message ?? opened.root, opened) }),
  };
}

function signatureResult(verdict: SignatureVerdict): SignatureResult {
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
  };
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
