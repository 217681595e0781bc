/**
 * SHA-1 (FIPS 180-4) of its own result, `times` times over, in place. Only for the key derivation of old key files,
 * where a general digest spends most of its time on setting up: Firefox asks for millions in a row.
 */
export function iterateSha1(digest: Uint8Array, times: number): void {
  const view = new DataView(digest.buffer, digest.byteOffset, 20);
  const words = new Int32Array(80);
  for (let i = 0; i < 5; i++) words[i] = view.getInt32(4 * i);
  for (let i = 0; i < times; i++) digestOfDigest(words);
  for (let i = 0; i < 5; i++) view.setInt32(4 * i, words[i] as number);
}

/** One block: the first five words, the end mark, zeroes, and the length of 160 bits; the result replaces the five. */
function digestOfDigest(words: Int32Array): void {
  words[5] = 0x80000000;
  words.fill(0, 6, 15);
  words[15] = 160;
  for (let i = 16; i < 80; i++) {
    const mixed =
      (words[i - 3] as number) ^ (words[i - 8] as number) ^ (words[i - 14] as number) ^ (words[i - 16] as number);
    words[i] = (mixed << 1) | (mixed >>> 31);
  }
  compress(words);
}

/** Four runs of twenty steps, written out: a choice inside the loop doubles its time. */
function compress(words: Int32Array): void {
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  let e = 0xc3d2e1f0 | 0;
  let next = 0;
  let i = 0;
  for (; i < 20; i++) {
    next = (((a << 5) | (a >>> 27)) + ((b & c) | (~b & d)) + e + 0x5a827999 + (words[i] as number)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 40; i++) {
    next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + (words[i] as number)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 60; i++) {
    next = (((a << 5) | (a >>> 27)) + ((b & c) | (b & d) | (c & d)) + e + 0x8f1bbcdc + (words[i] as number)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 80; i++) {
    next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0xca62c1d6 + (words[i] as number)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  words[0] = a + 0x67452301;
  words[1] = b + 0xefcdab89;
  words[2] = c + 0x98badcfe;
  words[3] = d + 0x10325476;
  words[4] = e + 0xc3d2e1f0;
}
