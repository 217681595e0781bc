import { coreHandlers } from '../../../addins/worker/core-calls';
import { type IdentityFilesRequest } from '../../../addins/worker/identity-calls';
import { createOwnIdentities, type OwnIdentities } from '../../../addins/worker/own-identities';
import { type CorePorts } from '../../../addins/worker/wiring';
import {
  composeEntity,
  composeHeader,
  encodePfx,
  errorCode,
  hex,
  parseCertificate,
  SignetError,
  withHeader,
  type Bytes,
  type NewIdentity,
} from '../../../shared/index';
import { encryptEntity } from '../../../shared/smime/protect-message';
import { memoryPorts } from '../../shared/journeys/memory-ports';
import { fakeLock, type FakeLock } from '../../support/key-lock';
import { TestCa, type Party } from '../../support/test-ca';
import { clientOf } from './thread';

const ALICE = 'alice@signet.example';

async function encryptedFor({ certificate }: Party): Promise<Blob> {
  const person = { name: '', address: ALICE };
  const header = composeHeader({ from: person, to: [person], subject: 's', date: new Date(), messageId: '<1@x>' });
  const octets = Uint8Array.of(1, 2, 3);
  const attachments = [{ filename: 'secret.bin', contentType: 'application/octet-stream', octets }];
  const entity = composeEntity({ text: 'text', attachments });
  return new Blob([withHeader(header, await encryptEntity(entity, [parseCertificate(certificate)]))]);
}

describe('a message that is being opened while the keys are locked', () => {
  it('is neither shown nor kept', async () => {
    const ca = await TestCa.create();
    const alice = await ca.issue({ commonName: 'Alice', addresses: [ALICE] });
    const memory = await memoryPorts({ own: [alice], anchors: [ca.certificate], now: new Date() });
    const keyLock = fakeLock({ protection: 'passphrase' });
    const unwrap: typeof memory.keyStore.unwrap = async (recipients) => {
      if ((await keyLock.state()).isLocked) throw new SignetError('locked', 'locked');
      const key = await memory.keyStore.unwrap(recipients);
      await keyLock.lock();
      return key;
    };
    const ports = { ...memory, keyStore: { ...memory.keyStore, unwrap }, keyLock } as unknown as CorePorts;
    const handlers = coreHandlers(ports);
    const message = await encryptedFor(alice);
    await expect(handlers.open({ serial: 1, message }, {})).rejects.toMatchObject({ code: 'locked' });
    const attachment = handlers.attachment({ serial: 1, message, index: 0 }, {});
    await expect(attachment).rejects.toMatchObject({ code: 'locked' });
  });
});

describe('a message in the clear that is being opened while the keys are locked', () => {
  it('is shown all the same', async () => {
    const memory = await memoryPorts({ own: [], anchors: [], now: new Date() });
    const keyLock = fakeLock({ protection: 'passphrase' });
    const message = new Blob(['From: a@x.example\r\nSubject: s\r\n\r\ntext\r\n']);
    const read = message.arrayBuffer.bind(message);
    let reads = 0;
    message.arrayBuffer = async () => {
      if (++reads === 1) await keyLock.lock();
      return read();
    };
    const handlers = coreHandlers({ ...memory, keyLock } as unknown as CorePorts);
    expect(await handlers.open({ serial: 1, message }, {})).toMatchObject({ view: { summary: { state: 'unsigned' } } });
    expect(reads).toBe(2);
  });
});

interface Importing {
  readonly core: OwnIdentities;
  readonly keyLock: FakeLock;
  /** What was added: the name in the certificate, and the key. */
  readonly added: { readonly name: string | undefined; readonly key: string }[];
  readonly look: (name: 'first' | 'second') => IdentityFilesRequest;
  readonly keyOf: (name: 'first' | 'second') => string;
  /** From now on reading what is trusted, which each look does, takes until this is called. */
  readonly hold: () => () => void;
  /** What is done before the key of the next identity is stored. */
  readonly beforeStoring: (action: () => Promise<unknown>) => void;
}

