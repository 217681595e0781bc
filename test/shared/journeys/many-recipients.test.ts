import { prepareSend, readiness } from '../../../shared/journeys/send-message';
import { openMessage } from '../../../shared/journeys/open-message';
import { generateKeyPair, type Party } from '../../support/test-ca';
import { ALICE, type Cast, createCast, entityOf, messageOf, NOW } from '../smime/messages';
import { memoryPorts } from './memory-ports';

const COUNT = 500;
const addressOf = (at: number): string => `person${at}@example.test`;

/** Its time is measured elsewhere: here, that nobody is lost among so many. */
describe('five hundred recipients of one message', () => {
  let cast: Cast;
  let people: readonly Party[];
  let ports: Awaited<ReturnType<typeof memoryPorts>>;
  const to = Array.from({ length: COUNT }, (_, at) => addressOf(at));

  beforeAll(async () => {
    cast = await createCast();
    const keys = await generateKeyPair();
    people = await Promise.all(to.map((address) => cast.ca.issue({ commonName: address, addresses: [address] }, keys)));
    const world = await memoryPorts({ own: [cast.alice], anchors: [cast.ca.certificate] });
    const known = new Map(people.map(({ certificate }, at) => [addressOf(at), certificate]));
    const found = (await memoryPorts({ own: [], anchors: [], known: [cast.bob.certificate] })).certificateDirectory;
    const [sample] = await found.find('bob@example.test');
    ports = {
      ...world,
      certificateDirectory: {
        ...world.certificateDirectory,
        find: (address) => {
          const certificate = known.get(address);
          return Promise.resolve(
            certificate && sample
              ? [
                  {
                    ...sample,
                    certificate,
                    accepted: [{ address, ground: 'first' as const, at: NOW }],
                    waiting: [],
                  },
                ]
              : [],
          );
        },
      },
    };
  }, 60_000);

  const request = { from: ALICE, to, cc: [], bcc: [], protection: { sign: true, encrypt: true } };

  it('each have their state', async () => {
    const { recipients, refusals } = await readiness(request, ports);
    expect(refusals).toEqual([]);
    expect(recipients.filter(({ state, field }) => state === 'ready' && field === 'to')).toHaveLength(COUNT);
  });

  it('can each read it', async () => {
    const prepared = await prepareSend({ ...request, entity: entityOf('Hello\r\n') }, ports);
    if (prepared.kind !== 'ready') throw new Error(JSON.stringify(prepared).slice(0, 300));
    expect(prepared.main.recipients).toEqual(to);
    for (const at of [0, 250, COUNT - 1]) {
      const own = people[at];
      const reader = await memoryPorts({ own: own ? [own] : [], anchors: [cast.ca.certificate] });
      const { summary, encryption } = await openMessage(messageOf(prepared.main.entity), reader);
      expect(summary).toMatchObject({ state: 'signed-valid', encryption: 'opened' });
      expect(encryption.recipients).toHaveLength(COUNT + 1);
    }
  }, 60_000);
});
