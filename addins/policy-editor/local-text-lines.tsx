import { type JSX } from 'preact';
import { type Language } from '../ui/index';
import { TextLine } from './controls';
import { localText, localTexts } from './document-text';
import { editorStrings } from './strings';

/** A text for users: one for all, or one for each language. */
export function LocalTextLines(props: {
  readonly value: unknown;
  readonly language: Language;
  readonly onChange: (value: unknown) => void;
}): JSX.Element {
  const texts = editorStrings(props.language);
  const { en, de } = localTexts(props.value);
  return (
    <>
      <TextLine label={texts.text} value={en} onChange={(text) => props.onChange(localText(text, de))} />
      <TextLine label={texts.textInGerman} value={de} onChange={(text) => props.onChange(localText(en, text))} />
    </>
  );
}
