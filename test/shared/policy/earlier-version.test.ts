import { provisionOf } from '../../../addins/policy/provision-of';
import { parsePolicy } from '../../../shared/policy/parse-policy';

/** What Thunderbird's policy holds in documents that administrators have today. */
const VERSION_1 = {
  anchors: ['MIIB', 7],
  certificates: ['MIIC'],
  identities: [{ pfx: 'MIID', passphrase: 'x' }, { pfx: 'MIID' }],
  publicAuthorities: false,
  thunderbirdAuthorities: 'no',
  revocation: { lookup: 'always', required: true, softFail: 'perhaps' },
  certificateAuthority: {
    directory: ' https://ca.example.org/acme ',
    mailServer: 'mx.example.org',
    renews: true,
    externalAccount: { kid: 'k', key: 's' },
  },
  lookUp: {
    sources: { ldap: true, web: 'yes' },
    resolver: 'not an address',
    template: 'https://k.example.org/{address}',
  },
  keys: { passphraseRequired: true, unlockTime: 15, backupFirst: true },
  recipients: { expired: false, keys: 'all' },
  surprise: true,
};

const upgraded = (value: unknown): ReturnType<typeof parsePolicy> => parsePolicy(JSON.stringify(value));

describe('a document without a version', () => {
  it('is of the first version and is upgraded, each thing locked as it was', () => {
    const reading = upgraded(VERSION_1);
    const locked = (value: unknown): unknown => ({ value, change: 'none' });
    expect(reading).toEqual({
      kind: 'policy',
      document: {
        version: 2,
        settings: {
          'anchors.added': locked(['MIIB']),
          certificates: locked(['MIIC']),
          identities: locked([{ pfx: 'MIID', passphrase: 'x' }]),
          'anchors.public': locked(false),
          'anchors.host': locked(false),
          'revocation.lookup': locked('always'),
          'revocation.required': locked(true),
          'certificateAuthority.directory': locked('https://ca.example.org/acme'),
          'certificateAuthority.mailServer': locked('mx.example.org'),
          'certificateAuthority.renews': locked(true),
          'certificateAuthority.externalAccount': locked({ kid: 'k', key: 's' }),
          'lookUp.sources.ldap': locked(true),
          'lookUp.resolver': locked(''),
          'lookUp.template': locked('https://k.example.org/{address}'),
          'keys.passphraseRequired': { value: true, change: 'stricter' },
          'keys.backupFirst': locked(true),
          'keys.unlockTime': locked(15),
          'recipients.expired': locked(false),
          'recipients.keys': locked('all'),
        },
      },
      passedOver: ['anchors[1]', 'identities[1]', 'revocation.softFail', 'lookUp.sources.web', 'surprise'],
    });
  });

  it('provides what the add-on took from it before there were versions', () => {
    const reading = upgraded(VERSION_1);
    expect(reading.kind === 'policy' && provisionOf(reading.document)).toMatchObject({
      withoutPublicAnchors: true,
      withoutHostAnchors: true,
      revocation: { lookup: 'always', required: true },
      acme: { directory: 'https://ca.example.org/acme', renews: true, externalAccount: { kid: 'k', key: 's' } },
      keys: { passphraseRequired: true, unlockTime: 15, backupFirst: true },
      recipients: { withoutExpired: true, keys: 'all' },
    });
  });

  it.each([
    [{ keys: 'yes' }, true, undefined],
    [{ keys: { passphraseRequired: 0 } }, true, undefined],
    [{ keys: { passphraseRequired: false, unlockTime: 'long' } }, false, 1],
    [{ keys: { unlockTime: 'session' } }, false, 'session'],
  ])('protects keys more where it cannot be read: %j', (value, isRequired, time) => {
    const reading = upgraded(value);
    expect(reading).toMatchObject({
      document: { settings: { 'keys.passphraseRequired': { value: isRequired } } },
    });
    if (reading.kind === 'policy') expect(reading.document.settings?.['keys.unlockTime']?.value).toBe(time);
  });

  it('withholds trust by every value but true', () => {
    for (const value of [false, null, 'true', 1]) {
      expect(upgraded({ publicAuthorities: value })).toMatchObject({
        document: { settings: { 'anchors.public': { value: false } } },
      });
    }
    expect(upgraded({ publicAuthorities: true })).toMatchObject({
      document: { settings: { 'anchors.public': { value: true } } },
    });
  });

  it.each<readonly [unknown]>([
    [{ revocation: 7 }],
    [{ lookUp: null }],
    [{ anchors: 'MIIB' }],
    [{ lookUp: { sources: [] } }],
    [{ constructor: 1 }],
  ])('never fails for what means nothing: %j', (value) => {
    expect(upgraded(value)).toMatchObject({ kind: 'policy', passedOver: [expect.any(String)] });
  });
});
