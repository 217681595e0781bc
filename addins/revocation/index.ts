/** Asking the network about certificates, under rules (docs/revocation.md). */
export { createDirectNetwork } from './direct-network';
export type { NetworkHost } from './direct-network';
export { createRelayNetwork } from './relay-network';
