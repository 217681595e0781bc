import { type Bytes, type Der } from '../../../../shared/base/bytes';
import { bodyOctets, parseEntity } from '../../../../shared/index';
import { type DemoPerson } from '../../demo/demo-people';
import { pem, type ScratchFolder, withFolder } from '../../../support/openssl';

export interface Judgement {
  readonly accepted: boolean;
  /** What was signed, or what was inside the envelope. */
  readonly content: Bytes;
  /** The judge's own words. */
  readonly words: string;
}

function writeParty(folder: ScratchFolder, { key, party }: DemoPerson): readonly [certificate: string, key: string] {
  if (!party) throw new Error(`${key} has no key`);
  return [
    folder.write(`${key}.crt`, pem('CERTIFICATE', party.certificate)),
    folder.write(`${key}.key`, pem('PRIVATE KEY', party.keys.pkcs8)),
  ];
}

/** `openssl cms -verify` of a whole message, from the anchor, for mail. */
export function opensslVerify(message: Bytes, anchor: Der): Promise<Judgement> {
  return withFolder((folder) => {
    const file = folder.write('message.eml', message);
    const ca = folder.write('ca.pem', pem('CERTIFICATE', anchor));
    const out = `${folder.path}/content`;
    const run = folder.openssl('cms', '-verify', '-in', file, '-CAfile', ca, '-purpose', 'smimesign', '-out', out);
    return {
      accepted: run.status === 0,
      content: run.status === 0 ? folder.read('content') : new Uint8Array(0),
      words: run.stderr,
    };
  });
}

/** `openssl cms -decrypt` of a whole message by one person's key. */
export function opensslDecrypt(message: Bytes, reader: DemoPerson): Promise<Judgement> {
  return withFolder((folder) => {
    const file = folder.write('message.eml', message);
    const [certificate, key] = writeParty(folder, reader);
    const out = `${folder.path}/content`;
    const run = folder.openssl('cms', '-decrypt', '-in', file, '-recip', certificate, '-inkey', key, '-out', out);
    return {
      accepted: run.status === 0,
      content: run.status === 0 ? folder.read('content') : new Uint8Array(0),
      words: run.stderr,
    };
  });
}

/** NSS tools with the anchor trusted for mail and one person's key; `cmsutil -D` of a message whose body is CMS. */
export function nssOpen(
  message: Bytes,
  anchor: Der,
  reader: DemoPerson,
  pfx: Bytes,
  passphrase: string,
): Promise<Judgement> {
  return withFolder((folder) => {
    const ca = folder.write('ca.der', anchor);
    const p12 = folder.write(`${reader.key}.p12`, pfx);
    const cms = folder.write('message.p7m', cmsOf(message));
    const database = `sql:${folder.path}`;
    const steps = [
      folder.run('certutil', ['-N', '-d', database, '--empty-password']),
      folder.run('certutil', ['-A', '-d', database, '-n', 'ca', '-t', 'CT,CT,CT', '-i', ca]),
      folder.run('pk12util', ['-i', p12, '-d', database, '-W', passphrase]),
    ];
    const failed = steps.find(({ status }) => status !== 0);
    if (failed) throw new Error(`the NSS tools could not be set up: ${failed.stderr}`);
    const run = folder.run('cmsutil', ['-D', '-d', database, '-i', cms]);
    return { accepted: run.status === 0, content: run.stdout, words: run.stderr };
  });
}

function cmsOf(message: Bytes): Bytes {
  const base64 = new TextDecoder('latin1').decode(bodyOctets(parseEntity(message)));
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
