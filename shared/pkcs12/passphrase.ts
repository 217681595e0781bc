import { type Bytes, equal, utf8Bytes } from '../base/bytes';

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
 */
export function passphraseForms(passphrase: string): readonly PassphraseForm[] {
  const bmp = bmpPassphrase(passphrase);
  const utf8 = utf8Bytes(passphrase);
  return passphrase === ''
    ? [
        { bmp, utf8 },
        { bmp: new Uint8Array(0), utf8 },
      ]
    : [{ bmp, utf8 }];
}

/** The forms that differ in the octets a derivation takes. */
export function differentForms(
  forms: readonly PassphraseForm[],
  octetsOf: (form: PassphraseForm) => Bytes,
): readonly PassphraseForm[] {
  return forms.filter((form, i) => forms.findIndex((one) => equal(octetsOf(one), octetsOf(form))) === i);
}
