import { pem, withFolder, type ScratchFolder } from '../../../support/openssl';
import { type PlaygroundWorld } from '../playground/world';

/** OpenSSL's opinion of a message as it lies on disk. */
export interface Judgement {
  readonly accepted: boolean;
  /** What it found inside. */
  readonly content: Uint8Array<ArrayBuffer>;
  readonly remark: string;
}

/** `openssl cms -verify` against the demo authority. */
export function verifiedByOpenssl(message: Uint8Array, world: PlaygroundWorld): Promise<Judgement> {
  return withFolder((folder) => {
    const file = folder.write('message.eml', message);
    const anchor = folder.write('anchor.pem', pem('CERTIFICATE', world.anchor));
    return judgement(folder, ['cms', '-verify', '-in', file, '-CAfile', anchor, '-out', 'content']);
  });
}

/** `openssl cms -decrypt` with the demo user's identity. */
export function decryptedByOpenssl(message: Uint8Array, world: PlaygroundWorld): Promise<Judgement> {
  return withFolder((folder) => {
    const file = folder.write('message.eml', message);
    const pfx = folder.write('identity.pfx', world.pfx);
    const keys = folder.openssl(
      'pkcs12',
      '-in',
      pfx,
      '-nodes',
      '-passin',
      `pass:${world.passphrase}`,
      '-out',
      'key.pem',
    );
    if (keys.status !== 0) throw new Error(keys.stderr);
    return judgement(folder, ['cms', '-decrypt', '-in', file, '-inkey', 'key.pem', '-out', 'content']);
  });
}

function judgement(folder: ScratchFolder, args: readonly string[]): Judgement {
  const run = folder.openssl(...args);
  const accepted = run.status === 0;
  return { accepted, content: accepted ? folder.read('content') : new Uint8Array(0), remark: run.stderr };
}
