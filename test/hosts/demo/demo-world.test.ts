import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  continuityText,
  nextStepText,
  openPfx,
  parseCertificate,
  readMessage,
  statementOf,
  unwrapContentKey,
  type KeyStore,
  type ReadMessage,
  type ReadPorts,
  type SenderRecord,
  type SignatureRecord,
} from '../../../shared/index';
import { memoryDirectory } from '../../support/memory-directory';
import { EXPIRED_SINCE, TOLD } from './demo-sentences';
import { createDemoWorld, loadDemoWorld, saveDemoWorld, type DemoWorld } from './demo-world';

const NOW = new Date('2026-11-23T10:00:00Z');
const TOMORROW = new Date('2026-11-24T10:00:00Z');
let world: DemoWorld;
beforeAll(async () => {
  world = await createDemoWorld(NOW);
});

/** A key store that holds the demo user's PFX in memory. */
async function aliceKeys(): Promise<KeyStore> {
  const { identities } = await openPfx(world.pfx, world.passphrase);
  const [alice] = identities;
  if (!alice) throw new Error('the PFX holds no identity');
  return {
    identities: () => Promise.resolve([]),
    sign: () => Promise.reject(new Error('not for signing')),
    async unwrap(recipients) {
      for (const recipient of recipients) {
        const key = await unwrapContentKey(recipient, {
          certificate: parseCertificate(alice.certificate),
          privateKey: alice.privateKey,
        });
        if (key) return key;
      }
      throw new Error('none is ours');
    },
  };
}

/** A reader who has seen nothing yet and forgets nothing. */
async function createReader(): Promise<ReadPorts> {
  const senders = new Map<string, SenderRecord>();
  const signatures = new Map<string, SignatureRecord>();
  const forget = (): Promise<void> => Promise.reject(new Error('not asked for'));
  return {
    keyStore: await aliceKeys(),
    trustStore: {
      anchors: () => Promise.resolve([parseCertificate(world.anchor)]),
      intermediates: () => Promise.resolve([]),
    },
    certificateDirectory: memoryDirectory(),
    senderHistory: {
      find: (address) => Promise.resolve(senders.get(address)),
      update(address, change) {
        const record = change(senders.get(address));
        return Promise.resolve(record && void senders.set(address, record));
      },
      writersTo: () => Promise.resolve(0),
      clear: forget,
    },
    signatureRecords: {
      find: (key) => Promise.resolve(signatures.get(key)),
      remember: (key, record) => Promise.resolve(void signatures.set(key, record)),
      clear: forget,
    },
    clock: { now: () => NOW },
  };
}

async function read(key: string, reader: ReadPorts, now = NOW): Promise<ReadMessage> {
  const found = world.messages.find((one) => one.key === key);
  if (!found) throw new Error(`no message ${key}`);
  return (await readMessage(found.octets, { ...reader, clock: { now: () => now } })).message;
}

const codesOf = ({ view }: ReadMessage): readonly string[] => view.summary.reasons.map(({ code }) => code);

