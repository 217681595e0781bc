import { type Bytes, concat, type Der, latin1Bytes, latin1Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { type CmsKind, readContentInfo } from '../cms/content-info';
import { type Envelope } from '../cms/envelope';
import { type SignedDataReport } from '../cms/verify';
import { ID_DATA, wrapContent } from '../cms/wrap-content';
import { parseMailboxes, soleMailbox } from '../mime/address';
import { type Entity, entityOctets, looksLikeMessage, parseEntity } from '../mime/entity';
import { parseDateTime } from '../mime/date-time';
import { type Certificate } from '../pkix/certificate';
import { type ExpansionBudget } from '../pkix/path-building';
import { encryptionVerdict, NOT_ENCRYPTED } from '../verdict/encryption-verdict';
import { messageVerdict } from '../verdict/message-verdict';
import { type Reason } from '../verdict/reason';
import { type ClaimedSender } from '../verdict/signature-verdict';
import { summarize } from '../verdict/summary';
import { type CmsClaim, cmsOctets, cryptographicForm } from './cryptographic-layer';
import { bareLayer, inner, type OpenContext, type OpenedLayer, type OpenedMessage, type Place } from './open-context';
import { openCompressed, type OpenedCompression } from './open-compressed';
import { contradictingSender, headerOf, shownSubject } from './header-protection';
import { openDigested, type OpenedDigest } from './open-digested';
import { messageNotes } from './message-notes';
import { leaveClosed, openEnvelope } from './open-envelope';
import { enclosedCertificates, judgeSigned, openSigned } from './open-signed';
import { pinsFor } from './signer-path';

const ROOT: Place = { path: '0', isRoot: true, depth: 0 };

/**
 * Opens a message from its original octets: layers from outside in, one verdict for each signature, one for encryption,
 * one summary. Nothing a message holds makes it throw but `limit` (too many parts, layers, or too deep); the key store's
 * `locked`, `storage` and `host` pass through.
 */
export async function openOctets(octets: Bytes, context: OpenContext): Promise<OpenedMessage> {
  const message = parseEntity(octets);
  const fields = message.header.all('from');
  const from = fields.flatMap(parseMailboxes);
  const date = dateOf(message.header.all('date'));
  const sender = {
    from: from.map(({ address }) => address),
    isAmbiguous: soleMailbox(fields) === undefined,
    date,
    name: from[0]?.name,
    sentBy: message.header
      .all('sender')
      .flatMap(parseMailboxes)
      .map(({ address }) => address),
    required: context.requiredAddress,
  };
  const opening = new Opening(context, sender);
  const opened = await opening.entity(message, ROOT);
  return { from, ...(date && { date }), ...(await conclude(opened, message, opening.entities, context)) };
}

/** An invalid time where programs may read different ones. */
function dateOf([field, ...more]: readonly string[]): Date | undefined {
  if (field === undefined) return undefined;
  return (more.length === 0 ? parseDateTime(field) : undefined) ?? new Date(NaN);
}

/**
 * Opens bare CMS, in binary, as a message of one part would be. Nothing claims a sender. `detached`: what a detached
 * signature was made over.
 */
export async function openCms(cms: Bytes, context: OpenContext, detached?: Bytes): Promise<OpenedMessage> {
  const opening = new Opening(context, { from: undefined, required: context.requiredAddress }, detached);
  const opened = await opening.cms(cms, 'unknown', ROOT);
  return { from: [], ...(await conclude(opened, textEntity(new Uint8Array(0)), opening.entities, context)) };
}

async function conclude(
  opened: OpenedLayer,
  message: Entity,
  entities: ReadonlyMap<string, Entity>,
  context: OpenContext,
): Promise<Omit<OpenedMessage, 'from'>> {
  const { signatures } = opened;
  const { state } = messageVerdict(signatures);
  const closed = opened.encryptions[0] ?? NOT_ENCRYPTED;
  const payload = opened.root ?? message;
  const envelope = {
    isThere: opened.encryptions.length > 0 || opened.signatures.some(({ isRoot }) => isRoot),
    isSigned: state === 'signed-valid',
    isEncrypted: closed.state === 'opened',
  };
  const header = headerOf(payload, message, envelope);
  const own = header || envelope.isEncrypted ? await ownCertificates(context) : [];
  const encryption = encryptionVerdict(opened.encryptions, state, own);
  const notes = messageNotes({ message, header: header?.protection, signatures, encryption, own });
  return {
    subject: shownSubject(header, message),
    ...(header && { headerProtection: header.protection }),
    layers: [opened.layer],
    signatures,
    encryption,
    summary: summarize(signatures, encryption, [...opened.reasons, ...notes]),
    root: header?.root ?? payload,
    errant: opened.errant,
    entities,
    certificates: opened.certificates,
  };
}

/** A key store that cannot name its certificates takes nothing from a message that it opened. */
async function ownCertificates({ own }: OpenContext): Promise<readonly Certificate[]> {
  return (await own?.().catch(() => undefined)) ?? [];
}

class Opening {
  readonly #context: OpenContext;
  readonly #sender: ClaimedSender;
  readonly #detached: Bytes | undefined;
  readonly entities = new Map<string, Entity>();
  readonly #expansions: ExpansionBudget = { left: LIMITS.messageExpansions };
  #errantLeft: number = LIMITS.errantLayers;
  #inflatedLeft: number = LIMITS.inflatedOctets;

  constructor(context: OpenContext, sender: ClaimedSender, detached?: Bytes) {
    this.#context = { ...context, pins: pinsFor(sender, context.pins) };
    this.#sender = sender;
    this.#detached = detached;
  }

  async entity(entity: Entity, place: Place): Promise<OpenedLayer> {
    if (place.depth > LIMITS.layers) throw new SignetError('limit', 'too many layers inside each other', 'layers');
    this.entities.set(place.path, entity);
    const form = cryptographicForm(entity, place.isRoot ? 'root' : 'part');
    switch (form.kind) {
      case 'none':
        return this.#payload(entity, place);
      case 'clear':
        return this.#clear(form.signed, cmsOctets(form.signature), place);
      case 'clear-damaged':
        return this.#signed('signed-clear', new Uint8Array(0), undefined, place, entity.children[0]);
      case 'cms':
        return this.cms(form.cms, form.claim, place, form.isOwn);
    }
  }

  /** Layers inside an ordinary entity are errant: looked into, shown, never counted (RFC 9787 4). */
  async #payload(entity: Entity, place: Place): Promise<OpenedLayer> {
    const found: OpenedLayer[] = [];
    const errant: OpenedMessage['errant'][number][] = [];
    for (const part of errantParts(entity)) {
      if (this.#errantLeft-- <= 0) break;
      const at = { ...inner(place, found.length), isRoot: false };
      const opened = await this.entity(part, at);
      found.push(opened);
      errant.push({ path: at.path, entity: part, root: opened.root }, ...opened.errant);
    }
    return bareLayer(
      { path: place.path, type: 'mime', children: found.map(({ layer }) => layer) },
      {
        root: entity,
        errant,
        signatures: found.flatMap(({ signatures }) => signatures),
        reasons: this.#errantLeft < 0 ? [{ code: 'limit' }] : [],
        certificates: found.flatMap(({ certificates }) => certificates),
      },
    );
  }

  /** RFC 8551 3.5.3: the signature covers the first part, header and body. */
  #clear(signed: Entity, cms: Bytes, place: Place): Promise<OpenedLayer> {
    return this.#signed('signed-clear', cms, entityOctets(signed), place, signed);
  }

  /** `isOwn`: nobody else needs the octets. */
  async cms(cms: Bytes, claim: CmsClaim, place: Place, isOwn = false): Promise<OpenedLayer> {
    if (place.depth > LIMITS.layers) throw new SignetError('limit', 'too many layers inside each other', 'layers');
    const kind = kindOf(cms);
    if (kind === 'enveloped' || kind === 'auth-enveloped' || kind === 'encrypted')
      return this.#envelope(kind, cms, place, isOwn);
    if (kind === 'signed') {
      const detached = this.#detached;
      return this.#signed(detached ? 'signed-clear' : 'signed-opaque', cms, detached, place);
    }
    if (kind === 'certs-only') return this.#certificates(cms, place);
    if (kind === 'compressed') return this.#compressed(cms, place);
    if (kind === 'digested') return this.#unprotected('digested', await openDigested(cms), place);
    if (claim === 'enveloped') return this.#envelope('enveloped', cms, place, isOwn);
    // Nobody signs a message of certificates, so that a broken one is no broken signature.
    if (claim === 'certificates')
      return bareLayer({ path: place.path, type: 'certs-only', children: [] }, { reasons: [{ code: 'malformed' }] });
    return this.#signed('signed-opaque', cms, undefined, place);
  }

  async #signed(
    type: 'signed-clear' | 'signed-opaque',
    cms: Bytes,
    detached: Bytes | undefined,
    place: Place,
    entity?: Entity,
  ): Promise<OpenedLayer> {
    const signed = await openSigned(cms, detached, this.#context, this.#expansions);
    const report = signed.kind === 'checked' ? signed.report : undefined;
    const content = report?.content ?? (entity ? undefined : detached);
    const within = entity
      ? await this.entity(entity, inner(place))
      : content && (await this.#content(content, report?.contentType, inner(place)));
    const isAroundEncryption = within !== undefined && within.encryptions.length > 0;
    const reasons: readonly Reason[] = [
      ...(isAroundEncryption ? [{ code: 'signed-ciphertext' } as const] : []),
      ...(report && !isMailContent(report)
        ? [{ code: 'unsupported-structure', found: report.contentType } as const]
        : []),
    ];
    return bareLayer(
      { path: place.path, type, children: within ? [within.layer] : [] },
      {
        ...within,
        signatures: [
          ...judgeSigned(signed, place, this.#senderOf(place, within?.root), this.#context, reasons),
          ...(within?.signatures ?? []),
        ],
        certificates: distinct([...enclosedCertificates(signed), ...(within?.certificates ?? [])]),
      },
    );
  }

  /** At the root, what the payload says of its sender counts as well (RFC 9788 4.4). */
  #senderOf({ isRoot }: Place, payload: Entity | undefined): ClaimedSender {
    const message = this.entities.get(ROOT.path);
    const contradictedBy = isRoot && payload && message ? contradictingSender(payload, message) : undefined;
    return { ...this.#sender, contradictedBy };
  }

  async #envelope(type: Envelope['kind'], cms: Bytes, place: Place, inPlace: boolean): Promise<OpenedLayer> {
    if (!place.isRoot) {
      return bareLayer({ path: place.path, type, children: [] }, { encryptions: [leaveClosed(cms)] });
    }
    const expected = this.#sender.from ? 'mail' : 'any';
    const { verdict, content } = await openEnvelope(cms, this.#context, { expected, inPlace });
    const within = content && (await this.#content(content.octets, content.contentType, inner(place)));
    return bareLayer(
      { path: place.path, type, children: within ? [within.layer] : [] },
      { ...within, encryptions: [verdict, ...(within?.encryptions ?? [])] },
    );
  }

  #compressed(cms: Bytes, place: Place): Promise<OpenedLayer> {
    const compression = openCompressed(cms, this.#inflatedLeft);
    this.#inflatedLeft -= compression.content?.octets.length ?? this.#inflatedLeft;
    return this.#unprotected('compressed', compression, place);
  }

  /** Compression and a bare digest protect nothing: what is inside is as much the message as the layer is. */
  async #unprotected(
    type: 'compressed' | 'digested',
    { content, reasons }: OpenedCompression | OpenedDigest,
    place: Place,
  ): Promise<OpenedLayer> {
    const within = content && (await this.#content(content.octets, content.contentType, inner(place)));
    return bareLayer(
      { path: place.path, type, children: within ? [within.layer] : [] },
      { ...within, reasons: [...reasons, ...(within?.reasons ?? [])] },
    );
  }

  async #certificates(cms: Bytes, place: Place): Promise<OpenedLayer> {
    const signed = await openSigned(cms, undefined, this.#context, this.#expansions);
    const certificates = enclosedCertificates(signed);
    return bareLayer({ path: place.path, type: 'certs-only', children: [] }, { certificates });
  }

  /** What is inside a CMS layer: a MIME entity, further CMS by its content type, or octets that are neither. */
  #content(octets: Bytes, contentType: string | undefined, place: Place): Promise<OpenedLayer> {
    if (contentType !== undefined && contentType !== ID_DATA) {
      const nested = wrapContent(contentType, octets);
      if (kindOf(nested) !== undefined) return this.cms(nested, 'unknown', place, true);
    }
    const isEntity = this.#sender.from !== undefined || looksLikeMessage(octets);
    return this.entity(isEntity ? parseEntity(octets) : textEntity(octets), place);
  }
}

/** What a message signs is a MIME entity (RFC 8551 2.4.1) or further CMS; a time stamp or a program is no message. */
function isMailContent({ contentType, content }: SignedDataReport): boolean {
  if (contentType === ID_DATA) return true;
  return content !== undefined && kindOf(wrapContent(contentType, content)) !== undefined;
}

function kindOf(cms: Bytes): CmsKind | undefined {
  try {
    return readContentInfo(cms).kind;
  } catch {
    return undefined;
  }
}

/** The outermost protected parts below an ordinary entity, in order. */
function* errantParts(entity: Entity): Generator<Entity> {
  for (const child of entity.children) {
    if (cryptographicForm(child, 'part').kind !== 'none') yield child;
    else yield* errantParts(child);
  }
}

/** Octets without MIME header as a text part. */
function textEntity(octets: Bytes): Entity {
  return parseEntity(concat([latin1Bytes('Content-Type: text/plain; charset=utf-8\r\n\r\n'), octets]));
}

/** Each certificate once, in order. */
function distinct(certificates: readonly Der[]): readonly Der[] {
  return [...new Map(certificates.map((one) => [latin1Text(one), one])).values()];
}
