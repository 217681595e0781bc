import { concat, utf8Bytes, type Bytes } from '../../../shared/index';
import { ScratchFolder } from '../../support/openssl';

/**
 * A message signed by RSA with SHA3-256, by a stranger: no browser computes that digest, so what checks it comes in parts
 * of the program that are loaded when they are met.
 */
export function rareMessage(subject: string): Bytes {
  const folder = new ScratchFolder();
  try {
    const request = ['-subj', '/CN=Rare', '-addext', 'subjectAltName=email:rare@signet.example'];
    const files = ['-keyout', 'key.pem', '-out', 'certificate.pem'];
    const made = folder.openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', ...request, ...files);
    const text = folder.write('text.txt', 'Rare but readable.\r\n');
    const signer = ['-signer', 'certificate.pem', '-inkey', 'key.pem'];
    const signed = folder.openssl('cms', '-sign', '-text', '-md', 'sha3-256', '-in', text, ...signer);
    if (made.status !== 0 || signed.status !== 0) throw new Error(made.stderr + signed.stderr);
    const header = `From: rare@signet.example\r\nTo: alice@signet.example\r\nSubject: ${subject}\r\n`;
    return concat([utf8Bytes(`${header}Message-ID: <${crypto.randomUUID()}@signet.example>\r\n`), signed.stdout]);
  } finally {
    folder.remove();
  }
}
