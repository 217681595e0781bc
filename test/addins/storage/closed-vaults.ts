import { createVault, type Vault } from '../../../addins/storage/vault';

const opened: Vault[] = [];

/** A vault that is locked when the test is over: one that waits to lock itself would keep the process alive. */
export function openVault(...given: Parameters<typeof createVault>): Vault {
  const vault = createVault(...given);
  opened.push(vault);
  return vault;
}

afterEach(() => {
  for (const vault of opened.splice(0)) void vault.lock();
});
