import { inspectFile } from '../../../addins/cli/inspect-file';
import { reportText } from '../../../addins/cli/report';
import { ScratchFolder } from '../../support/openssl';

const folder = new ScratchFolder();

beforeAll(() => {
  folder.openssl(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    'k.pem',
    '-subj',
    '/CN=Alice',
    '-out',
    'a.csr',
  );
  folder.openssl('req', '-x509', '-key', 'k.pem', '-subj', '/CN=Demo CA', '-out', 'ca.pem');
  folder.write('index.txt', '');
  folder.write('ca.cnf', '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=30\n');
  folder.openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'k.pem', '-cert', 'ca.pem', '-out', 'list.pem');
});
afterAll(() => folder.remove());

const inspect = (name: string): ReturnType<typeof inspectFile> => inspectFile({ file: `${folder.path}/${name}` });

describe('the inspector', () => {
  it('says who a request is for and that its maker has the key', async () => {
    const result = await inspect('a.csr');
    expect(result).toMatchObject({
      kind: 'csr',
      request: { subject: 'CN=Alice', keyAlgorithm: 'ecdsa-p256', signature: 'good' },
    });
    expect(reportText(result)).toContain('Request of: CN=Alice');
  });

  it('calls the signature of a changed request bad', async () => {
    folder.openssl('req', '-in', 'a.csr', '-outform', 'DER', '-out', 'a.der');
    const changed = folder.read('a.der');
    const at = Buffer.from(changed).indexOf('Alice');
    changed[at] = 0x42;
    folder.write('changed.der', changed);
    expect(await inspect('changed.der')).toMatchObject({
      kind: 'csr',
      request: { subject: 'CN=Blice', signature: 'bad' },
    });
  });

  it('says whose revocation list it is and when the next is due', async () => {
    const result = await inspect('list.pem');
    expect(result).toMatchObject({ kind: 'crl', revocationList: { issuer: 'CN=Demo CA', entries: 0 } });
    const { thisUpdate = '', nextUpdate = '' } = result.revocationList ?? {};
    expect(Date.parse(nextUpdate) - Date.parse(thisUpdate)).toBe(30 * 86_400_000);
    expect(reportText(result)).toContain('CRL of: CN=Demo CA');
  });
});
