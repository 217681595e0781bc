import { type Experiments } from './experiment-types';
import { thunderbird } from './thunderbird';

/** What one build can do and another cannot. */
export const CAPABILITIES = [
  /** Thunderbird builds what is written, and sends what is made of it in its place, at once. */
  'send-in-place',
  /** Whatever is about to leave can be held, also what no compose window sends. */
  'watch-leaving',
  /** Drafts are encrypted as they are saved, and opened again. */
  'keep-drafts',
  /** The verdict and the text stand where Thunderbird shows the message. */
  'show-in-place',
  /** Thunderbird's own certificate store can be read. */
  'host-store',
  /** Thunderbird's own S/MIME can do what a policy has it do. */
  'native-smime',
  /** LDAP directories can be asked for certificates. */
  'ldap',
  /** A certification authority's challenge can be answered by mail. */
  'answer-challenges',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

const FROM: Readonly<Record<Capability, keyof Experiments>> = {
  'send-in-place': 'signetCompose',
  'watch-leaving': 'signetCompose',
  'keep-drafts': 'signetCompose',
  'show-in-place': 'signetDisplay',
  'host-store': 'signetTrust',
  'native-smime': 'signetTrust',
  ldap: 'signetLdap',
  'answer-challenges': 'signetMail',
};

/** Each comes with a namespace of the Experiment. */
export const capabilitiesOf = (experiments: Partial<Experiments>): ReadonlySet<Capability> =>
  new Set(CAPABILITIES.filter((one) => experiments[FROM[one]] !== undefined));

/** Of this build. */
export const capabilities = capabilitiesOf(thunderbird);

export const lackingOf = (has: ReadonlySet<Capability>): readonly Capability[] =>
  CAPABILITIES.filter((one) => !has.has(one));
