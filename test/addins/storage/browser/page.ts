import { createKeyStore, openDatabase } from '../../../../addins/storage/index';
import { concatCms, encryptContent } from '../../../../shared/cms/encrypt';
import { decryptContent } from '../../../../shared/cms/decrypt';
import { readEnvelope } from '../../../../shared/cms/envelope';
import { parseCertificate } from '../../../../shared/pkix/certificate';
import { utf8Bytes, utf8Text } from '../../../../shared/base/bytes';
import { generateKeyPair, TestCa } from '../../../support/test-ca';
import { deviceKeysOf } from '../device-keys';

/** What a page does with the real IndexedDB and WebCrypto of a browser; the test calls it from outside. */
const content = utf8Bytes('kept in the browser');

async function keep(): Promise<readonly string[]> {
  const store = createKeyStore(await openDatabase());
  const ca = await TestCa.create();
  const ids: string[] = [];
  for (const kind of ['rsa-2048', 'ec-p256', 'ec-p384'] as const) {
    const person = await ca.issue({ commonName: kind }, await generateKeyPair(kind));
    const { certificate, chain, keys } = person;
    ids.push((await store.add({ certificate, chain, privateKey: keys.pkcs8 })).id);
  }
  return ids;
}

async function use(): Promise<readonly string[]> {
  const store = createKeyStore(await openDatabase());
  const results: string[] = [];
  const schemes = ['rsa-sha256', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384'] as const;
  for (const [index, { id, certificate }] of (await store.identities()).entries()) {
    const scheme = schemes[index] ?? 'rsa-sha256';
    const signature = await store.sign(id, scheme, content);
    const recipients = [parseCertificate(certificate)];
    const cms = readEnvelope(concatCms(await encryptContent({ content, recipients, algorithm: 'aes-256-gcm' })));
    const opened = await decryptContent(cms, await store.unwrap(cms.recipients));
    // Of RSA as long as the modulus; no signature of ECDSA here is near that.
    results.push(`${id} ${signature.length === 256 ? 'rsa' : 'ecdsa'} ${utf8Text(opened) ?? ''}`);
  }
  return results;
}

async function secrets(): Promise<string> {
  const keys = await deviceKeysOf(await openDatabase());
  const exported = await Promise.allSettled(keys.map((key) => crypto.subtle.exportKey('raw', key)));
  return `${keys.map(({ extractable }) => extractable).join()} ${exported.map(({ status }) => status).join()}`;
}

async function refuse(): Promise<string> {
  (await openDatabase()).close();
  const newer = indexedDB.open('signet', 99);
  await new Promise((resolve) => {
    newer.addEventListener('success', resolve);
  });
  newer.result.close();
  return openDatabase().then(
    () => 'opened',
    (error: unknown) => (error as { readonly subject: string }).subject,
  );
}

Object.assign(globalThis, { signet: { keep, use, secrets, refuse } });
