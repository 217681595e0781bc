import { type Bytes, equal, latin1Text, utf8Bytes } from '../base/bytes';

/** A passphrase as the two kinds of key derivation take it. */
export interface PassphraseForm {
  /** For the derivation of RFC 7292 B: UTF-16 big-endian with two zero octets at the end, or nothing at all. */
  readonly bmp: Bytes;
  /** For PBKDF2: UTF-8 (RFC 8018 3). */
  readonly utf8: Bytes;
}

/** RFC 7292 B.1. Characters beyond the basic plane go as surrogate pairs, which is what every maker writes. */
export function bmpPassphrase(passphrase: string): Bytes {
  const out = new Uint8Array(2 * passphrase.length + 2);
  const view = new DataView(out.buffer);
  for (let i = 0; i < passphrase.length; i++) view.setUint16(2 * i, passphrase.charCodeAt(i));
  return out;
}

/**
 * The octets a passphrase may stand for, the standard ones first.
 * QUIRK: an empty passphrase is two zero octets to some (OpenSSL) and no octets at all to others (Windows, Java).
 * QUIRK: OpenSSL before 1.1 makes each octet of the UTF-8 form a character of the BMP form.
 * QUIRK: an accented letter is one character or two; macOS writes either (Unicode NFC and NFD).
 */
export function passphraseForms(passphrase: string): readonly PassphraseForm[] {
  const form = (text: string): PassphraseForm => ({ bmp: bmpPassphrase(text), utf8: utf8Bytes(text) });
  const standard = form(passphrase);
  if (passphrase === '') return [standard, { ...standard, bmp: new Uint8Array(0) }];
  if (/^[\x00-\x7f]*$/.test(passphrase)) return [standard];
  const normalized = [passphrase.normalize('NFC'), passphrase.normalize('NFD')].map(form);
  return [standard, ...normalized, { ...standard, bmp: bmpPassphrase(latin1Text(standard.utf8)) }];
}

/** The forms that differ in the octets a derivation takes. */
export function differentForms(
  forms: readonly PassphraseForm[],
  octetsOf: (form: PassphraseForm) => Bytes,
): readonly PassphraseForm[] {
  return forms.filter((form, i) => forms.findIndex((one) => equal(octetsOf(one), octetsOf(form))) === i);
}
