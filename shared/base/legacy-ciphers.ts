import { type Bytes, fromHex } from './bytes';

/**
 * Block ciphers of old mail and old key files that no platform offers any more. Only triple DES is written too, for key
 * files that an old device is to read. Neither is constant in time; the keys they see come from a file the user opens or
 * makes, or a message for them.
 */

type Block = (left: number, right: number) => void;

/** CBC over a cipher of 64-bit blocks; `decryptBlock` leaves its result in `result`. */
function decryptCbc(octets: Bytes, iv: Bytes, result: Uint32Array, decryptBlock: Block): Bytes {
  if (octets.length % 8 !== 0 || iv.length !== 8) throw new RangeError('whole blocks of 8 octets were expected');
  const input = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const vector = new DataView(iv.buffer, iv.byteOffset, 8);
  const out = new Uint8Array(octets.length);
  const output = new DataView(out.buffer);
  let [left, right] = [vector.getUint32(0), vector.getUint32(4)];
  for (let at = 0; at < octets.length; at += 8) {
    const [nextLeft, nextRight] = [input.getUint32(at), input.getUint32(at + 4)];
    decryptBlock(nextLeft, nextRight);
    output.setUint32(at, (result[0] as number) ^ left);
    output.setUint32(at + 4, (result[1] as number) ^ right);
    left = nextLeft;
    right = nextRight;
  }
  return out;
}

/** The way back: each block is mixed with the one before, and `encryptBlock` leaves its result in `result`. */
function encryptCbc(octets: Bytes, iv: Bytes, result: Uint32Array, encryptBlock: Block): Bytes {
  if (octets.length % 8 !== 0 || iv.length !== 8) throw new RangeError('whole blocks of 8 octets were expected');
  const input = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const vector = new DataView(iv.buffer, iv.byteOffset, 8);
  const out = new Uint8Array(octets.length);
  const output = new DataView(out.buffer);
  let [left, right] = [vector.getUint32(0), vector.getUint32(4)];
  for (let at = 0; at < octets.length; at += 8) {
    encryptBlock((input.getUint32(at) ^ left) >>> 0, (input.getUint32(at + 4) ^ right) >>> 0);
    [left, right] = [result[0] as number, result[1] as number];
    output.setUint32(at, left);
    output.setUint32(at + 4, right);
  }
  return out;
}

/** S-boxes of FIPS 46-3, each four rows of sixteen. */
const S_BOXES = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
].map((rows) => Array.from(rows.replaceAll(' ', ''), (digit) => parseInt(digit, 16)));

const P = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
const PC1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55,
  47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const PC2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** S-box and permutation P in one look-up: 64 values for each of the eight boxes. */
const SP = new Uint32Array(512);
for (const [box, values] of S_BOXES.entries()) {
  for (let six = 0; six < 64; six++) {
    const row = ((six >> 4) & 2) | (six & 1);
    const substituted = (values[row * 16 + ((six >> 1) & 15)] as number) << (28 - 4 * box);
    SP[box * 64 + six] = P.reduce((all, from, to) => all | (((substituted >>> (32 - from)) & 1) << (31 - to)), 0);
  }
}

/** Sixteen rounds of eight 6-bit subkeys. */
function desSchedule(key: Uint8Array): Uint8Array {
  const bits = PC1.map((n) => ((key[(n - 1) >> 3] as number) >> (7 - ((n - 1) & 7))) & 1);
  let [c, d] = [bits.slice(0, 28), bits.slice(28)];
  const rounds = SHIFTS.flatMap((shift) => {
    c = [...c.slice(shift), ...c.slice(0, shift)];
    d = [...d.slice(shift), ...d.slice(0, shift)];
    const both = [...c, ...d];
    const chosen = PC2.map((n) => both[n - 1] as number);
    return Array.from({ length: 8 }, (_, i) => chosen.slice(6 * i, 6 * i + 6).reduce((all, bit) => all * 2 + bit, 0));
  });
  return Uint8Array.from(rounds);
}

/** The rounds of one DES pass over the halves in `state`, halves swapped at the end; `direction` -1 decrypts. */
function desRounds(state: Uint32Array, schedule: Uint8Array, direction: 1 | -1): void {
  let [left, right] = [state[0] as number, state[1] as number];
  for (let round = direction > 0 ? 0 : 15; round >= 0 && round < 16; round += direction) {
    let mixed = 0;
    for (let box = 0; box < 8; box++) {
      const turn = (4 * box + 5) & 31;
      const six = ((right << turn) | (right >>> (32 - turn))) & 63;
      mixed |= SP[box * 64 + (six ^ (schedule[round * 8 + box] as number))] as number;
    }
    const next = left ^ mixed;
    left = right;
    right = next;
  }
  state[0] = right;
  state[1] = left;
}

function initialPermutation(state: Uint32Array): void {
  swapBits(state, 0, 4, 0x0f0f0f0f);
  swapBits(state, 0, 16, 0x0000ffff);
  swapBits(state, 1, 2, 0x33333333);
  swapBits(state, 1, 8, 0x00ff00ff);
  swapBits(state, 0, 1, 0x55555555);
}