async function importing(): Promise<Importing> {
  const ca = await TestCa.create();
  const [first, second] = [await ca.issue({ commonName: 'first' }), await ca.issue({ commonName: 'second' })];
  const parties = { first, second };
  const fileOf = ({ certificate, keys }: Party): Promise<Bytes> =>
    encodePfx({ identities: [{ certificate, chain: [], privateKey: keys.pkcs8 }], passphrase: 'p', iterations: 1_000 });
  const files = { first: await fileOf(first), second: await fileOf(second) };
  const memory = await memoryPorts({ own: [], anchors: [ca.certificate], now: new Date() });
  const added: { name: string | undefined; key: string }[] = [];
  const keyLock = fakeLock({ protection: 'passphrase' });
  let held: Promise<void> | undefined;
  const anchors: typeof memory.trustStore.anchors = async () => {
    const mine = held;
    held = undefined;
    await mine;
    return memory.trustStore.anchors();
  };
  let before = (): Promise<unknown> => Promise.resolve();
  const add = async ({ certificate, privateKey }: NewIdentity): Promise<unknown> => {
    await before();
    added.push({ name: parseCertificate(certificate).subject.commonName, key: hex(privateKey) });
    return { id: 'x', certificate, chain: [] };
  };
  const ports = {
    ...memory,
    keyLock,
    trustStore: { ...memory.trustStore, anchors },
    keyStore: { ...memory.keyStore, add },
  } as unknown as CorePorts;
  return {
    core: createOwnIdentities(clientOf(() => Promise.resolve(coreHandlers(ports)))),
    keyLock,
    added,
    look: (name) => ({ files: [files[name]], passphrase: 'p', accounts: [] }),
    keyOf: (name) => hex(parties[name].keys.pkcs8),
    hold() {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    beforeStoring: (action) => void (before = action),
  };
}

describe('what is added from files', () => {
  it('is what was shown, also where an earlier look comes to its end later', async () => {
    const { core, added, look, keyOf, hold } = await importing();
    const release = hold();
    const slow = core.openIdentityFiles(look('first'));
    const outcome = slow.then(() => 'shown', errorCode);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const offer = await core.openIdentityFiles(look('second'));
    release();
    expect(await outcome).toBe('cancelled');
    await offer.accept();
    expect(added).toEqual([{ name: 'second', key: keyOf('second') }]);
  });

  it('is nothing where other files were looked at since', async () => {
    const { core, added, look } = await importing();
    const before = await core.openIdentityFiles(look('first'));
    await core.openIdentityFiles(look('second'));
    await expect(before.accept()).rejects.toMatchObject({ code: 'host', subject: 'closed' });
    expect(added).toEqual([]);
  });

  it('is forgotten when the keys are locked, also what is being looked at', async () => {
    const { core, added, keyLock, look, hold } = await importing();
    const offer = await core.openIdentityFiles(look('first'));
    await keyLock.lock();
    await expect(offer.accept()).rejects.toMatchObject({ code: 'host', subject: 'closed' });
    const release = hold();
    const looking = core.openIdentityFiles(look('second'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await keyLock.lock();
    release();
    await expect(looking).rejects.toMatchObject({ code: 'cancelled' });
    expect(added).toEqual([]);
  });

  it.each(['locks', 'others', 'no'] as const)('is stored whole while something forgets the file: %s', async (what) => {
    const { core, added, keyLock, look, keyOf, beforeStoring } = await importing();
    const offer = await core.openIdentityFiles(look('first'));
    beforeStoring(async () => {
      if (what === 'locks') await keyLock.lock();
      else if (what === 'others') await core.openIdentityFiles(look('second'));
      else offer.discard();
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    await offer.accept();
    expect(added).toEqual([{ name: 'first', key: keyOf('first') }]);
  });

  it.each([true, false])('is tried again where it was not stored, unless it was forgotten: %s', async (isForgotten) => {
    const { core, added, keyLock, look, beforeStoring } = await importing();
    const offer = await core.openIdentityFiles(look('first'));
    beforeStoring(async () => {
      if (isForgotten) await keyLock.lock();
      throw new SignetError(isForgotten ? 'locked' : 'storage', 'not stored');
    });
    await expect(offer.accept()).rejects.toMatchObject({ code: isForgotten ? 'locked' : 'storage' });
    beforeStoring(() => Promise.resolve());
    expect(await offer.accept().then(() => 'added', errorCode)).toBe(isForgotten ? 'host' : 'added');
    expect(added).toHaveLength(isForgotten ? 0 : 1);
  });
});
