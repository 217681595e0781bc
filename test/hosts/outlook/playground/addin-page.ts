const OFFICE_JS = /<script\b[^>]*\bsrc\s*=\s*["'][^"']*office(?:\.debug)?\.js["'][^>]*>\s*<\/script>/i;

/**
 * An add-in's page with what the npm build of office.js needs in front of it: our stand-in for MicrosoftAjax.js and,
 * where `shimmed`, the methods that build lacks, which wait for it. The pages themselves stay as they are in production.
 */
export function addinPage(html: string, shimmed: boolean): string {
  const names = ['ms-ajax', ...(shimmed ? ['shimmed-methods'] : [])];
  const added = names.map((name) => `<script src="/addin-support/${name}.js"></script>`).join('');
  return html.replace(OFFICE_JS, (script) => added + script);
}
