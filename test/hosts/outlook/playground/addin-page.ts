const OFFICE_JS = /<script\b[^>]*\bsrc\s*=\s*["'][^"']*office(?:\.debug)?\.js["'][^>]*>\s*<\/script>/i;

/**
 * An add-in's page with what the npm build of office.js needs around it: our stand-in for MicrosoftAjax.js in front and,
 * where `shimmed`, the methods that build lacks behind. The pages themselves stay as they are in production.
 */
export function addinPage(html: string, shimmed: boolean): string {
  return html.replace(OFFICE_JS, (script) => {
    const after = shimmed ? '<script src="/addin-support/shimmed-methods.js"></script>' : '';
    return `<script src="/addin-support/ms-ajax.js"></script>${script}${after}`;
  });
}
