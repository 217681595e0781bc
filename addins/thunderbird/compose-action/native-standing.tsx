import { type JSX } from 'preact';
import { Notice, usePolicyStrings, type Language } from '../../ui/index';

/** Says that Thunderbird's own S/MIME does it, and what stands against that. */
export function NativeStanding(props: {
  readonly obstacles: readonly string[];
  readonly language: Language;
}): JSX.Element {
  const { obstacles, language } = props;
  return (
    <>
      <Notice tone="neutral">{usePolicyStrings(language).native.does}</Notice>
      {obstacles.map((text) => (
        <Notice key={text} tone="attention">
          {text}
        </Notice>
      ))}
    </>
  );
}
