import { type Bytes, type Der } from '../../../shared/base/bytes';
import { type ImportedKeys, unwrapContentKey } from '../../../shared/cms/decrypt';
import { type Signer } from '../../../shared/cms/sign';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type OpenContext } from '../../../shared/smime/open-context';
import { openOctets } from '../../../shared/smime/open-message';
import { encryptEntity, signedPieces } from '../../../shared/smime/protect-message';
import { type Adapter, type Keys } from '../operations';

/** Our own, through the functions that the journeys call: opening parses MIME, validates the path and gives a verdict. */
export async function signet(keys: Keys): Promise<Adapter> {
  const certificate = parseCertificate(keys.certificate);
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('pkcs8', keys.pkcs8, rsa, false, ['sign']);
  const signer: Signer = {
    certificate: keys.certificate as Der,
    chain: [],
    scheme: 'rsa-sha256',
    sign: async (octets) => new Uint8Array(await crypto.subtle.sign(rsa.name, key, octets)),
  };
  // As the key store of the add-ins keeps them.
  const imported: ImportedKeys = new Map();
  const context: OpenContext = {
    now: new Date(),
    anchors: [parseCertificate(keys.authority)],
    intermediates: [],
    async unwrap([recipient]) {
      const found = recipient && (await unwrapContentKey(recipient, { certificate, privateKey: keys.pkcs8, imported }));
      if (!found) throw new Error('no recipient is ours');
      return found;
    },
  };
  return {
    name: 'signet',
    takes: 'octets',
    async sign(entity: Bytes) {
      const pieces = await signedPieces(canonicalForm(entity), { signer, form: 'clear', signingTime: new Date() });
      return pieces as readonly Bytes[];
    },
    async verify(message: Bytes) {
      const { signatures } = await openOctets(message, context);
      const [signature] = signatures;
      if (signature?.integrity !== 'intact' || signature.path !== 'valid') throw new Error('not verified');
    },
    // RSAES-OAEP, as the others have it: PKCS #1 v1.5 costs some milliseconds of big numbers to open, whatever the size.
    encrypt: (entity: Bytes, cipher) =>
      encryptEntity(entity, [certificate], `aes-256-${cipher}`, { keyTransport: 'oaep-sha256' }),
    async decrypt(message: Bytes) {
      const { root, encryption } = await openOctets(message, context);
      if (encryption.state !== 'opened') throw new Error('not decrypted');
      return root.end - root.start;
    },
  };
}
