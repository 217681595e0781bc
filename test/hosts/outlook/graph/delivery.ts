import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes } from '../../../../shared/base/bytes';
import { formatDate } from '../../../../shared/mime/compose-header';
import { exchangeItem, type ExchangeItem } from './exchange-item';
import { readRawMessage, withFields } from './mime-header';
import { writeFileWhole, type MessageStore } from './message-store';

export interface DeliveryOptions {
  readonly store: MessageStore;
  /** Addresses that have a mailbox here, in lower case. */
  readonly owners: readonly string[];
  /** Where a copy of everything sent goes. */
  readonly sentFolder: string;
  readonly now: () => Date;
  /** Whether a user has Send As for another address; left out: nobody has. */
  readonly maySendAs?: (user: string, from: string) => boolean;
}

/** What stands in the way of sending; Graph names each by a code. */
export type Undeliverable = 'no-recipients' | 'sender';

/**
 * Simulated mail transport. Recipients are those of To, Cc and Bcc; Bcc is stripped from what leaves and stays in the
 * copy of `copyTo`; Message-ID and Date are added where the message has none; the rest of the octets is not touched. Local
 * recipients get it in their inbox, others are only in the folder of sent files.
 */
export async function deliver(
  octets: Bytes,
  sender: string,
  options: DeliveryOptions,
  copyTo = sender,
): Promise<Undeliverable | undefined> {
  const item = await exchangeItem(octets);
  const from = item.from.address.toLowerCase();
  if (from !== '' && from !== sender && options.maySendAs?.(sender, from) !== true) return 'sender';
  const recipients = recipientsOf(item);
  if (recipients.length === 0) return 'no-recipients';
  const now = options.now();
  const raw = readRawMessage(octets);
  const has = (name: string): boolean => raw.fields.some((field) => field.name === name);
  const added = [
    ...(has('date') ? [] : [`Date: ${formatDate(now)}`]),
    ...(has('message-id') ? [] : [`Message-ID: <${randomUUID()}@${sender.split('@')[1] ?? 'localhost'}>`]),
    ...(has('from') ? [] : [`From: ${sender}`]),
  ];
  const received = now.getTime();
  const onTheWire = withFields(raw, (field) => field.name !== 'bcc', added);
  writeSentFile(onTheWire, item, options, now);
  options.store.add(
    { owner: copyTo, folder: 'sentitems', received, isRead: true },
    withFields(raw, () => true, added),
  );
  for (const owner of options.owners.filter((address) => recipients.includes(address))) {
    const trace = `Received: from signet-playground by ${owner.split('@')[1] ?? 'localhost'}; ${formatDate(now)}`;
    const delivered = withFields(readRawMessage(onTheWire), () => true, [trace]);
    options.store.add({ owner, folder: 'inbox', received, isRead: false }, delivered);
  }
  return undefined;
}

function recipientsOf(item: ExchangeItem): string[] {
  const all = [...item.to, ...item.cc, ...item.bcc].map(({ address }) => address.toLowerCase());
  return [...new Set(all.filter((address) => address.includes('@')))];
}

/** `sent/20261123T142500123Z-subject-1a2b.eml`: what left, for any other program to judge. */
function writeSentFile(octets: Bytes, item: ExchangeItem, { sentFolder }: DeliveryOptions, now: Date): void {
  mkdirSync(sentFolder, { recursive: true, mode: 0o700 });
  const stamp = now.toISOString().replace(/[-:.]/g, '');
  const slug = item.subject
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  writeFileWhole(join(sentFolder, `${stamp}-${slug || 'message'}-${randomUUID().slice(0, 4)}.eml`), octets);
}
