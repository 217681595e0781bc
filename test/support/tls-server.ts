import { contextTag, der, sequence } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { latin1Bytes, type Der } from '../../shared/base/bytes';
import { pem } from './openssl';
import { extension, TestCa } from './test-ca';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** A certificate for a server of this name with its key, both in PEM, and the authority that a client has to trust. */
export async function serverCertificate(host: string): Promise<{ authority: Der; certificate: string; key: string }> {
  const authority = await TestCa.create(`TLS of ${host}`);
  const name = der(contextTag(2, 'primitive'), latin1Bytes(host));
  const party = await authority.issue({
    commonName: host,
    keyUsage: [0],
    extendedKeyUsage: [SERVER_AUTH],
    extraExtensions: [extension(OID.subjectAltName, sequence(name))],
  });
  return {
    authority: authority.certificate,
    certificate: pem('CERTIFICATE', party.certificate),
    key: pem('PRIVATE KEY', party.keys.pkcs8),
  };
}
