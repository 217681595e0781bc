import { type JSX } from 'preact';
import { type Layer, type LayerType, type SignatureVerdict } from '../../shared/index';
import { Sentence } from './foreign';
import { Icon, type IconName } from './icons';
import { type Language } from './props';
import { useTrustStrings } from './trust-strings';

const ICONS: Readonly<Record<LayerType, IconName>> = {
  'signed-clear': 'pen',
  'signed-opaque': 'pen',
  enveloped: 'lock',
  'auth-enveloped': 'lock',
  encrypted: 'lock',
  compressed: 'file',
  digested: 'file',
  'certs-only': 'certificate',
  mime: 'file',
};

interface LayersProps {
  readonly layers: readonly Layer[];
  readonly signatures: readonly SignatureVerdict[];
  readonly language: Language;
}

/** What is signed and encrypted around what, as the message is built; says nothing about what that is worth. */
export function LayersView(props: LayersProps): JSX.Element | null {
  const trust = useTrustStrings(props.language);
  if (props.layers.length === 0) return null;
  return (
    <section class="sg-group">
      <h3>{trust.layersTitle}</h3>
      <p class="sg-hint">{trust.layersHelp}</p>
      <LayerList {...props} />
    </section>
  );
}

function LayerList({ layers, signatures, language }: LayersProps): JSX.Element {
  const trust = useTrustStrings(language);
  return (
    <ul class="sg-layers">
      {layers.map(({ path, type, children }) => {
        const names = signatures.flatMap(({ layer, signer }) => (layer === path && signer ? [signer.name] : []));
        const by = names.length === 0 ? '' : ` ${trust.layerBy(names.join(', '))}`;
        return (
          <li key={path} data-layer={type}>
            <span class="sg-layer">
              <Icon name={ICONS[type]} />
              <span>
                <Sentence text={`${trust.layer[type]}${by}`} foreign={names} />
              </span>
            </span>
            {children.length > 0 && <LayerList layers={children} signatures={signatures} language={language} />}
          </li>
        );
      })}
    </ul>
  );
}