describe('the demo mailbox, read from its oldest message on', () => {
  let reader: ReadPorts;
  beforeAll(async () => {
    reader = await createReader();
  });

  it.each([
    ['first-seen', 'signed-valid', 'none', 'first', 'revocation-not-checked'],
    ['same-key', 'signed-valid', 'none', 'same', 'revocation-not-checked'],
    ['changed-certificate', 'signed-valid', 'none', 'new-certificate', 'revocation-not-checked'],
    ['revoked', 'signed-untrusted', 'none', undefined, 'revoked'],
    ['expired-since', 'signed-valid', 'none', 'first', undefined],
    ['weak-algorithm', 'signed-untrusted', 'none', undefined, 'weak-algorithm'],
    ['several-signers', 'signed-untrusted', 'none', undefined, 'address-mismatch'],
    ['list-footer', 'partly-signed', 'none', undefined, 'not-root'],
    ['reply-elsewhere', 'signed-valid', 'none', 'first', 'reply-elsewhere'],
    ['usually-signs', 'unsigned', 'none', 'usually-signed', undefined],
    ['plain', 'unsigned', 'none', undefined, undefined],
    ['clear-signed', 'signed-valid', 'none', 'first', 'revocation-not-checked'],
    ['opaque-signed', 'signed-valid', 'none', 'same', 'revocation-not-checked'],
    ['tampered', 'signed-invalid', 'none', undefined, 'digest-mismatch'],
    ['encrypted', 'unsigned', 'opened', undefined, 'not-authenticated'],
    ['signed-encrypted', 'signed-valid', 'opened', 'same', 'not-authenticated'],
    ['unknown-ca', 'signed-untrusted', 'none', undefined, 'no-path'],
    ['other-signer', 'signed-untrusted', 'none', undefined, 'address-mismatch'],
  ])('has a message %s that is %s, encryption %s, continuity %s, first reason %s', async (key, ...expected) => {
    const message = await read(key, reader);
    const { summary } = message.view;
    expect([summary.state, summary.encryption, message.continuity?.kind, codesOf(message)[0]]).toEqual(expected);
    const told = world.messages.find((one) => one.key === key);
    expect([told?.expected, told?.encryption, told?.continuity]).toEqual(expected.slice(0, 3));
  });

  it('says the same of each message when it is read once more', async () => {
    for (const { key, expected, continuity } of world.messages) {
      const again = await read(key, reader);
      expect([key, again.view.summary.state, again.continuity?.kind]).toEqual([key, expected, continuity]);
    }
  });

  it.each(Object.entries(TOLD))('says of %s what is to be told, and what is to be done', async (key, told) => {
    const { view, continuity } = await read(key, reader);
    expect(view.subject).toBe(told.subject);
    // Screens tell of encryption in a line of its own.
    expect(statementOf({ ...view.summary, encryption: 'none' }, 'en')).toBe(told.sentence);
    expect(nextStepText(view.summary, 'en')).toBe(told.step ?? '');
    expect(continuity && continuityText(continuity, 'en')).toEqual(told.note && expect.stringMatching(told.note));
  });

  it('shows both of two signers, of whom the worse one decides', async () => {
    const { view } = await read('several-signers', reader);
    expect(
      view.signatures.map(({ signer, integrity, path, address }) => [signer?.name, integrity, path, address]),
    ).toEqual(
      expect.arrayContaining([
        ['Bob Example', 'intact', 'valid', 'match'],
        ['Carol Example', 'intact', 'valid', 'mismatch'],
      ]),
    );
    expect(view.signatures).toHaveLength(2);
  });

  it('keeps the signature good that was verified while its certificate was', async () => {
    const later = await read('expired-since', reader, TOMORROW);
    expect([later.view.summary.state, codesOf(later)[0]]).toEqual(['signed-valid', 'expired-since']);
    expect(statementOf(later.view.summary, 'en')).toMatch(EXPIRED_SINCE);
    expect(later.view.signatures[0]?.verifiedBefore).toEqual(NOW);
  });

  it('and not for a reader who opens it only later', async () => {
    const late = await read('expired-since', await createReader(), TOMORROW);
    expect([late.view.summary.state, ...codesOf(late)]).toEqual(
      expect.arrayContaining(['signed-untrusted', 'expired', 'no-record']),
    );
  });
});

describe('the demo world', () => {
  it('has its messages in the order of their dates, each with a subject of its own', () => {
    const fieldOf = (octets: Uint8Array, name: string): string =>
      new RegExp(`^${name}: (.*)$`, 'im').exec(Buffer.from(octets).toString('latin1'))?.[1] ?? '';
    const dates = world.messages.map(({ octets }) => Date.parse(fieldOf(octets, 'Date')));
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    expect(dates.at(-1)).toBeLessThan(NOW.getTime());
    const subjects = world.messages.map(({ octets }) => fieldOf(octets, 'Subject'));
    expect(new Set(subjects).size).toBe(world.messages.length);
  });

  it('holds an expired identity and people without a usable certificate', async () => {
    const expired = (await openPfx(world.expiredPfx, world.passphrase)).identities[0];
    expect(expired && parseCertificate(expired.certificate).notAfter.getTime()).toBeLessThan(NOW.getTime());
    expect(world.people.map(({ address, certificate }) => [address, certificate !== undefined])).toEqual([
      ['bob@signet.example', true],
      ['carol@signet.example', true],
      ['dan@signet.example', false],
      ['erin@signet.example', true],
    ]);
  });

  it('survives being saved, and says when its file is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signet-demo-'));
    expect(loadDemoWorld(folder)).toBeUndefined();
    saveDemoWorld(folder, world);
    expect(loadDemoWorld(folder)).toEqual(world);
    writeFileSync(join(folder, 'demo-world.json'), '{"user":');
    expect(() => loadDemoWorld(folder)).toThrow();
    rmSync(folder, { recursive: true });
  });
});
