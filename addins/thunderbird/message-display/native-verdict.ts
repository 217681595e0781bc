import { type Summary } from '../../../shared/index';
import { type Language } from '../../ui/index';
import { type NativeVerdict } from '../host/message-pane';
import { nativeVerdictStrings, type NativeReason } from './strings';

/** `nsICMSMessageErrors` of Thunderbird: why its own S/MIME does not take a signature for good. */
const CODES = {
  1028: 'untrusted',
  1029: 'untrusted',
  1026: 'altered',
  1034: 'altered',
  1035: 'algorithm',
  1036: 'algorithm',
  1038: 'address',
  1040: 'address',
  1041: 'time',
} as const satisfies Readonly<Record<number, NativeReason>>;

const isKnown = (code: number): code is keyof typeof CODES => code in CODES;
const SUCCESS = 0;
const NOTHING = -1;

/**
 * What Thunderbird's own S/MIME says where that is not what we say, with its reason; ours stands in our own sentence.
 * Undefined where they agree, and where Thunderbird says nothing: it looks at fewer messages and has other keys.
 */
export function nativeDifference(
  { state, encryption }: Pick<Summary, 'state' | 'encryption'>,
  native: NativeVerdict,
  language: Language,
): string | undefined {
  const strings = nativeVerdictStrings(language);
  const isClosed = encryption === 'not-for-us' || encryption === 'failed';
  if (isClosed) return native.encryption === SUCCESS ? strings.opened : undefined;
  const { signature } = native;
  if (signature === NOTHING || (signature === SUCCESS) === (state === 'signed-valid')) return undefined;
  if (signature === SUCCESS) return strings.good;
  return `${strings.bad} ${isKnown(signature) ? strings.reasons[CODES[signature]] : strings.noReason(signature)}`;
}
