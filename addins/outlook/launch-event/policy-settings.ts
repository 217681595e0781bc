import { type CompactJudgement, type Source, UNASKED } from '../../../shared/index';
import { type Level, type SendSettings } from './draft-decision';

type Demand = CompactJudgement['sign'];

/** What the judgement of a policy means for a draft on the screen. */
export function settingsOf({ sign, encrypt, copies }: CompactJudgement): SendSettings {
  const wanted = levelOf('encrypt', encrypt);
  // What is encrypted if that can be is not switched on by itself: the pane finds out whether it can.
  const isSure = encrypt.level > UNASKED.encrypt;
  return {
    sign: levelOf('sign', sign),
    encrypt: isSure ? wanted : 'offer',
    ...(!isSure && { ifPossible: wanted }),
    ...(copies && { copies: 'required' as const }),
    said: [...wordsOf('sign', sign), ...wordsOf('encrypt', encrypt), ...(copies ? [copies] : [])],
  };
}

function levelOf(name: keyof typeof UNASKED, { level, message }: Demand): Level {
  if (message.floor >= UNASKED[name]) return 'required';
  return level >= UNASKED[name] ? 'default' : 'offer';
}

/** Who is to be named: whoever keeps it from being switched off, or who switched it on. */
function wordsOf(name: keyof typeof UNASKED, demand: Demand): readonly Source[] {
  const level = levelOf(name, demand);
  if (level === 'offer') return [];
  const source = level === 'required' ? demand.lock : demand.source;
  return source.layer === 'administrator' ? [source] : [];
}
