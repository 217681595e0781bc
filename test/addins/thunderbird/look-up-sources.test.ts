interface FakeApi {
  query: (query: { searchString: string; includeRemote: boolean }) => Promise<readonly { vCard: string }[]>;
  findStored: (addresses: readonly string[]) => Promise<readonly (readonly string[])[]>;
  findLdap: (address: string, milliseconds: number) => Promise<readonly ArrayBuffer[]>;
}

const api: FakeApi = {
  query: () => Promise.resolve([]),
  findStored: () => Promise.resolve([]),
  findLdap: () => Promise.resolve([]),
};

jest.mock('webextension-polyfill', () => ({
  __esModule: true,
  default: {
    addressBooks: { contacts: { query: (query: Parameters<FakeApi['query']>[0]) => api.query(query) } },
    signetTrust: { find: (addresses: readonly string[]) => api.findStored(addresses) },
    signetLdap: { find: (address: string, milliseconds: number) => api.findLdap(address, milliseconds) },
  },
}));

import { addressBookSource } from '../../../addins/thunderbird/host/address-book';
import { ldapSource } from '../../../addins/thunderbird/host/ldap-directory';
import { certificateStoreSource } from '../../../addins/thunderbird/host/stored-certificates';
import { toBase64, utf8Text, type LookUpSource } from '../../../shared/index';
import {
  lookUpSourceContract,
  type ListedPerson,
  type SourceWorld,
  type StartedSource,
} from '../../ports/look-up-source.contract';

const never = (): Promise<never> => new Promise(() => undefined);
const cardOf = ({ address, certificates }: ListedPerson): string =>
  [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `EMAIL;PREF=1:${address}`,
    ...certificates.map((der) => `KEY:data:application/pkix-cert;base64,${toBase64(der)}`),
    'END:VCARD',
    '',
  ].join('\r\n');

/** Puts `answer` in place of an interface of Thunderbird's, which finds addresses without regard to case. */
function start(
  world: SourceWorld,
  name: keyof FakeApi,
  source: LookUpSource,
  answers: { readonly of: (person: ListedPerson) => readonly unknown[]; readonly broken: unknown },
): Promise<StartedSource> {
  let asked = 0;
  const answer = (asking: string | { searchString: string }): Promise<unknown> => {
    asked++;
    if (world.manner === 'silent') return never();
    if (world.manner === 'broken') return Promise.resolve(answers.broken);
    const wanted = (typeof asking === 'string' ? asking : asking.searchString).toLowerCase();
    return Promise.resolve(world.people.filter(({ address }) => address === wanted).flatMap(answers.of));
  };
  Object.assign(api, { [name]: answer });
  return Promise.resolve({ source, asked: () => asked });
}

/* Their time is not ours to set: five seconds, which the tests of `askEach` hold. */
lookUpSourceContract('address books', {
  name: 'address-book',
  cannot: ['silent', 'flooding'],
  start: (world) =>
    start(world, 'query', addressBookSource, {
      of: (person) => [{ vCard: cardOf(person) }],
      broken: [{ vCard: 'KEY:nothing' }, { vCard: 'BEGIN:VCARD\r\nKEY:data:,\r\n' }],
    }),
});

lookUpSourceContract('certificate store', {
  name: 'host-store',
  cannot: ['silent', 'flooding'],
  start: ({ people, manner }) => {
    let asked = 0;
    const ofPerson = ({ certificates }: ListedPerson): readonly string[] =>
      certificates.map((der) => toBase64(der).replace(/(.{64})/g, '$1\r\n'));
    api.findStored = (addresses) => {
      asked++;
      const found = addresses.map((wanted) =>
        people.filter(({ address }) => address === wanted.toLowerCase()).flatMap(ofPerson),
      );
      return Promise.resolve(manner === 'broken' ? [['not base64!', '', 'AAAA']] : found);
    };
    return Promise.resolve({ source: certificateStoreSource, asked: () => asked });
  },
});