function finalPermutation(state: Uint32Array): void {
  swapBits(state, 0, 1, 0x55555555);
  swapBits(state, 1, 8, 0x00ff00ff);
  swapBits(state, 1, 2, 0x33333333);
  swapBits(state, 0, 16, 0x0000ffff);
  swapBits(state, 0, 4, 0x0f0f0f0f);
}

/** Exchanges the masked bits of one half with those `shift` places higher in half `high`. */
function swapBits(state: Uint32Array, high: 0 | 1, shift: number, mask: number): void {
  const low = 1 - high;
  const difference = (((state[high] as number) >>> shift) ^ (state[low] as number)) & mask;
  state[low] = (state[low] as number) ^ difference;
  state[high] = (state[high] as number) ^ (difference << shift);
}

type TripleSchedule = readonly [Uint8Array, Uint8Array, Uint8Array];

function tripleSchedule(key: Bytes): TripleSchedule {
  if (key.length !== 24 && key.length !== 16) throw new RangeError('a key of 16 or 24 octets was expected');
  const third = key.length === 24 ? key.subarray(16) : key.subarray(0, 8);
  return [desSchedule(key.subarray(0, 8)), desSchedule(key.subarray(8, 16)), desSchedule(third)];
}

/** Three passes in a row over one block, the middle one the other way. */
function desPasses(state: Uint32Array, [first, second, third]: TripleSchedule, direction: 1 | -1): Block {
  const other = direction === 1 ? -1 : 1;
  return (left, right) => {
    state[0] = left;
    state[1] = right;
    initialPermutation(state);
    desRounds(state, first, direction);
    desRounds(state, second, other);
    desRounds(state, third, direction);
    finalPermutation(state);
  };
}

/**
 * DES-EDE3-CBC without removing the padding. `key`: 24 octets, or 16 for two-key; parity is not looked at.
 * Throws RangeError where lengths are not whole blocks.
 */
export function decryptDesEde3Cbc(key: Bytes, iv: Bytes, octets: Bytes): Bytes {
  const [first, second, third] = tripleSchedule(key);
  const state = new Uint32Array(2);
  return decryptCbc(octets, iv, state, desPasses(state, [third, second, first], -1));
}

/** The same the other way; `octets` come with their padding. */
export function encryptDesEde3Cbc(key: Bytes, iv: Bytes, octets: Bytes): Bytes {
  const schedule = tripleSchedule(key);
  const state = new Uint32Array(2);
  return encryptCbc(octets, iv, state, desPasses(state, schedule, 1));
}

/** PITABLE of RFC 2268. */
const PI = fromHex(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
) as Bytes;

/** Key expansion, RFC 2268 2: 64 words of 16 bits. */
function rc2Schedule(key: Bytes, effectiveBits: number): Uint16Array {
  const octets = new Uint8Array(128);
  octets.set(key);
  for (let i = key.length; i < 128; i++) {
    octets[i] = PI[((octets[i - 1] as number) + (octets[i - key.length] as number)) & 0xff] as number;
  }
  const length = (effectiveBits + 7) >> 3;
  octets[128 - length] = PI[(octets[128 - length] as number) & (0xff >> (8 * length - effectiveBits))] as number;
  for (let i = 127 - length; i >= 0; i--) {
    octets[i] = PI[(octets[i + 1] as number) ^ (octets[i + length] as number)] as number;
  }
  return Uint16Array.from({ length: 64 }, (_, i) => (octets[2 * i] as number) | ((octets[2 * i + 1] as number) << 8));
}

const RC2_TURNS = [1, 2, 3, 5];

function rc2DecryptWords(words: Uint16Array, schedule: Uint16Array): void {
  const word = (i: number): number => words[i & 3] as number;
  let at = 63;
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const turn = RC2_TURNS[i] as number;
      const turned = (word(i) >>> turn) | (word(i) << (16 - turn));
      words[i] = turned - (schedule[at--] as number) - (word(i + 3) & word(i + 2)) - (~word(i + 3) & word(i + 1));
    }
    if (round !== 5 && round !== 11) continue;
    for (let i = 3; i >= 0; i--) words[i] = word(i) - (schedule[word(i + 3) & 63] as number);
  }
}

const swap16 = (value: number): number => ((value & 0xff) << 8) | ((value >>> 8) & 0xff);

/**
 * RC2-CBC (RFC 2268) without removing the padding. `effectiveBits` is the effective key length, not the version number
 * that stands for it in RC2-CBC-Parameter. Throws RangeError where lengths are not whole blocks or out of range.
 */
export function decryptRc2Cbc(key: Bytes, effectiveBits: number, iv: Bytes, octets: Bytes): Bytes {
  if (key.length < 1 || key.length > 128 || !(effectiveBits >= 1 && effectiveBits <= 1024)) {
    throw new RangeError('an RC2 key of 1 to 128 octets was expected');
  }
  const schedule = rc2Schedule(key, effectiveBits);
  const words = new Uint16Array(4);
  const state = new Uint32Array(2);
  return decryptCbc(octets, iv, state, (left, right) => {
    words.set([swap16(left >>> 16), swap16(left), swap16(right >>> 16), swap16(right)]);
    rc2DecryptWords(words, schedule);
    state[0] = (swap16(words[0] as number) << 16) | swap16(words[1] as number);
    state[1] = (swap16(words[2] as number) << 16) | swap16(words[3] as number);
  });
}
