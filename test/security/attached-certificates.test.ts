import { type Core } from '../../addins/worker/core';
import { type CorePorts } from '../../addins/worker/wiring';
import { toBase64 } from '../../shared/base/base64';
import { latin1Text, utf8Bytes, type CanonicalOctets } from '../../shared/base/bytes';
import { canonicalForm } from '../../shared/mime/canonical-form';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type KnownCertificate } from '../../shared/ports/certificate-directory';
import { encryptEntity, protectEntity } from '../../shared/smime/protect-message';
import { localCore } from '../addins/worker/thread';
import { memoryPorts } from '../shared/journeys/memory-ports';
import { BOB, type Cast, createCast, issue, messageOf, NOW, signerOf } from '../shared/smime/messages';
import { fakeLock } from '../support/key-lock';
import { accepted, fingerprintOf, memoryDirectory, type MemoryDirectory } from '../support/memory-directory';
import { type Party } from '../support/test-ca';

/**
 * Bob is known, and signs what somebody gave him to pass on. In it is a certificate in Bob's name of a key of theirs: what
 * Bob himself attached is his word, and what is closed inside is not.
 */
let cast: Cast;
let thief: Party;
beforeAll(async () => {
  cast = await createCast();
  thief = await issue(cast.ca, BOB);
});

const mixed = (...parts: readonly string[]): CanonicalOctets => {
  const body = parts.map((part) => `--=\r\n${part}\r\n`).join('');
  return canonicalForm(utf8Bytes(`Content-Type: multipart/mixed; boundary="="\r\n\r\n${body}--=--\r\n`));
};
const TEXT = 'Content-Type: text/plain\r\n\r\nsee below\r\n';
const attached = (): string =>
  `Content-Type: application/pkix-cert; name=bob.cer\r\nContent-Disposition: attachment; filename=bob.cer\r\n` +
  `Content-Transfer-Encoding: base64\r\n\r\n${toBase64(thief.certificate)}\r\n`;

async function desk(): Promise<{ readonly core: Core; readonly directory: MemoryDirectory }> {
  const directory = memoryDirectory([accepted(cast.bob.certificate)]);
  const ports = {
    ...(await memoryPorts({ own: [cast.alice], anchors: [cast.ca.certificate] })),
    certificateDirectory: directory,
    keyLock: fakeLock(),
  };
  return { core: localCore(ports as unknown as CorePorts), directory };
}

/** What became of the certificate, once all that is attached to a message of Bob's was imported. */
async function imported(entity: CanonicalOctets): Promise<KnownCertificate | undefined> {
  const { core, directory } = await desk();
  const sign = { signer: signerOf(cast.bob), form: 'clear' as const, signingTime: NOW };
  const mail = await core.open(new Blob([messageOf(await protectEntity({ entity, sign }), BOB)]));
  expect(mail.view.summary.state).toBe('signed-valid');
  const { body, errant } = mail.view;
  const found = [body, ...errant.flatMap((one) => one.body ?? [])].flatMap(({ attachments }) => attachments);
  const indexes = found.filter(({ filename }) => filename === 'bob.cer').map(({ index }) => index);
  await mail.importAttachments(indexes);
  return directory.entries.get(fingerprintOf(thief.certificate));
}

describe('a certificate in the name of who signed the message', () => {
  it('that they attached is used', async () => {
    expect((await imported(mixed(TEXT, attached())))?.accepted).toMatchObject([{ ground: 'signed-by-accepted' }]);
  });

  it('that lies in a closed part of it is not to be had: they may not know what they signed', async () => {
    const closed = await encryptEntity(mixed(TEXT, attached()), [parseCertificate(cast.alice.certificate)]);
    expect(await imported(mixed(TEXT, latin1Text(closed)))).toBeUndefined();
  });

  it('that lies in a part that another signed waits, also where one of theirs comes with it', async () => {
    const other = await issue(cast.ca, 'eve@example.test');
    const sign = { signer: signerOf(other), form: 'opaque' as const, signingTime: NOW };
    const within = latin1Text(await protectEntity({ entity: mixed(TEXT, attached()), sign }));
    expect(await imported(mixed(TEXT, within))).toMatchObject({ accepted: [] });
    expect(await imported(mixed(TEXT, within, attached()))).toMatchObject({ accepted: [] });
  });
});
