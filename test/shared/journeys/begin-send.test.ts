import { prepareSend, readiness } from '../../../shared/journeys/begin-send';
import { type SendRequest } from '../../../shared/journeys/send-message';
import { latin1Bytes } from '../../../shared/base/bytes';
import { ALICE, BOB, type Cast, createCast, entityOf } from '../smime/messages';
import { memoryPorts } from './memory-ports';

const PATH = '../../../shared/journeys/send-message';
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});
afterEach(() => {
  jest.dontMock(PATH);
  jest.resetModules();
});

const request = (): SendRequest => ({
  from: ALICE,
  to: [BOB],
  cc: [],
  bcc: [],
  header: latin1Bytes(`From: ${ALICE}\r\nTo: ${BOB}\r\nSubject: Coffee\r\n`),
  entity: entityOf('I owe you a coffee.\r\n'),
  protection: { sign: true, encrypt: true },
});
const ports = () => memoryPorts({ own: [cast.alice], known: [cast.bob.certificate], anchors: [cast.ca.certificate] });

const notLoaded = (): void => {
  jest.resetModules();
  jest.doMock(PATH, () => {
    throw new Error('no connection');
  });
};

describe('sending, which is loaded when it is begun', () => {
  it('is ready where everything is there', async () => {
    expect((await readiness(request(), await ports())).refusals).toEqual([]);
    expect((await prepareSend(request(), await ports())).kind).toBe('ready');
  });

  it('is refused where it cannot be loaded: nothing goes out', async () => {
    notLoaded();
    const refused = { kind: 'refused', refusals: [{ code: 'host' }] };
    expect(await prepareSend(request(), await ports())).toEqual(refused);
  });

  it('and says nothing of a draft then', async () => {
    notLoaded();
    await expect(readiness(request(), await ports())).rejects.toThrow('no connection');
  });
});
