import { hex, type Der } from '../../shared/base/bytes';
import { type TrustStore } from '../../shared/ports/trust-store';
import { TestCa } from '../support/test-ca';

export interface TrustStoreSetup {
  readonly anchors: readonly Der[];
  readonly intermediates: readonly Der[];
}

/** What every trust store keeps to. `create` gives one that holds just what it is told. */
export function trustStoreContract(name: string, create: (setup: TrustStoreSetup) => Promise<TrustStore>): void {
  describe(`trust store contract: ${name}`, () => {
    it('trusts nothing that nobody put there', async () => {
      const store = await create({ anchors: [], intermediates: [] });
      expect(await store.anchors()).toEqual([]);
      expect(await store.intermediates()).toEqual([]);
    });

    it('gives anchors and intermediates, and never one as the other', async () => {
      const root = await TestCa.create('Root');
      const issuing = await root.subordinate({ commonName: 'Issuing' });
      const store = await create({ anchors: [root.certificate], intermediates: [issuing.certificate] });
      expect((await store.anchors()).map(({ der }) => hex(der))).toEqual([hex(root.certificate)]);
      expect((await store.intermediates()).map((der) => hex(der))).toEqual([hex(issuing.certificate)]);
    });
  });
}
