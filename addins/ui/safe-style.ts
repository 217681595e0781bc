/**
 * Declarations a mail may bring: how its own text looks, nothing that fetches, hides, covers or moves. What hides text
 * (`display`, `visibility`, `opacity`, `clip`) is left out so that a reply cannot carry away text its author never saw.
 */
const PROPERTIES = new Set(
  (
    'color background-color font-family font-size font-style font-weight font-variant line-height letter-spacing ' +
    'text-align text-decoration text-decoration-line text-decoration-color text-indent text-transform vertical-align ' +
    'white-space word-break overflow-wrap list-style-type direction width max-width height max-height ' +
    'padding padding-top padding-right padding-bottom padding-left ' +
    'border border-top border-right border-bottom border-left border-color border-style border-width border-radius ' +
    'border-collapse border-spacing table-layout caption-side'
  ).split(' '),
);

/** Words, numbers, colours and quoted font names; the only functions are those of colours. */
const VALUE = /^(?:[\w\s#%.,'"+!-]|(?:rgb|rgba|hsl|hsla)\([\d\s.,%/deg-]*\))*$/i;
const TINY = /^(?:0|0?\.\d+|[0-3](?:\.\d+)?(?=px|pt))/;

/** The declarations of a style attribute that are allowed, in order; empty where none is. */
export function safeStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      return [declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim()] as const;
    })
    .filter(([name, value]) => PROPERTIES.has(name) && value !== '' && VALUE.test(value))
    .filter(([name, value]) => !(name === 'font-size' || name === 'line-height') || !TINY.test(value))
    .filter(([name, value]) => !name.startsWith('max-') || !TINY.test(value))
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}
