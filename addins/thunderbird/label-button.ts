import { useStrings, type Language } from '../ui/index';
import { type ComposeTabs, type Protection } from './host/compose-tabs';

/** Shows at our button what will happen to the message, without opening the popup. */
export async function labelButton(
  compose: ComposeTabs,
  tabId: number,
  { sign, encrypt }: Protection,
  language: Language,
): Promise<void> {
  const { compose: words, thunderbird, common } = useStrings(language);
  const { marks, buttonOff, buttonOn } = thunderbird;
  const mark = sign && encrypt ? marks.both : sign ? marks.sign : encrypt ? marks.encrypt : '';
  const chosen = [...(sign ? [words.sign] : []), ...(encrypt ? [words.encrypt] : [])];
  await compose.label(tabId, chosen.length === 0 ? buttonOff : buttonOn(chosen.join(` ${common.and} `)), mark);
}
