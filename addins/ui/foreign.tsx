import { type JSX } from 'preact';
import { pieces, plainText } from './plain-text';

/** A name, an address or any other text that we did not write: cleaned, and isolated from the text around it. */
export function Foreign({ children }: { readonly children: string }): JSX.Element {
  return <bdi class="sg-foreign">{plainText(children)}</bdi>;
}

/** A sentence of ours in which the given foreign strings are isolated wherever they stand. */
export function Sentence(props: { readonly text: string; readonly foreign?: readonly string[] }): JSX.Element {
  return (
    <>
      {pieces(props.text, props.foreign ?? []).map(({ text, isForeign }, index) =>
        isForeign ? <bdi key={index}>{text}</bdi> : text,
      )}
    </>
  );
}
