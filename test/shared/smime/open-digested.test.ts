import { type Bytes, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { toBase64 } from '../../../shared/base/base64';
import { contextTag, der, integer, octets, oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { algorithmIdentifier } from '../../../shared/cms/syntax/algorithm-identifier';
import { wrapContent } from '../../../shared/cms/wrap-content';
import { shownText } from '../../../shared/mime/shown-text';
import { openCms, openOctets } from '../../../shared/smime/open-message';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { withFolder } from '../../support/openssl';
import { entityOf, messageOf, NOW, rawEntity } from './messages';

const CONTEXT = { now: NOW, anchors: [], intermediates: [] };
const TEXT = entityOf('The quick brown fox\r\n');

async function digested(options: { digest?: Bytes; algorithm?: string; content?: Bytes | null } = {}): Promise<Der> {
  const { algorithm = OID.sha256, content = TEXT } = options;
  const value = options.digest ?? new Uint8Array(await crypto.subtle.digest('SHA-256', TEXT));
  const encapsulated = sequence(oid(OID.data), ...(content ? [der(contextTag(0), octets(content))] : []));
  const parts = sequence(integer(0), algorithmIdentifier(algorithm), encapsulated, octets(value));
  return wrapContent(OID.digestedData, parts);
}

const open = (cms: Bytes): Promise<OpenedMessage> =>
  openOctets(
    messageOf(rawEntity('Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64', toBase64(cms))),
    CONTEXT,
  );

describe('digested data (RFC 5652 7)', () => {
  it('is listed and what is inside it shown; it is no signature', async () => {
    const opened = await open(await digested());
    expect(opened.layers).toEqual([
      { path: '0', type: 'digested', children: [{ path: '0.0', type: 'mime', children: [] }] },
    ]);
    expect(opened.summary).toMatchObject({ state: 'unsigned', encryption: 'none', reasons: [] });
    expect(shownText(opened.root)).toContain('quick brown fox');
  });

  it.each<[string, () => Promise<Der>, string]>([
    ['of another content', () => digested({ content: utf8Bytes('other') }), 'malformed'],
    ['with a digest cut off', () => digested({ digest: new Uint8Array(4) }), 'malformed'],
    ['with a digest that is not computed', () => digested({ algorithm: '1.3.36.3.2.1' }), 'unsupported-algorithm'],
    ['without content', () => digested({ content: null }), 'malformed'],
    ['cut off', () => Promise.resolve(wrapContent(OID.digestedData, sequence(integer(0)))), 'malformed'],
  ])('stays closed and says why: %s', async (_, make, code) => {
    const opened = await open(await make());
    expect(opened.layers).toEqual([{ path: '0', type: 'digested', children: [] }]);
    expect(opened.summary.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(opened.summary.state).toBe('unsigned');
  });

  it('is read as openssl makes it', async () => {
    await withFolder(async (folder) => {
      folder.write('in.txt', TEXT);
      const out = ['-binary', '-in', 'in.txt', '-outform', 'DER', '-out', 'd.der'];
      expect(folder.openssl('cms', '-digest_create', '-md', 'sha256', ...out).status).toBe(0);
      const opened = await openCms(folder.read('d.der'), CONTEXT);
      expect(opened.layers[0]?.type).toBe('digested');
      expect(opened.summary.reasons).toEqual([]);
      expect(shownText(opened.root)).toContain('quick brown fox');
    });
  });
});
