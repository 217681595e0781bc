import { useStrings, type Language } from '../ui/index';
import { type ComposeTabs, type Protection } from './host/compose-tabs';

/** Shows at our button what will happen to the message, without opening the popup. */
export async function labelButton(
  compose: ComposeTabs,
  tabId: number,
  { sign, encrypt, open }: Protection,
  language: Language,
): Promise<void> {
  const { thunderbird: words, common } = useStrings(language);
  const willEncrypt = open?.length ? words.willEncryptSome : words.willEncrypt;
  const chosen = [...(sign ? [words.willSign] : []), ...(encrypt ? [willEncrypt] : [])];
  await compose.label(tabId, chosen.length === 0 ? words.buttonOff : words.buttonOn(chosen.join(` ${common.and} `)));
}
