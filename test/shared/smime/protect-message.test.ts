import { latin1Text, type CanonicalOctets } from '../../../shared/base/bytes';
import { decodedBody, parseEntity } from '../../../shared/mime/entity';
import { readContentInfo } from '../../../shared/cms/content-info';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { encryptEntity, protectEntity, signEntity } from '../../../shared/smime/protect-message';
import { pem, withFolder } from '../../support/openssl';
import { type Cast, createCast, entityOf, messageOf, NOW, rawEntity, signerOf } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const entity = (): CanonicalOctets => entityOf('Hello\r\n');
const certificates = (): ReturnType<typeof parseCertificate>[] => [parseCertificate(cast.bob.certificate)];

describe('a protected entity', () => {
  it('clear-signed keeps the octets and names the digest (RFC 8551 3.5.3)', async () => {
    const signed = parseEntity(
      await signEntity(entity(), { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW }),
    );
    expect(signed.contentType.value).toBe('multipart/signed');
    expect(Object.fromEntries(signed.contentType.parameters)).toMatchObject({
      protocol: 'application/pkcs7-signature',
      micalg: 'sha-256',
    });
    const [first, second] = signed.children;
    expect(latin1Text(signed.source.subarray(first?.start, first?.end))).toBe(latin1Text(entity()));
    expect(second?.contentType.value).toBe('application/pkcs7-signature');
    expect(second?.filename).toBe('smime.p7s');
  });

  it.each([
    ['signed-data', 'signed', undefined],
    ['enveloped-data', 'enveloped', 'aes-256-cbc'],
    ['authenveloped-data', 'auth-enveloped', 'aes-256-gcm'],
  ] as const)('as CMS is application/pkcs7-mime; smime-type=%s', async (smimeType, kind, algorithm) => {
    const octets = algorithm
      ? await encryptEntity(entity(), certificates(), algorithm)
      : await signEntity(entity(), { signer: signerOf(cast.alice), form: 'opaque', signingTime: NOW });
    const made = parseEntity(octets);
    expect(made.contentType.value).toBe('application/pkcs7-mime');
    expect(made.contentType.parameters.get('smime-type')?.toLowerCase()).toBe(smimeType);
    expect(made.filename).toBe('smime.p7m');
    expect(readContentInfo(decodedBody(made)).kind).toBe(kind);
    expect(
      latin1Text(octets)
        .split('\r\n')
        .every((line) => line.length <= 76),
    ).toBe(true);
  });

  it('has whole base64 lines wherever the parts of the CMS are cut', async () => {
    for (let length = 0; length < 130; length += 7) {
      const made = await encryptEntity(rawEntity('Content-Type: text/plain', 'x'.repeat(length)), certificates());
      const lines = latin1Text(made).split('\r\n\r\n')[1]?.trimEnd().split('\r\n') ?? [];
      expect(lines.slice(0, -1).every((line) => line.length === 76)).toBe(true);
      expect(lines.at(-1)).toMatch(/^[A-Za-z0-9+/]{1,76}={0,2}$/);
    }
  });

  it.each(['clear', 'opaque'] as const)('verifies and decrypts with openssl (%s)', async (form) => {
    const made = await protectEntity({
      entity: entity(),
      sign: { signer: signerOf(cast.alice), form, signingTime: NOW },
      encryptTo: certificates(),
    });
    await withFolder((folder) => {
      folder.write('message.eml', messageOf(made));
      folder.write('bob.pem', pem('CERTIFICATE', cast.bob.certificate));
      folder.write('bob.key', pem('PRIVATE KEY', cast.bob.keys.pkcs8));
      folder.write('ca.pem', pem('CERTIFICATE', cast.ca.certificate));
      const decrypted = folder.openssl(
        'cms',
        '-decrypt',
        '-in',
        'message.eml',
        '-recip',
        'bob.pem',
        '-inkey',
        'bob.key',
      );
      expect(decrypted.status).toBe(0);
      folder.write('inner.eml', decrypted.stdout);
      const verified = folder.openssl(
        'cms',
        '-verify',
        '-in',
        'inner.eml',
        '-CAfile',
        'ca.pem',
        '-attime',
        String(NOW.getTime() / 1000),
      );
      expect(verified.stderr).toContain('successful');
      expect(latin1Text(verified.stdout)).toContain('Hello');
    });
  });
});
