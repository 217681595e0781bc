import {
  createLookUpRecords,
  createSenderHistory,
  createSettings,
  createSignatureRecords,
} from '../../../addins/storage/index';
import { createCore, type Core } from '../../../addins/worker/core';
import { coreHandlers, type CoreCalls } from '../../../addins/worker/core-calls';
import { serve } from '../../../addins/worker/serve';
import { WorkerClient } from '../../../addins/worker/worker-client';
import { type CorePorts } from '../../../addins/worker/wiring';
import { composeEntity, encodePfx, latin1Text, type Identity, type SenderRecord } from '../../../shared/index';
import { fakeLock } from '../../support/key-lock';
import { generateKeyPair, TestCa } from '../../support/test-ca';
import { memoryPorts } from '../../shared/journeys/memory-ports';
import { freshDatabase } from '../storage/fresh-database';
import { fakeWorker, localCore, type FakeWorker } from './thread';

const mail = (name: string): Blob =>
  new Blob([
    `From: bob@signet.example\r\nSubject: ${name}\r\nContent-Type: text/csv; name="${name}.csv"\r\n` +
      `Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa(`octets of ${name}`)}\r\n`,
  ]);

async function portsOf(): Promise<{ ports: CorePorts; added: Identity[] }> {
  const ca = await TestCa.create();
  const alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] }, await generateKeyPair());
  const memory = await memoryPorts({ own: [alice], anchors: [ca.certificate], now: new Date() });
  const values = new Map<string, unknown>();
  const added: Identity[] = [];
  const vault = {
    add: ({ certificate, chain }: Pick<Identity, 'certificate' | 'chain'>) => {
      const identity = { id: 'new', certificate, chain };
      added.push(identity);
      return Promise.resolve(identity);
    },
    remove: () => Promise.resolve(),
  };
  const settings = {
    get: (name: string) => Promise.resolve(values.get(name)),
    set: (name: string, value: unknown) => {
      values.set(name, value);
      return Promise.resolve();
    },
  };
  return {
    ports: {
      ...memory,
      keyStore: { ...memory.keyStore, ...vault },
      keyLock: fakeLock(),
      settings,
    } as unknown as CorePorts,
    added,
  };
}

describe('the core behind a worker', () => {
  let core: Core;
  let ports: CorePorts;
  let added: Identity[];
  beforeEach(async () => {
    ({ ports, added } = await portsOf());
    core = localCore(ports);
  });

  it('gives what a screen shows, and octets of attachments when they are asked for', async () => {
    const opened = await core.open(mail('one'));
    expect(opened.view.subject).toBe('one');
    expect(opened.view.body.attachments.map(({ filename }) => filename)).toEqual(['one.csv']);
    const file = await opened.attachment(0);
    expect([file.type, await file.text()]).toEqual(['application/octet-stream', 'octets of one']);
    await expect(opened.attachment(1)).rejects.toMatchObject({ code: 'host', subject: 'not-found' });
  });

  it('opens a message anew whose octets it no longer holds', async () => {
    const first = await core.open(mail('first'));
    first.forget();
    for (const name of ['a', 'b', 'c', 'd']) await core.open(mail(name));
    expect(await (await first.attachment(0)).text()).toBe('octets of first');
  });

  it('still gives an attachment after its worker was lost', async () => {
    const workers: FakeWorker[] = [];
    const client = new WorkerClient<CoreCalls>({
      start: () => {
        const worker = fakeWorker((scope) => {
          serve<CoreCalls>(scope, () => Promise.resolve(coreHandlers(ports)));
        });
        workers.push(worker);
        return worker;
      },
    });
    const opened = await createCore(client, client).open(mail('one'));
    workers[0]?.die();
    expect(await (await opened.attachment(0)).text()).toBe('octets of one');
    expect(workers).toHaveLength(2);
  });

  it('takes an entity over and gives the protected one back', async () => {
    const entity = composeEntity({ text: 'hello' });
    const prepared = await core.prepare({
      from: 'alice@signet.example',
      to: ['bob@signet.example'],
      cc: [],
      bcc: [],
      entity,
      protection: { sign: true, encrypt: false },
    });
    expect(entity).toHaveLength(0);
    expect(prepared.kind === 'ready' && latin1Text(prepared.main.entity)).toContain('multipart/signed');
  });

  it('gives certificates in what it says of a draft, sets and dates included', async () => {
    const request = { from: 'alice@signet.example', to: ['alice@signet.example'], cc: [], bcc: [] };
    const { signer, refusals } = await core.readiness({ ...request, protection: { sign: true, encrypt: true } });
    expect(refusals).toEqual([]);
    expect(signer?.certificate.subject.commonName).toBe('Alice');
    expect(signer?.certificate.notAfter.getTime()).toBeGreaterThan(Date.now());
    expect(signer?.certificate.keyUsage?.has('digitalSignature')).toBe(true);
  });

  it('keeps a key file until it is accepted, once', async () => {
    const ca = await TestCa.create();
    const bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] }, await generateKeyPair());
    const identities = [{ certificate: bob.certificate, chain: [], privateKey: bob.keys.pkcs8 }];
    const pfx = await encodePfx({ identities, passphrase: 'x', iterations: 1_000 });
    const request = { files: [pfx], passphrase: 'x', accounts: [] };
    await expect(core.openIdentityFiles({ ...request, passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'passphrase',
    });
    const offer = await core.openIdentityFiles(request);
    expect(offer.identities.map(({ name }) => name)).toEqual(['Bob']);
    expect(added).toEqual([]);
    expect(await offer.accept()).toEqual(['new']);
    expect(added).toHaveLength(1);
    await expect(offer.accept()).rejects.toMatchObject({ code: 'host', subject: 'closed' });
    const other = await core.openIdentityFiles(request);
    other.discard();
    await expect(other.accept()).rejects.toMatchObject({ code: 'host', subject: 'closed' });
  });

  it('keeps settings', async () => {
    await core.settings.set('name', { a: 1 });
    expect(await core.settings.get('name')).toEqual({ a: 1 });
  });

  it('forgets signatures and senders, all of them, when it is told to', async () => {
    const database = await freshDatabase();
    const [signatureRecords, senderHistory] = [createSignatureRecords(database), createSenderHistory(database)];
    await signatureRecords.remember('a', { verifiedAt: new Date() });
    const record = { lastSeen: new Date() } as SenderRecord;
    await senderHistory.update('bob@signet.example', () => record);
    const lookUpRecords = createLookUpRecords(createSettings(database));
    await lookUpRecords.keep('dns', [{ address: 'bob@signet.example', outcome: 'none', at: new Date() }]);
    await localCore({ ...ports, signatureRecords, senderHistory, lookUpRecords }).eraseRemembered();
    expect(await lookUpRecords.last('dns', ['bob@signet.example'])).toEqual([undefined]);
    expect(await signatureRecords.find('a')).toBeUndefined();
    expect(await senderHistory.find('bob@signet.example')).toBeUndefined();
  });

  it('stops before the work where that was called off', async () => {
    const signal = AbortSignal.abort();
    await expect(core.open(mail('one'), { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
