import { type Bytes } from '../base/bytes';
import { digest, type DigestName } from './digest';

/** Digests of the alternatives that a signed content may stand in, each computed once for all signers. */
export class ContentDigests {
  readonly alternatives: readonly Bytes[];
  readonly #known = new Map<string, Promise<Bytes>>();

  constructor(alternatives: readonly Bytes[]) {
    this.alternatives = alternatives;
  }

  /** Digest of the alternative of that number. */
  of(name: DigestName, alternative: number): Promise<Bytes> {
    const key = `${name} ${alternative}`;
    const known = this.#known.get(key) ?? digest(name, this.alternatives[alternative] as Bytes);
    this.#known.set(key, known);
    return known;
  }
}
