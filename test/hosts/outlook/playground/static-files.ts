import { readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.p7s': 'application/pkcs7-signature',
  '.xml': 'application/xml; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticFile {
  readonly type: string;
  readonly octets: Buffer;
}

/**
 * A file below `root` by the rest of a URL's path, still percent-encoded. Undefined for everything else: what does not
 * exist, folders, names with a dot in front, `..`, back-slashes, control characters, and links that lead out of `root`.
 */
export function staticFile(root: string, path: string): StaticFile | undefined {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (name.split('/').some((part) => part === '' || part.startsWith('.')) || !/^[^\\\0-\x1f:]+$/.test(name)) {
    return undefined;
  }
  try {
    const base = realpathSync(root);
    const file = realpathSync(join(base, name));
    if (!file.startsWith(base + sep) || !statSync(file).isFile()) return undefined;
    return { type: TYPES[extname(file)] ?? 'application/octet-stream', octets: readFileSync(file) };
  } catch {
    return undefined;
  }
}
