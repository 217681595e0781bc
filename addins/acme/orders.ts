import {
  generateAccountKey,
  isAddress,
  parseCertificate,
  requestCertificate,
  SignetError,
  type GeneratedKeyKind,
  type Identity,
  type WaitingKeys,
} from '../../shared/index';
import { directoryUrl } from './addresses';
import { type AcmePorts, type AcmeRecords } from './context';
import { ACME_LIMITS } from './limits';
import { orderView, type AcmeOrder, type OrderView } from './order';

export interface OrderRequest {
  readonly directory: string;
  readonly address: string;
  readonly keyKind: GeneratedKeyKind;
  /** The identity that the new one is to take over from. */
  readonly renews?: string;
}

/**
 * Begins an order: makes the key of the certificate, and that of the account where there is none at this server, and asks
 * nobody yet. What failed before to replace the same identity goes, with its key. Rejects with `request-field` for an address or a server that is none, and as the store does.
 */
export async function beginOrder(
  { directory, address, keyKind, renews }: OrderRequest,
  { waitingKeys, records, clock }: Pick<AcmePorts, 'waitingKeys' | 'records' | 'clock'>,
): Promise<OrderView> {
  const url = directoryUrl(directory);
  if (!url) throw new SignetError('request-field', 'an https address was expected', 'server');
  if (!isAddress(address)) throw new SignetError('request-field', 'an address that is none', 'addresses');
  const before = renews === undefined ? [] : (await records.orders()).filter((one) => isFailed(one, renews));
  const account = await records.account(url.href);
  const accountKeyId = account?.keyId ?? (await generateAccountKey(waitingKeys)).id;
  const request = await requestCertificate(
    { keyKind, addresses: [address], subject: {}, use: 'both' },
    waitingKeys,
    'acme-order',
  );
  const order: AcmeOrder = {
    kind: 'order',
    id: crypto.randomUUID(),
    directory: url.href,
    address,
    keyKind,
    created: clock.now(),
    requestId: request.id,
    accountKeyId,
    step: 'directory',
    nonceTries: 0,
    passedOver: [],
    ...(renews !== undefined && { renews, attempt: 1 + attemptsOf(before) }),
    ...(account && { accountUrl: account.url }),
    ...(account?.agreedTerms !== undefined && { agreedTerms: account.agreedTerms }),
  };
  await records.put(order);
  for (const { id } of before) await forgetOrder(id, { waitingKeys, records });
  return orderView(order);
}

const isFailed = ({ renews, step }: AcmeOrder, identityId: string): boolean =>
  renews === identityId && step === 'failed';

const attemptsOf = (orders: readonly AcmeOrder[]): number =>
  orders.reduce((most, { attempt = 1 }) => Math.max(most, attempt), 0);

/** Deletes an order, its key where no certificate came for it, and the account's where there is no account of it. */
export async function forgetOrder(
  id: string,
  { waitingKeys, records }: { readonly waitingKeys: WaitingKeys; readonly records: AcmeRecords },
): Promise<void> {
  const order = await records.order(id);
  if (!order) return;
  await waitingKeys.remove(order.requestId);
  await records.remove(order);
  const { accountKeyId } = order;
  const isAccount = (await records.account(order.directory))?.keyId === accountKeyId;
  const isShared = (await records.orders()).some((one) => one.accountKeyId === accountKeyId);
  if (!isAccount && !isShared) await waitingKeys.remove(accountKeyId);
}

/** An identity that an order brought and that ends soon. */
export interface DueRenewal {
  readonly identityId: string;
  readonly address: string;
  readonly directory: string;
  readonly keyKind: GeneratedKeyKind;
  readonly notAfter: Date;
  /** It failed a while ago: a person may order it again, it does not happen by itself yet. */
  readonly isHeldBack: boolean;
}

const DAY = 86_400_000;

/**
 * Identities that came by an order and end within 30 days, those left out that an order renews already. After one that
 * failed, it is held back for a day, then for two, four and so on, for a week at most.
 */
export async function dueRenewals(
  identities: readonly Identity[],
  { records, clock }: Pick<AcmePorts, 'records' | 'clock'>,
): Promise<readonly DueRenewal[]> {
  const orders = await records.orders();
  const now = clock.now().getTime();
  const from = new Date(now + ACME_LIMITS.renewalDays * DAY);
  return orders.flatMap(({ identityId, address, directory, keyKind }) => {
    const identity = identities.find(({ id }) => id === identityId);
    const isRenewed = orders.some(({ renews, step }) => renews === identityId && step !== 'failed');
    if (identityId === undefined || !identity || isRenewed) return [];
    const { notAfter } = parseCertificate(identity.certificate);
    const until = heldBackUntil(orders.filter((one) => isFailed(one, identityId)));
    const isHeldBack = now < until;
    return notAfter < from ? [{ identityId, address, directory, keyKind, notAfter, isHeldBack }] : [];
  });
}

/** From when on another one may begin by itself, in milliseconds. */
function heldBackUntil(failed: readonly AcmeOrder[]): number {
  const last = Math.max(0, ...failed.map(({ created }) => created.getTime()));
  return last + Math.min(2 ** (attemptsOf(failed) - 1), ACME_LIMITS.heldBackDays) * DAY;
}
