import { type Bytes, type Der } from '../../../shared/base/bytes';
import { encodePfx, type Signer } from '../../../shared/index';
import { generateKeyPair, TestCa, type KeyKind, type Party } from '../../support/test-ca';

/** A person of the demo world. Without `party` the person has no certificate. */
export interface DemoPerson {
  readonly key: string;
  readonly name: string;
  readonly address: string;
  readonly party?: Party;
}

export const DEMO_DOMAIN = 'signet.example';
/** Of every PFX file in the demo world: they hold fresh demo keys and nothing else. */
export const DEMO_PASSPHRASE = 'demo';

const DAY = 86_400_000;
const SOON = 15 * 60_000;

export interface DemoPeople {
  readonly authority: TestCa;
  /** Below `authority`: issued every certificate that is trusted. */
  readonly issuing: TestCa;
  /** The user of the demo mailbox. RSA. */
  readonly alice: DemoPerson;
  /** A certificate of Alice's that has expired. */
  readonly aliceExpired: DemoPerson;
  /** RSA. */
  readonly bob: DemoPerson;
  /** Elliptic curve. */
  readonly carol: DemoPerson;
  /** Has no certificate. */
  readonly dan: DemoPerson;
  /** Has an expired certificate only. */
  readonly erin: DemoPerson;
  /** Has a certificate that was revoked. */
  readonly frank: DemoPerson;
  /** Has a certificate that expires soon. */
  readonly grace: DemoPerson;
  /** Has a new certificate. */
  readonly judy: DemoPerson;
  /** The same with the certificate from before. */
  readonly judyBefore: DemoPerson;
  /** Calls himself Bob, certified by an authority that nobody knows. */
  readonly mallory: DemoPerson;
}

const person = (key: string, party?: Party): DemoPerson => ({
  key,
  name: `${key.charAt(0).toUpperCase()}${key.slice(1)} Example`,
  address: `${key}@${DEMO_DOMAIN}`,
  ...(party ? { party } : {}),
});

export interface DemoOptions {
  /** When Grace's certificate expires; left out: 15 minutes after `now`. */
  readonly expiry?: Date;
}

/** Everybody with fresh keys; validity is counted from `now`. */
export async function createDemoPeople(now: Date, options: DemoOptions = {}): Promise<DemoPeople> {
  const root = await TestCa.create('Signet Demo Root CA', { now });
  const authority = await root.subordinate({ commonName: 'Signet Demo Issuing CA', ca: { pathLength: 0 } });
  const stranger = await TestCa.create('Unknown Root CA', { now });
  const inDays = (days: number): Date => new Date(now.getTime() + days * DAY);
  const expired = { notBefore: inDays(-400), notAfter: inDays(-35) };
  const certified = async (
    ca: TestCa,
    key: string,
    kind: KeyKind,
    validity: { notBefore?: Date; notAfter?: Date } = {},
  ): Promise<DemoPerson> => {
    const { name, address } = person(key);
    return person(
      key,
      await ca.issue({ commonName: name, addresses: [address], ...validity }, await generateKeyPair(kind)),
    );
  };
  const forged = await certified(stranger, 'bob', 'ec-p256');
  return {
    authority: root,
    issuing: authority,
    alice: await certified(authority, 'alice', 'rsa-2048'),
    aliceExpired: await certified(authority, 'alice', 'ec-p256', expired),
    bob: await certified(authority, 'bob', 'rsa-2048'),
    carol: await certified(authority, 'carol', 'ec-p256'),
    dan: person('dan'),
    erin: await certified(authority, 'erin', 'ec-p256', expired),
    frank: await certified(authority, 'frank', 'ec-p256'),
    grace: await certified(authority, 'grace', 'ec-p256', {
      notBefore: inDays(-365),
      notAfter: options.expiry ?? new Date(now.getTime() + SOON),
    }),
    judy: await certified(authority, 'judy', 'ec-p256', { notBefore: inDays(-10) }),
    judyBefore: await certified(authority, 'judy', 'ec-p256', { notBefore: inDays(-380), notAfter: inDays(15) }),
    mallory: { ...forged, key: 'mallory' },
  };
}

/** Throws where the person has no certificate. */
export function partyOf({ key, party }: DemoPerson): Party {
  if (!party) throw new Error(`${key} has no certificate`);
  return party;
}

export function certificateOf(of: DemoPerson): Der {
  return partyOf(of).certificate;
}

export function signerOf(of: DemoPerson): Signer {
  const { certificate, chain, keys } = partyOf(of);
  const scheme =
    keys.kind === 'ec-p384' ? 'ecdsa-p384-sha384' : keys.kind === 'ec-p256' ? 'ecdsa-p256-sha256' : 'rsa-sha256';
  return { certificate, chain, scheme, sign: (toBeSigned) => keys.sign(toBeSigned) };
}

/** The PFX a certification authority would hand to the person. */
export function pfxOf(of: DemoPerson): Promise<Bytes> {
  const { certificate, chain, keys } = partyOf(of);
  return encodePfx({
    identities: [{ certificate, chain, privateKey: keys.pkcs8, friendlyName: of.name }],
    passphrase: DEMO_PASSPHRASE,
    // A demo passphrase protects nothing: a quick first start is worth more.
    iterations: 2_048,
  });
}
