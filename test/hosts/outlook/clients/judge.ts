import { latin1Text, type Bytes } from '../../../../shared/index';
import { pem, withFolder, type ScratchFolder } from '../../../support/openssl';
import { certificateOf, partyOf, type DemoPeople, type DemoPerson } from '../../demo/demo-people';
import { firstValue, readRawMessage } from '../graph/mime-header';

export interface Judged {
  /** Addresses of To and Cc outside. */
  readonly recipients: readonly string[];
  readonly isEncrypted: boolean;
  readonly isSigned: boolean;
  /** All that can be read once it is opened and verified; attachments decoded. */
  readonly text: string;
}

/**
 * A message as OpenSSL finds it: opened with the key of each of its recipients and of its sender, and verified against the
 * authority. Throws where it does not open or verify.
 */
export function judge(message: Bytes, people: DemoPeople): Promise<Judged> {
  return withFolder((folder) => {
    const raw = readRawMessage(message);
    const fields = `${firstValue(raw, 'to') ?? ''},${firstValue(raw, 'cc') ?? ''}`.toLowerCase();
    const recipients: readonly string[] = fields.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? [];
    folder.write('message', message);
    folder.write('anchor', pem('CERTIFICATE', people.authority.certificate));
    const isEncrypted = isOf(message, /smime-type="?enveloped-data/i);
    const { alice, bob, carol } = people;
    const readers = [alice, bob, carol].filter((one) => one === alice || recipients.includes(one.address));
    if (isEncrypted) for (const reader of readers) open(folder, reader);
    const inner = isEncrypted ? folder.read('opened') : message;
    const isSigned = isOf(inner, /multipart\/signed|smime-type="?signed-data/i);
    folder.write('inner', inner);
    if (isSigned) openssl(folder, '-verify', '-in', 'inner', '-CAfile', 'anchor', '-out', 'content');
    return { recipients, isEncrypted, isSigned, text: readable(isSigned ? folder.read('content') : inner) };
  });
}

function open(folder: ScratchFolder, reader: DemoPerson): void {
  folder.write('key', pem('PRIVATE KEY', partyOf(reader).keys.pkcs8));
  folder.write('reader', pem('CERTIFICATE', certificateOf(reader)));
  openssl(folder, '-decrypt', '-in', 'message', '-inkey', 'key', '-recip', 'reader', '-out', 'opened');
}

function openssl(folder: ScratchFolder, ...args: readonly string[]): void {
  const { status, stderr } = folder.openssl('cms', ...args);
  if (status !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr}`);
}

const isOf = (message: Bytes, type: RegExp): boolean =>
  type.test(firstValue(readRawMessage(message), 'content-type') ?? '');

/** What can be read of octets without a key: as they stand, and what is base64 in them decoded. */
export function readable(octets: Uint8Array<ArrayBuffer>): string {
  const text = latin1Text(octets);
  const blocks = text.match(/^(?:[A-Za-z0-9+/]{4,}={0,2}\r?\n?)+$/gm) ?? [];
  return [text, ...blocks.map((block) => Buffer.from(block, 'base64').toString('latin1'))].join('\n');
}
