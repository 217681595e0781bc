import { provisionOf } from '../../../addins/policy/provision-of';
import { type Provision } from '../../../addins/worker/provision';
import { equal, parsePolicy, toBase64 } from '../../../shared/index';
import { pem } from '../../support/openssl';
import { generateKeyPair, TestCa, type Party } from '../../support/test-ca';

/** Of a document as an administrator writes it. */
function provided(values: object): Provision {
  const reading = parsePolicy(JSON.stringify(values));
  if (reading.kind !== 'policy') throw new Error(JSON.stringify(reading.faults));
  return provisionOf(reading.document);
}

describe('what an organisation provides', () => {
  let ca: TestCa;
  let alice: Party;
  beforeAll(async () => {
    ca = await TestCa.create();
    alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] }, await generateKeyPair());
  });

  it('is read from DER in base64 and from PEM', () => {
    const read = provided({
      anchors: [toBase64(ca.certificate), pem('CERTIFICATE', alice.certificate)],
      certificates: [toBase64(alice.certificate)],
      identities: [{ pfx: toBase64(Uint8Array.of(1, 2)), passphrase: 'x' }],
    });
    expect(read.anchors.map((der) => equal(der, ca.certificate))).toEqual([true, false]);
    expect(read.certificates).toHaveLength(1);
    expect(read.identities).toEqual([{ pfx: Uint8Array.of(1, 2), passphrase: 'x' }]);
  });

  it('says where certificates of recipients are looked for; what means nothing is left out', () => {
    const lookUp = { sources: { ldap: true, nowhere: true }, template: 'https://keys.example/{address}', resolver: 5 };
    expect(provided({ lookUp }).lookUp).toEqual({ sources: { ldap: true }, template: lookUp.template });
    expect(provided({ lookUp: 'all' })).not.toHaveProperty('lookUp');
  });

  it('switches the authorities of Thunderbird’s own store off by anything but true', () => {
    expect(provided({ thunderbirdAuthorities: true }).withoutHostAnchors).toBeUndefined();
    for (const thunderbirdAuthorities of [false, 'yes', null, 1]) {
      expect(provided({ thunderbirdAuthorities }).withoutHostAnchors).toBe(true);
    }
  });

  it('switches the public authorities off by anything but true', () => {
    expect(provided({ publicAuthorities: true }).withoutPublicAnchors).toBeUndefined();
    for (const publicAuthorities of [false, 'no', null, 0]) {
      expect(provided({ publicAuthorities }).withoutPublicAnchors).toBe(true);
    }
  });

  it('gives nothing for what cannot be read', () => {
    const nothing = { anchors: [], certificates: [], identities: [] };
    expect(provided({})).toEqual(nothing);
    expect(provided({ anchors: 'x', certificates: [7, '!', 'AAAA'], identities: [null, { pfx: 1 }, 'x'] })).toEqual(
      nothing,
    );
  });

  it('is what users may not change; what they may stands in their settings before they do', () => {
    const settings = {
      'revocation.lookup': { value: 'on-request', change: 'stricter' },
      'revocation.required': { value: true, change: 'stricter' },
      'revocation.softFail': { value: true, change: 'free' },
      'lookUp.sources.dns': { value: true, change: 'free' },
      'lookUp.sources.ldap': { value: false },
      'keys.unlockTime': { value: 15 },
      'keys.backupFirst': { value: true },
      'anchors.public': { change: 'none' },
      'anchors.host': { value: false, change: 'free' },
      'recipients.keys': {},
      'recipients.expired': { value: false },
      'certificateAuthority.directory': { value: '' },
    };
    expect(provided({ version: 2, settings })).toEqual({
      anchors: [],
      certificates: [],
      identities: [],
      revocation: { leastLookup: 'on-request', required: true },
      lookUp: { sources: { ldap: false } },
      keys: { unlockTime: 15, backupFirst: true },
      recipients: { withoutExpired: true, keys: 'newest' },
      acme: { directory: '' },
      usual: { revocation: { softFail: true }, lookUp: { sources: { dns: true } }, hostAnchors: false },
    });
  });

  it('may leave only what is stricter: nothing above the strictest, all above the laxest', () => {
    const keys = (value: unknown) => {
      const { keys: held, usual } = provided({
        version: 2,
        settings: { 'keys.unlockTime': { value, change: 'stricter' } },
      });
      return { held, usual };
    };
    expect(keys(15)).toEqual({ held: { longestUnlockTime: 15 } });
    expect(keys(1)).toEqual({ held: { unlockTime: 1 } });
    expect(keys('session')).toEqual({ usual: { unlockTime: 'session' } });
  });

  it('holds where users have no setting of their own, whatever they may change', () => {
    const settings = {
      'anchors.removed': { value: ['A'.repeat(64)], change: 'free' },
      'anchors.user': { value: false, change: 'free' },
      harvest: { value: false, change: 'stricter' },
      'reminders.days': { value: [60, 3], change: 'free' },
    };
    expect(provided({ version: 2, settings })).toMatchObject({
      removedAnchors: ['A'.repeat(64)],
      withoutUserAnchors: true,
      withoutHarvest: true,
      reminderDays: [60, 3],
    });
  });
});
