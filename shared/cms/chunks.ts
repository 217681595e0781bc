/**
 * Octets that go to WebCrypto at once: Chromium's throughput halves above 1 MiB, Node's falls below 256 KiB, and memory
 * stays at a chunk beyond input and output.
 */
export const CHUNK = 1 << 19;
/** Content up to here goes in one call. */
export const ONE_CALL = 1 << 21;
