import { type Bytes } from '../../shared/index';

/** The body of an answer is longer than what is read. */
export class TooLargeError extends Error {}

/** Reads a body, and no more of it than `limit` octets: the rest is never fetched. Throws TooLargeError. */
export async function readAnswer(response: Response, limit: number): Promise<Bytes> {
  const declared = Number(response.headers.get('content-length') ?? '0');
  if (declared > limit) {
    await response.body?.cancel();
    throw new TooLargeError();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    length += piece.value.length;
    if (length > limit) {
      await reader?.cancel();
      throw new TooLargeError();
    }
    chunks.push(piece.value);
  }
  const octets = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    octets.set(chunk, at);
    at += chunk.length;
  }
  return octets;
}
