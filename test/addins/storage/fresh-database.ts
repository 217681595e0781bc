import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDatabase, type Database } from '../../../addins/storage/database';

/** An empty database of its own. */
export function freshDatabase(): Promise<Database> {
  return openDatabase(new IDBFactory());
}
