import { type Bytes, type Der } from '../../shared/base/bytes';
import { pem, ScratchFolder } from '../support/openssl';
import { type TestCa } from '../support/test-ca';

/** What `openssl ca` keeps of one authority: who is valid and who is revoked. It signs lists, and answers by OCSP. */
export class OpensslAuthority {
  readonly folder = new ScratchFolder();
  readonly #ca = ['ca', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];

  constructor({ certificate, keys }: Pick<TestCa, 'certificate' | 'keys'>) {
    this.folder.write('ca.pem', pem('CERTIFICATE', certificate));
    this.folder.write('ca.key', pem('PRIVATE KEY', keys.pkcs8));
    this.folder.write('index.txt', '');
    this.folder.write('number', '01\n');
    const section =
      '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=7\n';
    this.folder.write('ca.cnf', section);
  }

  register(certificate: Der): void {
    this.folder.write('certificate.pem', pem('CERTIFICATE', certificate));
    this.run(...this.#ca, '-valid', 'certificate.pem');
  }

  /** For keyCompromise, now. */
  revoke(certificate: Der): void {
    this.folder.write('certificate.pem', pem('CERTIFICATE', certificate));
    this.run(...this.#ca, '-revoke', 'certificate.pem', '-crl_reason', 'keyCompromise');
  }

  list(): Bytes {
    this.run(...this.#ca, '-gencrl', '-out', 'crl.pem');
    this.run('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
    return this.folder.read('crl.der');
  }

  /** Arguments of a responder that signs with the authority's own key. */
  readonly responder: readonly string[] = [
    ...['ocsp', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key', '-ndays', '1'],
  ];

  answer(request: Der): Bytes {
    this.folder.write('request.der', request);
    this.run(...this.responder, '-reqin', 'request.der', '-respout', 'response.der');
    return this.folder.read('response.der');
  }

  /** Runs openssl in the folder; throws what it complains of. */
  run(...args: readonly string[]): void {
    const { status, stderr } = this.folder.openssl(...args);
    if (status !== 0) throw new Error(stderr);
  }
}
