import { type Bytes } from '../../../shared/base/bytes';
import { type ContentAlgorithm } from '../../../shared/cms/content-algorithm';
import { type KeyTransport } from '../../../shared/cms/key-transport';
import { type SignatureScheme } from '../../../shared/cms/algorithms';
import { type Party, type TestCa } from '../../support/test-ca';

export type PersonName = 'rsa' | 'p256' | 'p384' | 'p521' | 'brainpool' | 'ed25519' | 'x25519';

/** One authority and its people, with keys of each kind. */
export interface Company {
  readonly ca: TestCa;
  readonly people: Readonly<Record<PersonName, Party>>;
}

export interface SignatureChoice {
  readonly scheme: SignatureScheme;
  readonly signer: PersonName;
}

export interface EncryptionChoice {
  readonly reader: PersonName;
  readonly algorithm: ContentAlgorithm;
  readonly keyTransport?: KeyTransport;
}

/** Another implementation. Each call throws with what the program said where it does not do what it is asked for. */
export interface Judge {
  readonly name: 'openssl' | 'gpgsm' | 'nss';
  /** Gives the content that was signed, where it is enclosed. */
  verify(cms: Bytes, detached?: Bytes): Bytes;
  decrypt(cms: Bytes, reader: PersonName): Bytes;
  sign(content: Bytes, choice: SignatureChoice, form: 'attached' | 'detached'): Bytes;
  encrypt(content: Bytes, choice: EncryptionChoice): Bytes;
  close(): void;
}

/** What a program answered, where it succeeded. */
export function answered(run: { status: number; stdout: Bytes; stderr: string }, sign?: RegExp): Bytes {
  if (run.status !== 0 || (sign && !sign.test(run.stderr))) throw new Error(`status ${run.status}: ${run.stderr}`);
  return run.stdout;
}
