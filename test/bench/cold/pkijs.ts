import { fromBase64 } from '../../../shared/base/base64';
import { pkijsRaised } from '../adapters/pkijs';
import { keysFrom } from '../keys';

/** The same with pkijs as it is published. */
Object.assign(globalThis, {
  async firstVerify(keys: string, message: string) {
    await (await pkijsRaised(keysFrom(keys))).verify(fromBase64(message) ?? '');
  },
});
