/** The only door to the core: re-exports, no logic. */
export { asDer, concat, equal, fromHex, hex, latin1Bytes, latin1Text, utf8Bytes, utf8Text } from './base/bytes';
export type { Bytes, CanonicalOctets, Der } from './base/bytes';
export { fromBase64, toBase64 } from './base/base64';
export { errorCode, SignetError } from './base/errors';
export type { ErrorCode } from './base/errors';
export { LIMITS } from './base/limits';
export type { LimitName } from './base/limits';
export type { Reason, ReasonCode } from './verdict/reason';
export type * from './verdict/verdict';
export type { Clock } from './ports/clock';
export type { Identity, IdentityVault, KeyStore } from './ports/key-store';
export type { CertificateDirectory } from './ports/certificate-directory';
export type { TrustStore } from './ports/trust-store';
export type { OutgoingTransport, WireMessage } from './ports/outgoing-message';
export type { MessageSource } from './ports/message-source';
export type { Log } from './ports/log';
