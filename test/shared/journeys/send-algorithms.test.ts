import { latin1Text, type Bytes, type Der } from '../../../shared/base/bytes';
import { ownCapabilities, preferredCertificate } from '../../../shared/cms/capabilities';
import { type AlgorithmRules } from '../../../shared/journeys/choose-algorithms';
import { openMessage } from '../../../shared/journeys/open-message';
import { prepareSend } from '../../../shared/journeys/send-message';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, messageOf, NOW } from '../smime/messages';
import { memoryPorts, type World } from './memory-ports';

const CAROL = 'carol@example.test';
const DEVICES = { gcm: true, oaep: true };

let cast: Cast;
let carol: Party;
beforeAll(async () => {
  cast = await createCast();
  carol = await issue(cast.ca, CAROL);
});

const told = (...addresses: readonly string[]): NonNullable<World['capabilities']> =>
  new Map(addresses.map((one) => [one, { capabilities: ownCapabilities(DEVICES), signedAt: NOW }]));

async function sent(more: Partial<World>, rules: AlgorithmRules = {}, bcc: readonly string[] = []) {
  const world = { own: [cast.alice], known: [cast.bob.certificate, carol.certificate], anchors: [cast.ca.certificate] };
  const ports = await memoryPorts({ ...world, ...more });
  const protection = { sign: true, encrypt: true, rules };
  const request = { from: ALICE, to: [BOB], cc: [], bcc, entity: entityOf('Hello\r\n'), protection };
  const prepared = await prepareSend(request, ports);
  if (prepared.kind !== 'ready') throw new Error('refused');
  return prepared;
}

const openedBy = async (party: Party, entity: Bytes): ReturnType<typeof openMessage> =>
  openMessage(messageOf(entity), await memoryPorts({ own: [party], anchors: [cast.ca.certificate] }));

const algorithmsOf = async (party: Party, entity: Bytes): Promise<readonly (string | undefined)[]> => {
  const { encryption } = await openedBy(party, entity);
  return [encryption.contentAlgorithm, encryption.recipients[0]?.algorithm];
};

describe('a message is encrypted', () => {
  it('as everybody reads it where nothing is known', async () => {
    const { main } = await sent({}, { ownDevices: DEVICES });
    expect(await algorithmsOf(cast.bob, main.entity)).toEqual(['aes-256-cbc', expect.stringMatching(/^rsa$|^ecdh/)]);
  });

  it('with GCM and OAEP where recipient and sender are known to read them', async () => {
    const { main } = await sent({ capabilities: told(BOB) }, { ownDevices: DEVICES });
    expect(latin1Text(main.entity)).toContain('smime-type=authEnveloped-data');
    const { encryption, summary } = await openedBy(cast.bob, main.entity);
    expect([summary.state, encryption.contentAlgorithm]).toEqual(['signed-valid', 'aes-256-gcm']);
    expect(encryption.recipients.map(({ algorithm }) => algorithm)).toContain('rsa-oaep-sha256');
  });

  it('as the sender’s devices and the transport allow', async () => {
    for (const rules of [{}, { ownDevices: DEVICES, withoutGcm: true }]) {
      const { main } = await sent({ capabilities: told(BOB) }, rules);
      expect((await algorithmsOf(cast.bob, main.entity))[0]).toBe('aes-256-cbc');
    }
  });

  it('for each Bcc reader by what that one reads', async () => {
    const { main, bcc } = await sent({ capabilities: told(BOB) }, { ownDevices: DEVICES }, [CAROL]);
    expect((await algorithmsOf(cast.bob, main.entity))[0]).toBe('aes-256-gcm');
    expect((await algorithmsOf(carol, bcc[0]?.entity ?? new Uint8Array(0)))[0]).toBe('aes-256-cbc');
  });
});

describe('a signature tells', () => {
  it('what every device of the signer reads, and no more', async () => {
    for (const ownDevices of [{}, DEVICES]) {
      const { main } = await sent({}, { ownDevices });
      const [signature] = (await openedBy(cast.bob, main.entity)).signatures;
      expect(signature?.capabilities).toEqual(ownCapabilities(ownDevices));
    }
  });

  it('the certificate to encrypt to, and brings it along', async () => {
    const forSigning = await issue(cast.ca, ALICE, { keyUsage: [0] });
    const forReading = await issue(cast.ca, ALICE, { keyUsage: [4] });
    const { main } = await sent({ own: [forSigning, forReading] });
    const { signatures, certificates } = await openedBy(cast.bob, main.entity);
    const preference = signatures[0]?.encryptionKeyPreference as Der;
    expect(preferredCertificate(preference, certificates.map(parseCertificate))?.der).toEqual(forReading.certificate);
    expect(signatures[0]?.signer?.certificate).toEqual(forSigning.certificate);
  });
});
