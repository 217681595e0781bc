import { concat, hex, utf8Bytes } from '../base/bytes';
import { digest } from '../base/digest';
import { parseCertificate } from '../pkix/certificate';
import { type Name } from '../pkix/name';
import { type SenderHistory } from '../ports/sender-history';
import { type OpenedMessage } from '../smime/open-context';
import { type Continuity, continuityOf, type SeenSigner, type SenderMessage, withMessage } from '../verdict/continuity';
import { deciding } from '../verdict/message-verdict';
import { type SignerIdentity } from '../verdict/verdict';

/** What is looked at of an opened message. */
type Opened = Pick<OpenedMessage, 'from' | 'summary' | 'signatures' | 'entities'>;

/**
 * What earlier messages from the same address say of this one, and keeps what this one adds. Only a `signed-valid`
 * message counts as signed. Says nothing of messages without one sender, and of those that stay closed: they may be
 * signed inside. Rejects with `storage`.
 */
export async function senderContinuity(
  opened: Opened,
  history: SenderHistory,
  now: Date,
): Promise<Continuity | undefined> {
  const [sender, ...more] = opened.from;
  const { encryption } = opened.summary;
  if (!sender || more.length > 0 || encryption === 'not-for-us' || encryption === 'failed') return undefined;
  const { address } = sender;
  const record = await history.find(address);
  if (!record && opened.summary.state !== 'signed-valid') return undefined;
  const seen = await senderMessage(opened);
  if (!seen) return undefined;
  await history.update(address, (current) => withMessage(current, seen, now));
  return continuityOf(record, seen, address);
}

async function senderMessage(opened: Opened): Promise<SenderMessage | undefined> {
  const { summary, signatures } = opened;
  const decided = deciding(signatures);
  const signer = decided?.signer && (await seenSigner(decided.signer));
  if (summary.state !== 'signed-valid') {
    const key = decided?.integrity === 'intact' && decided.isRoot ? signer?.key : undefined;
    return { kind: 'unsigned', message: await messageName(opened), ...(key !== undefined && { key }) };
  }
  const message = decided?.recordKey;
  return signer && message !== undefined ? { kind: 'signed', message, signer } : undefined;
}

async function seenSigner({ certificate }: SignerIdentity): Promise<SeenSigner> {
  const { publicKey, issuer, notBefore } = parseCertificate(certificate);
  return {
    key: hex(await digest('sha256', publicKey.spki)),
    issuer: organizationOf(issuer)?.text ?? issuer.text,
    authority: organizationOf(issuer)?.comparable ?? issuer.comparable.join('/'),
    notBefore,
  };
}

/** Authorities renew their issuing certificates under other common names; the organization stays. */
function organizationOf({ rdns }: Name): Name['rdns'][number][number] | undefined {
  return rdns.flat().find(({ type }) => type === '2.5.4.10');
}

/**
 * A hash that names a message: the fields that tell messages apart, and the body. Not of all octets, since mail
 * programs write fields of their own into what they keep.
 */
async function messageName({ entities }: Opened): Promise<string> {
  const entity = entities.get('0');
  if (!entity) return '';
  const { header, source, bodyStart, end } = entity;
  const fields = ['from', 'date', 'message-id', 'subject'].flatMap((name) => [name, ...header.all(name)]);
  const body = await digest('sha256', source.subarray(bodyStart, end));
  return hex(await digest('sha256', concat([utf8Bytes(JSON.stringify(fields)), body])));
}
