import { certificatesIn, createContactSource } from '../../../../addins/outlook/graph/contact-certificates';
import { concat, toBase64, type Bytes } from '../../../../shared/index';
import { lookUpSourceContract, type SourceWorld } from '../../../ports/look-up-source.contract';
import { fakeGraph, type Answer, type SentRequest } from './fake-graph';

/* Graph as its documentation has it; nothing here ever met a real one. */
const PROPERTY = 'BinaryArray 0x3A70';
const contactJson = (id: string, values: readonly string[]) => ({
  id,
  multiValueExtendedProperties: [{ id: PROPERTY, value: values }],
});

function graphAnswer({ people, manner }: SourceWorld, { path }: SentRequest): Answer {
  if (manner === 'broken') return { status: 200, json: { value: 'none', multiValueExtendedProperties: [7, null] } };
  if (manner === 'flooding') return { status: 200, octets: new Uint8Array(1 << 20).fill(0x20) };
  const wanted = /address eq '([^']*)'/.exec(path)?.[1]?.toLowerCase();
  if (wanted !== undefined) {
    const found = people.filter(({ address }) => address === wanted);
    return { status: 200, json: { value: found.map(({ address }) => ({ id: address })) } };
  }
  const person = people.find(({ address }) => path.startsWith(`/me/contacts/${address}?`));
  if (!person) return { status: 404, json: { error: { code: 'ErrorItemNotFound' } } };
  return { status: 200, json: contactJson(person.address, person.certificates.map(toBase64)) };
}

lookUpSourceContract('contacts in Exchange Online, simulated', {
  name: 'exchange',
  start: (world) => {
    const graph = fakeGraph((request) => graphAnswer(world, request));
    const { client, requests } = graph;
    const request: typeof client.request = (path, what) =>
      world.manner === 'silent' ? new Promise(() => undefined) : client.request(path, what);
    const source = createContactSource({ request }, { milliseconds: world.milliseconds });
    return Promise.resolve({ source, asked: () => requests.length });
  },
});

describe('contacts in Exchange Online', () => {
  const ask = async (answer: Answer, address = 'bob@x.example') => {
    const graph = fakeGraph(() => answer);
    const [first] = await createContactSource(graph.client).ask([address], new AbortController().signal);
    return { answer: first, requests: graph.requests.map(({ path }) => path) };
  };

  it('are asked for by address, and then for the one property', async () => {
    const graph = fakeGraph((_request, count) =>
      count === 1
        ? { status: 200, json: { value: [{ id: 'AAMk=' }] } }
        : { status: 200, json: contactJson('AAMk=', []) },
    );
    await createContactSource(graph.client).ask(["o'hara@x.example"], new AbortController().signal);
    expect(graph.requests.map(({ path }) => path)).toEqual([
      "/me/contacts?$filter=emailAddresses/any(a:a/address eq 'o''hara@x.example')&$select=id&$top=5",
      `/me/contacts/AAMk=?$select=id&$expand=multiValueExtendedProperties($filter=id eq '${PROPERTY}')`,
    ]);
  });

  it.each([
    [403, 'not-permitted'],
    [429, 'no-answer'],
    [500, 'no-answer'],
    [503, 'no-answer'],
  ])('have no answer where Graph says %d: %s', async (status, failure) => {
    expect((await ask({ status, json: {} })).answer).toEqual({ address: 'bob@x.example', failure });
  });

  it('are refused where even a new token is', async () => {
    const { answer, requests } = await ask({ status: 401, json: {} });
    expect(answer).toHaveProperty('failure', 'not-authenticated');
    expect(requests).toHaveLength(2);
  });

  it('have no answer where there is none, or none in JSON', async () => {
    expect((await ask('no answer')).answer).toHaveProperty('failure', 'no-answer');
    expect((await ask({ status: 200, octets: new Uint8Array([0xff]) })).answer).toHaveProperty('failure', 'no-answer');
  });
});

describe('a value of PidTagUserX509Certificate', () => {
  const entry = (tag: number, value: Bytes): Bytes =>
    concat([Uint8Array.of(tag & 0xff, tag >> 8, (value.length + 4) & 0xff, (value.length + 4) >> 8), value]);
  const certificate = concat([Uint8Array.of(0x30, 0x82, 1, 0), new Uint8Array(256)]);

  it('is one file where it begins as DER', () => {
    expect(certificatesIn(certificate)).toEqual([certificate]);
  });

  it('is otherwise a list of entries, of which those in DER are taken', () => {
    const list = concat([entry(1, Uint8Array.of(1, 0)), entry(3, certificate), entry(6, new Uint8Array(20))]);
    expect(certificatesIn(list)).toEqual([certificate]);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['half an entry', entry(3, certificate).slice(0, 40)],
    ['an entry of no length', Uint8Array.of(3, 0, 0, 0, 3, 0, 0, 0)],
    ['an entry longer than all', Uint8Array.of(3, 0, 0xff, 0xff, 0x30)],
  ])('ends where it is %s', (_which, octets) => {
    expect(certificatesIn(octets)).toEqual([]);
  });
});
