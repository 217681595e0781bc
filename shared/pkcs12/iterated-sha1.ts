/**
 * SHA-1 (FIPS 180-4) of its own result, `times` times over, in place. Only for the key derivation of old key files,
 * where a general digest spends most of its time on setting up: Firefox asks for millions in a row.
 */
export function iterateSha1(digest: Uint8Array, times: number): void {
  const view = new DataView(digest.buffer, digest.byteOffset, 20);
  const words = new Int32Array(80);
  const state = Int32Array.from({ length: 5 }, (_, i) => view.getInt32(4 * i));
  for (let i = 0; i < times; i++) {
    words.set(state);
    // One block: 20 octets of message, the end mark, zeroes, and its length of 160 bits.
    words[5] = 0x80000000;
    words.fill(0, 6, 15);
    words[15] = 160;
    compress(words, state);
  }
  for (let i = 0; i < 5; i++) view.setInt32(4 * i, state[i] as number);
}

/** The compression function from the initial value; the result goes into `state`. */
function compress(words: Int32Array, state: Int32Array): void {
  for (let i = 16; i < 80; i++) {
    const mixed =
      (words[i - 3] as number) ^ (words[i - 8] as number) ^ (words[i - 14] as number) ^ (words[i - 16] as number);
    words[i] = (mixed << 1) | (mixed >>> 31);
  }
  let [a, b, c, d, e] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  for (let i = 0; i < 80; i++) {
    const mixed =
      i < 20
        ? ((b & c) | (~b & d)) + 0x5a827999
        : i < 40
          ? (b ^ c ^ d) + 0x6ed9eba1
          : i < 60
            ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
            : (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + mixed + e + (words[i] as number)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] = a + 0x67452301;
  state[1] = b + 0xefcdab89;
  state[2] = c + 0x98badcfe;
  state[3] = d + 0x10325476;
  state[4] = e + 0xc3d2e1f0;
}
