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

export interface DemoPeople {
  readonly authority: TestCa;
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
  /** Calls himself Bob, certified by an authority that nobody knows. */
  readonly mallory: DemoPerson;
}

const person = (key: string, party?: Party): DemoPerson => ({
  key,
  name: `${key.charAt(0).toUpperCase()}${key.slice(1)} Example`,
  address: `${key}@${DEMO_DOMAIN}`,
  ...(party ? { party } : {}),
});

/** Everybody with fresh keys; validity is counted from `now`. */
export async function createDemoPeople(now: Date): Promise<DemoPeople> {
  const root = await TestCa.create('Signet Demo Root CA', { now });
  const authority = await root.subordinate({ commonName: 'Signet Demo Issuing CA', ca: { pathLength: 0 } });
  const stranger = await TestCa.create('Unknown Root CA', { now });
  const expired = { notBefore: new Date(now.getTime() - 400 * DAY), notAfter: new Date(now.getTime() - 35 * DAY) };
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
    alice: await certified(authority, 'alice', 'rsa-2048'),
    aliceExpired: await certified(authority, 'alice', 'ec-p256', expired),
    bob: await certified(authority, 'bob', 'rsa-2048'),
    carol: await certified(authority, 'carol', 'ec-p256'),
    dan: person('dan'),
    erin: await certified(authority, 'erin', 'ec-p256', expired),
    mallory: { ...forged, key: 'mallory' },
  };
}

function certified({ key, party }: DemoPerson): Party {
  if (!party) throw new Error(`${key} has no certificate`);
  return party;
}

export function certificateOf(of: DemoPerson): Der {
  return certified(of).certificate;
}

export function signerOf(of: DemoPerson): Signer {
  const { certificate, chain, keys } = certified(of);
  const scheme =
    keys.kind === 'ec-p384' ? 'ecdsa-p384-sha384' : keys.kind === 'ec-p256' ? 'ecdsa-p256-sha256' : 'rsa-sha256';
  return { certificate, chain, scheme, sign: (toBeSigned) => keys.sign(toBeSigned) };
}

/** The PFX a certification authority would hand to the person. */
export function pfxOf(of: DemoPerson): Promise<Bytes> {
  const { certificate, chain, keys } = certified(of);
  return encodePfx({
    identities: [{ certificate, chain, privateKey: keys.pkcs8, friendlyName: of.name }],
    passphrase: DEMO_PASSPHRASE,
    // A demo passphrase protects nothing: a quick first start is worth more.
    iterations: 2_048,
  });
}
