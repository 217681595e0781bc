/**
 * Octets that go to WebCrypto at once: Chromium's throughput halves above 1 MiB, Gecko's at half a MiB (page faults), and
 * Node's threads cost more than its ciphers below 256 KiB. Memory stays at some chunks beyond input and output.
 */
export const CHUNK = 1 << 18;
/** Content up to here goes in one call. */
export const ONE_CALL = 1 << 21;
