import { type ComponentChildren, type JSX } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { Notice, type Language } from '../../ui/index';
import { failureText } from './failure-text';

/** Whatever goes wrong while its content is drawn, a sentence stands there instead of nothing. */
export function Guarded(props: { readonly language: Language; readonly children: ComponentChildren }): JSX.Element {
  const [error] = useErrorBoundary() as readonly [unknown, () => void];
  if (error === undefined) return <>{props.children}</>;
  return <Notice tone="error">{failureText(error, props.language)}</Notice>;
}
