import { type JSX } from 'preact';
import { type Language } from '../ui/index';
import { capabilityStrings } from './capability-strings';
import { type Capability } from './host/capabilities';

/** What this build cannot do, and what to do instead; nothing where it can do all. */
export function LackingPanel(props: {
  readonly lacking: readonly Capability[];
  readonly language: Language;
}): JSX.Element | null {
  const { lacking, language } = props;
  const { heading, help, lacks } = capabilityStrings(language);
  if (lacking.length === 0) return null;
  return (
    <section class="sg-panel" aria-label={heading}>
      <h2>{heading}</h2>
      <p class="sg-hint">{help}</p>
      <ul class="tb-list">
        {lacking.map((one) => (
          <li key={one}>{lacks[one]}</li>
        ))}
      </ul>
    </section>
  );
}
