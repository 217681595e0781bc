import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMessage, openPfx, parseCertificate, unwrapContentKey, type KeyStore } from '../../../shared/index';
import { createDemoWorld, loadDemoWorld, saveDemoWorld, type DemoWorld } from './demo-world';

const NOW = new Date('2026-11-23T10:00:00Z');
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

describe('the demo world', () => {
  it.each([
    ['plain', 'unsigned', 'none'],
    ['clear-signed', 'signed-valid', 'none'],
    ['opaque-signed', 'signed-valid', 'none'],
    ['tampered', 'signed-invalid', 'none'],
    ['encrypted', 'unsigned', 'opened'],
    ['signed-encrypted', 'signed-valid', 'opened'],
    ['unknown-ca', 'signed-untrusted', 'none'],
    ['other-signer', 'signed-untrusted', 'none'],
  ])('has a message %s that is %s, encryption %s', async (key, state, encryption) => {
    const message = world.messages.find((one) => one.key === key);
    if (!message) throw new Error(`no message ${key}`);
    const opened = await openMessage(message.octets, {
      keyStore: await aliceKeys(),
      trustStore: {
        anchors: () => Promise.resolve([parseCertificate(world.anchor)]),
        intermediates: () => Promise.resolve([]),
      },
      clock: { now: () => NOW },
    });
    expect(opened.summary).toMatchObject({ state, encryption });
    expect([message.expected, message.encryption]).toEqual([state, encryption]);
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
