import { utf8Bytes } from '../../../shared/base/bytes';
import { digest, type DigestName } from '../../../shared/base/digest';
import { withFolder } from '../../support/openssl';

describe('a digest', () => {
  it('is what openssl says it is', async () => {
    const names: Readonly<Record<DigestName, readonly string[]>> = {
      md5: ['-md5'],
      sha1: ['-sha1'],
      sha224: ['-sha224'],
      sha256: ['-sha256'],
      sha384: ['-sha384'],
      sha512: ['-sha512'],
      'sha3-224': ['-sha3-224'],
      'sha3-256': ['-sha3-256'],
      'sha3-384': ['-sha3-384'],
      'sha3-512': ['-sha3-512'],
      shake128: ['-shake128', '-xoflen', '32'],
      shake256: ['-shake256', '-xoflen', '64'],
    };
    const content = utf8Bytes('The invoice is 100 euros.\r\n');
    await withFolder(async (folder) => {
      folder.write('in', content);
      for (const [name, options] of Object.entries(names)) {
        const { status, stdout } = folder.openssl('dgst', '-binary', ...options, 'in');
        expect(status).toBe(0);
        expect({ name, value: await digest(name as DigestName, content) }).toEqual({ name, value: stdout });
      }
    });
  });
});
