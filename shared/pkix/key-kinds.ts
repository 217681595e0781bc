/** Kinds of keys that are made here: those that every certification authority for mail takes. */
export type GeneratedKeyKind = 'rsa-3072' | 'rsa-4096' | 'ec-p256' | 'ec-p384';

export const GENERATED_KEY_KINDS: readonly GeneratedKeyKind[] = ['rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'];