lookUpSourceContract('LDAP directories', {
  name: 'ldap',
  cannot: ['silent', 'flooding'],
  start: (world) =>
    start(world, 'findLdap', ldapSource, {
      of: ({ certificates }) => certificates.map((der) => der.slice().buffer),
      broken: [new ArrayBuffer(0), new ArrayBuffer(9)],
    }),
});

const one = async (source: LookUpSource, address = 'bob@x.example') =>
  (await source.ask([address], new AbortController().signal))[0];

describe('address books', () => {
  it('are searched where they are stored here, and at no server', async () => {
    const queries: unknown[] = [];
    api.query = (query) => {
      queries.push(query);
      return Promise.resolve([]);
    };
    await one(addressBookSource);
    expect(queries).toEqual([{ searchString: 'bob@x.example', includeRemote: false }]);
  });

  it('give no card without KEY, and none of its pictures', async () => {
    const picture = `PHOTO;ENCODING=b:${'A'.repeat(200_000)}\r\n AAAA\r\n`;
    const card = `BEGIN:VCARD\r\n${picture}item1.KEY:x\r\nNOTE:PHOTO of me\r\nEND:VCARD\r\n`;
    api.query = () => Promise.resolve([{ vCard: 'BEGIN:VCARD\r\nNOTE:KEY\r\nEND:VCARD\r\n' }, { vCard: card }]);
    const answer = await one(addressBookSource);
    expect(answer && 'files' in answer && answer.files.map(utf8Text)).toEqual([
      'BEGIN:VCARD\r\nitem1.KEY:x\r\nNOTE:PHOTO of me\r\nEND:VCARD\r\n',
    ]);
  });

  it('that fail are no answer', async () => {
    api.query = () => Promise.reject(new Error('the address book is locked'));
    expect(await one(addressBookSource)).toEqual({ address: 'bob@x.example', failure: 'no-answer' });
  });
});

describe('the certificate store', () => {
  it('is read once for all who are looked for', async () => {
    const asked: (readonly string[])[] = [];
    api.findStored = (addresses) => {
      asked.push(addresses);
      return Promise.resolve(addresses.map(() => []));
    };
    const people = ['a@x.example', 'b@x.example', 'c@x.example'];
    await certificateStoreSource.ask(people, new AbortController().signal);
    expect(asked).toEqual([people]);
  });

  it('that fails is no answer for any of them', async () => {
    api.findStored = () => Promise.reject(new Error('no store'));
    expect(await certificateStoreSource.ask(['a@x.example', 'b@x.example'], new AbortController().signal)).toEqual([
      { address: 'a@x.example', failure: 'no-answer' },
      { address: 'b@x.example', failure: 'no-answer' },
    ]);
  });
});

describe('LDAP directories', () => {
  it.each(['no-answer', 'too-slow', 'too-large', 'not-authenticated'])('that fail with %s say so', async (failure) => {
    api.findLdap = () => Promise.reject(new Error(failure));
    expect(await one(ldapSource)).toEqual({ address: 'bob@x.example', failure });
  });

  it('that fail otherwise are no answer', async () => {
    api.findLdap = () => Promise.reject(new Error('what'));
    expect(await one(ldapSource)).toHaveProperty('failure', 'no-answer');
  });

  it.each([
    '*@x.example',
    'a)(mail=*@x.example',
    'a\\2a@x.example',
    '"a b"@x.example',
    'a=b@x.example',
    'a~b@x.example',
  ])('are not asked about %s, which would mean something in a filter', async (address) => {
    let asked = 0;
    api.findLdap = () => {
      asked++;
      return Promise.resolve([]);
    };
    expect(await one(ldapSource, address)).toEqual({ address, failure: 'address-refused' });
    expect(asked).toBe(0);
  });

  it.each(["o'hara+x@x.example", 'jörg@bücher.example', 'a.b-c_d@x.example'])('are asked about %s', async (address) => {
    api.findLdap = (asked) => Promise.resolve(asked === address ? [new ArrayBuffer(1)] : []);
    expect(await one(ldapSource, address)).toHaveProperty('files.length', 1);
  });
});
