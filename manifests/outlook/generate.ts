import { addInOnlyManifest } from './add-in-only';
import { ADDIN } from './source';
import { unifiedManifest } from './unified';
import { DEFAULT_VARIANT, variantFor, type Variant } from './variant';

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The files of one deployment by name. What is committed is the default variant's. */
export function manifestFiles(variant: Variant = DEFAULT_VARIANT): ReadonlyMap<string, string> {
  const { manifest, german } = unifiedManifest(variant);
  return new Map([
    ['manifest.xml', addInOnlyManifest(variant)],
    ['manifest.json', jsonText(manifest)],
    [`${ADDIN.locales[1]}.json`, jsonText(german)],
  ]);
}

export { DEFAULT_VARIANT, variantFor };
