import { composeEntity } from '../../../shared/mime/compose-mime';
import { fromBase64 } from '../../../shared/base/base64';
import { signet } from '../adapters/signet';
import { keysFrom } from '../keys';

/** What a first message needs of the core: MIME, signing, verifying, encrypting, decrypting. */
Object.assign(globalThis, {
  composeEntity,
  async firstVerify(keys: string, message: string) {
    await (await signet(keysFrom(keys))).verify(fromBase64(message) ?? '');
  },
});
