import { TestCa, generateKeyPair } from './test-ca';
import { pem, withFolder } from './openssl';

describe('the test certification authority', () => {
  it.each(['rsa-2048', 'ec-p256', 'ec-p384'] as const)(
    'issues %s certificates that openssl verifies for S/MIME',
    async (kind) => {
      const root = await TestCa.create('Root');
      const middle = await root.subordinate({ commonName: 'Issuing CA', ca: { pathLength: 0 } });
      const alice = await middle.issue(
        { commonName: 'Alice', addresses: ['alice@example.test'] },
        await generateKeyPair(kind),
      );
      await withFolder((folder) => {
        folder.write('root.pem', pem('CERTIFICATE', root.certificate));
        folder.write('middle.pem', alice.chain.map((one) => pem('CERTIFICATE', one)).join(''));
        folder.write('alice.pem', pem('CERTIFICATE', alice.certificate));
        const run = folder.openssl(
          'verify',
          '-x509_strict',
          '-purpose',
          'smimesign',
          '-CAfile',
          'root.pem',
          '-untrusted',
          'middle.pem',
          'alice.pem',
        );
        expect(run.stderr).toBe('');
        expect(run.status).toBe(0);
      });
    },
  );
});
