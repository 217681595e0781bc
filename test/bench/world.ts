import { pem, type ScratchFolder } from '../support/openssl';
import { generateKeyPair, TestCa } from '../support/test-ca';
import { keysJson } from './keys';
import { type Keys } from './operations';

/** One person with an RSA-2048 key under an authority, fresh for each run, and the files that other programs read. */
export async function createKeys(folder: ScratchFolder): Promise<Keys> {
  const authority = await TestCa.create('Bench CA', { keys: await generateKeyPair('rsa-2048') });
  const options = { commonName: 'Bench', addresses: ['bench@example.test'] };
  const { certificate, keys } = await authority.issue(options, await generateKeyPair('rsa-2048'));
  const made = { authority: authority.certificate, certificate, pkcs8: keys.pkcs8 };
  folder.write('keys.json', keysJson(made));
  folder.write('person.crt', pem('CERTIFICATE', certificate));
  folder.write('person.key', pem('PRIVATE KEY', keys.pkcs8));
  folder.write('authority.crt', pem('CERTIFICATE', authority.certificate));
  return made;
}
