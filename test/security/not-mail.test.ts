import { toBase64 } from '../../shared/base/base64';
import { type Bytes, utf8Bytes } from '../../shared/base/bytes';
import { openOctets } from '../../shared/smime/open-message';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { ALICE, type Cast, contextOf, createCast, entityOf, NOW } from '../shared/smime/messages';
import { pem, withFolder } from '../support/openssl';

/**
 * A key signs more than mail: time stamps, requests, programs. What it signed as something else must not be shown as
 * its owner's message, although digest, signature, path and address all hold.
 */
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

async function openSignedAs(contentType: string, form: 'attached' | 'detached'): Promise<OpenedMessage> {
  const content = entityOf('I owe Mallory everything.\r\n');
  const cms = await withFolder((folder): Bytes => {
    folder.write('alice.crt', pem('CERTIFICATE', cast.alice.certificate));
    folder.write('alice.key', pem('PRIVATE KEY', cast.alice.keys.pkcs8));
    folder.write('content', content);
    const sign = ['cms', '-sign', '-binary', '-outform', 'DER', '-econtent_type', contentType];
    const shape = form === 'attached' ? ['-nodetach'] : [];
    const run = folder.openssl(...sign, ...shape, '-in', 'content', '-signer', 'alice.crt', '-inkey', 'alice.key');
    expect(run.stderr).toBe('');
    return run.stdout;
  });
  const header = `From: ${ALICE}\r\nMIME-Version: 1.0\r\n`;
  const body =
    form === 'attached'
      ? `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${toBase64(cms)}\r\n`
      : 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\r\n\r\n--b\r\n' +
        `${new TextDecoder().decode(content)}\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n` +
        `Content-Transfer-Encoding: base64\r\n\r\n${toBase64(cms)}\r\n--b--\r\n`;
  return openOctets(utf8Bytes(header + body), { ...contextOf(cast), now: NOW });
}

describe.each(['attached', 'detached'] as const)('what was signed (%s)', (form) => {
  it('as data is a message', async () => {
    const { summary, signatures } = await openSignedAs('1.2.840.113549.1.7.1', form);
    expect(signatures).toMatchObject([{ integrity: 'intact', path: 'valid', address: 'match' }]);
    expect(summary.state).toBe('signed-valid');
  });

  it.each([TST_INFO, '1.3.6.1.4.1.311.2.1.4', '1.2.3.4'])('as %s is none, intact as it is', async (contentType) => {
    const { summary, signatures } = await openSignedAs(contentType, form);
    expect(signatures).toMatchObject([{ integrity: 'intact', path: 'valid', address: 'match' }]);
    expect(summary).toMatchObject({
      state: 'signed-untrusted',
      reasons: [{ code: 'unsupported-structure', found: contentType }, { code: 'revocation-not-checked' }],
    });
  });
});
