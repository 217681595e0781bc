import {
  decodeEncodedWords,
  latin1Text,
  parseEntity,
  parseMailboxes,
  type Bytes,
  type Entity,
  type Unknown,
} from '../../../shared/index';
import { failureOf, failureText, usePolicyStrings, useStrings, type Language } from '../../ui/index';
import { type LeavingAnswer, type LeavingFacts, type LeavingKind, type Protection } from '../host/compose-tabs';

/** By the outermost header alone, which anybody can write: good against oversight, no proof of anything. */
export type OuterProtection = 'none' | 'signed' | 'encrypted';

/** A message that is about to leave and that Signet did not build. */
export interface LeavingMessage {
  readonly kind: LeavingKind;
  /** Addresses of To, Cc and Bcc. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  /** A report, or an answer that nobody wrote (RFC 3834), by its own word. */
  readonly isAutomatic: boolean;
  readonly protection: OuterProtection;
  /** It is protected, and that by OpenPGP. */
  readonly isOpenPgp: boolean;
  /** An invitation, or an answer to one (RFC 6047 2.4); `unknown`: what is told of it does not show all of its parts. */
  readonly isInvitation: boolean | Unknown;
}

/** Why a message may not leave, in words for the user; undefined: it may. A rejection holds it. */
export type LeavingRule = (message: LeavingMessage, facts: LeavingFacts) => Promise<string | undefined>;

/** Where nobody makes rules, nothing is required. */
const noRule: LeavingRule = () => Promise.resolve(undefined);

/** So many octets of a message are told. */
export const HEAD = 65_536;
const MIME_TYPE = /^application\/(?:x-)?pkcs7-mime$/;
const SIGNATURE_TYPE = /^application\/(?:x-)?pkcs7-signature$/;
const PGP_PROTOCOLS = ['application/pgp-encrypted', 'application/pgp-signature'];
const ENVELOPES = ['enveloped-data', 'authenveloped-data'];
const INVITATION = /^content-type:\s*text\/calendar\b/im;

type Form = Pick<LeavingMessage, 'protection' | 'isOpenPgp'>;

function formOf({ contentType: { value, parameters } }: Entity): Form {
  const lower = (name: string): string => parameters.get(name)?.trim().toLowerCase() ?? '';
  const isOpenPgp = PGP_PROTOCOLS.includes(lower('protocol'));
  if (value === 'multipart/encrypted' && isOpenPgp) return { protection: 'encrypted', isOpenPgp };
  const isSigned = isOpenPgp || SIGNATURE_TYPE.test(lower('protocol'));
  if (value === 'multipart/signed' && isSigned) return { protection: 'signed', isOpenPgp };
  return { protection: MIME_TYPE.test(value) ? ofSmimeType(lower('smime-type')) : 'none', isOpenPgp: false };
}

function ofSmimeType(type: string): OuterProtection {
  if (ENVELOPES.includes(type)) return 'encrypted';
  return type === 'signed-data' ? 'signed' : 'none';
}

const showsParts = ({ contentType: { value } }: Entity): boolean =>
  !MIME_TYPE.test(value) && value !== 'multipart/encrypted';

/** Only the header of what leaves is read, and a line of its text; it is not verified, decrypted or shown. */
export function leavingMessage(facts: LeavingFacts): LeavingMessage {
  const head: Bytes = new Uint8Array(facts.head);
  const text = latin1Text(head);
  const end = text.search(/\r?\n\r?\n/);
  const header = parseEntity(head.subarray(0, end === -1 ? head.length : end));
  const field = (name: string): string => header.header.first(name) ?? '';
  return {
    kind: facts.kind,
    recipients: parseMailboxes([facts.to, facts.cc, facts.bcc].filter(Boolean).join(', ')).map((one) => one.address),
    subject: decodeEncodedWords(field('subject')),
    messageId: field('message-id'),
    isAutomatic: /^auto-/i.test(field('auto-submitted')) || header.contentType.value === 'multipart/report',
    ...formOf(header),
    isInvitation: INVITATION.test(text) || (head.length < HEAD && showsParts(header) ? false : 'unknown'),
  };
}

/** By OpenPGP as well, the user's other choice. Encrypted mail has its signature inside, unseen from here. */
function isKept({ sign, encrypt }: Protection, protection: OuterProtection): boolean {
  if (protection === 'encrypted') return true;
  return protection === 'signed' ? !encrypt : !sign && !encrypt;
}

/** Asked about every message that Thunderbird is about to send and that we did not build, with a compose window or without. */
export class LeavingGuard {
  readonly #language: Language;
  readonly #rule: LeavingRule;

  constructor(language: Language, rule: LeavingRule = noRule) {
    this.#language = language;
    this.#rule = rule;
  }

  /** What was asked for in a compose window is held to; for the rest the rule is asked. Never rejects. */
  async mayLeave(facts: LeavingFacts): Promise<LeavingAnswer> {
    try {
      const message = leavingMessage(facts);
      const asked: Protection = facts.asked ?? { sign: false, encrypt: false };
      if (!isKept(asked, message.protection)) {
        const { thunderbird } = useStrings(this.#language);
        return { held: asked.isNative === true ? usePolicyStrings(this.#language).native.other : thunderbird.notByUs };
      }
      return { held: (await this.#rule(message, facts)) ?? null };
    } catch (thrown) {
      return { held: failureText(failureOf(thrown), this.#language) };
    }
  }
}
