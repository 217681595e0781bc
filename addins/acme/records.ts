import { type OrderStore } from '../storage/index';
import { type AcmeRecords } from './context';
import { type AcmeAccount, type AcmeOrder } from './order';

/** Orders and accounts in the store of orders, by ids of their own kind. */
export function createAcmeRecords(store: OrderStore): AcmeRecords {
  const all = async (): Promise<readonly (AcmeOrder | AcmeAccount)[]> => (await store.all()).filter(isRecord);
  const orders = async (): Promise<readonly AcmeOrder[]> =>
    (await all())
      .filter((one): one is AcmeOrder => one.kind === 'order')
      .sort((a, b) => a.created.getTime() - b.created.getTime());
  return {
    orders,
    order: async (id) => (await orders()).find((one) => one.id === id),
    account: async (directory) =>
      (await all()).find((one): one is AcmeAccount => one.kind === 'account' && one.directory === directory),
    put: (record) => store.put(nameOf(record), record),
    replace: (order, turn) =>
      store.replace(nameOf(order), order, (kept) => isRecord(kept) && kept.kind === 'order' && kept.turn === turn),
    remove: (record) => store.remove(nameOf(record)),
  };
}

const nameOf = (record: AcmeOrder | AcmeAccount): string =>
  record.kind === 'order' ? `order ${record.id}` : `account ${record.directory}`;

function isRecord(value: unknown): value is AcmeOrder | AcmeAccount {
  const { kind } = (value ?? {}) as { kind?: unknown };
  return kind === 'order' || kind === 'account';
}
