import { type JSX } from 'preact';
import { reasonText, type Reason } from '../../shared/index';
import { Sentence } from './foreign';
import { type Language } from './props';

/** Each reason once, in the order given, with what can be done about it; nothing where there is none. */
export function Reasons(props: {
  readonly title?: string;
  readonly reasons: readonly Reason[];
  readonly language: Language;
  readonly foreign?: readonly string[];
}): JSX.Element | null {
  const sentences = new Map(props.reasons.map((reason) => [reasonText(reason, props.language), reason]));
  if (sentences.size === 0) return null;
  const list = (
    <ul class="sg-reasons">
      {[...sentences].map(([text, { code, found, expected }]) => (
        <li key={text} data-reason={code}>
          <Sentence
            text={text}
            foreign={[...(props.foreign ?? []), found, expected].filter((value) => value !== undefined)}
          />
        </li>
      ))}
    </ul>
  );
  if (props.title === undefined) return list;
  return (
    <section class="sg-group">
      <h3>{props.title}</h3>
      {list}
    </section>
  );
}
