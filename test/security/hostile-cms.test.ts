import { concat, type Der, latin1Bytes } from '../../shared/base/bytes';
import { errorCode } from '../../shared/base/errors';
import { contextTag, der, headOctets, integer, octets, oid, sequence, setOf } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { unarmorCms } from '../../shared/cms/armor';
import { readEnvelope } from '../../shared/cms/envelope';
import { parseCertificate } from '../../shared/pkix/certificate';
import { openCms, openOctets } from '../../shared/smime/open-message';
import { type Party, TestCa } from '../support/test-ca';
import { buildSignedData } from '../shared/cms/signed-data-builder';
import { NOW } from '../shared/smime/messages';

/** CMS and what looks like it, made to crash a reader or to keep it busy. */
function nested(depth: number, size: number): Uint8Array {
  const heads: Uint8Array[] = [];
  let length = size + octets(new Uint8Array(size)).length - size;
  for (let i = 0; i < depth; i++) {
    const head = headOctets(0x30, length);
    heads.unshift(head);
    length += head.length;
  }
  return concat([...heads, octets(new Uint8Array(size))]);
}

describe('authenticated attributes nested without end', () => {
  it.each([
    [100, 10],
    [2500, 900_000],
    [50_000, 10],
  ])('%i deep are refused with the limit', (depth, size) => {
    const content = sequence(
      oid(OID.data),
      sequence(oid(OID.aes256Gcm), sequence(octets(new Uint8Array(12)), integer(16))),
      der(contextTag(0, 'primitive'), new Uint8Array(32)),
    );
    const recipient = der(contextTag(4), oid('1.2.3'), oid('1.2.3'));
    const attributes = der(contextTag(1), nested(depth, size));
    const value = sequence(integer(0), setOf([recipient]), content, attributes, octets(new Uint8Array(16)));
    const cms = sequence(oid(OID.authEnvelopedData), der(contextTag(0), value));
    let code = '';
    try {
      readEnvelope(cms);
    } catch (thrown) {
      code = errorCode(thrown);
    }
    expect(code).toBe('limit');
  });
});

describe('an armor that is never closed', () => {
  it('is passed over, however long', async () => {
    const body = `-----BEGIN CMS-----${'!'.repeat(12_000_000)}`;
    expect(unarmorCms(latin1Bytes(body))).toBeUndefined();
    const message = latin1Bytes(`Content-Type: application/pkcs7-mime\r\n\r\n${body}`);
    const opened = await openOctets(message, { now: NOW, anchors: [], intermediates: [] });
    expect(opened.summary.state).toBe('uncheckable');
  });
});

describe('many signers below a web of authorities', () => {
  it('together may try so many issuers and no more', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const all = await Promise.all(names.map((name) => TestCa.create(name)));
    const crossed = await Promise.all(
      all.flatMap((issuer) =>
        all
          .filter((one) => one !== issuer)
          .map((one) => issuer.subordinate({ commonName: names[all.indexOf(one)] ?? '' }, one.keys)),
      ),
    );
    const content = new Uint8Array(10);
    const plan = { scheme: 'ecdsa-p256-sha256', content, eContent: octets(content) } as const;
    const signers = await Promise.all(
      Array.from({ length: 20 }, () => (all[0] as TestCa).issue({ commonName: 'Mallory' })),
    );
    const infos: Der[] = [];
    for (const party of signers) {
      await buildSignedData({ ...plan, party, signerInfos: (info) => [(infos.push(info), info)] });
    }
    const cms = await buildSignedData({
      ...plan,
      party: signers[0] as Party,
      certificates: [...signers, ...crossed].map(({ certificate }) => certificate),
      signerInfos: () => infos,
    });
    const anchor = parseCertificate((await TestCa.create('Anchor')).certificate);
    const started = performance.now();
    const opened = await openCms(cms, { now: new Date(), anchors: [anchor], intermediates: [] });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(opened.signatures).toHaveLength(20);
    expect(opened.signatures.at(-1)?.reasons).toContainEqual({ code: 'limit', found: 'pathExpansions' });
  });
});
