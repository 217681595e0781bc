/** One question to the inspector; docs/inspect.md has the meaning of each field. */
export interface InspectRequest {
  readonly id?: string;
  readonly file: string;
  readonly content?: string;
  readonly anchors?: readonly string[];
  readonly intermediates?: readonly string[];
  readonly crls?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly requireRevocation?: boolean;
  readonly at?: string;
  readonly pfx?: readonly string[];
  readonly passphrase?: readonly string[];
  readonly key?: readonly string[];
  readonly cert?: readonly (string | null)[];
  readonly password?: string;
  readonly secretKey?: string;
  readonly secretKeyId?: string;
  readonly email?: string;
  readonly purpose?: 'sign' | 'encrypt' | 'any';
  readonly policy?: readonly string[];
  readonly requireExplicitPolicy?: boolean;
  readonly inhibitAnyPolicy?: boolean;
  readonly inhibitPolicyMapping?: boolean;
  readonly text?: boolean;
  readonly structure?: boolean;
}

type Shape = 'text' | 'texts' | 'texts-or-null' | 'flag' | 'time' | 'purpose' | 'hex';

/** Every field but `file` and what it may hold. */
export const FIELDS: Readonly<Record<Exclude<keyof InspectRequest, 'file'>, Shape>> = {
  id: 'text',
  content: 'text',
  anchors: 'texts',
  intermediates: 'texts',
  crls: 'texts',
  ocsp: 'texts',
  requireRevocation: 'flag',
  at: 'time',
  pfx: 'texts',
  passphrase: 'texts',
  key: 'texts',
  cert: 'texts-or-null',
  password: 'text',
  secretKey: 'hex',
  secretKeyId: 'hex',
  email: 'text',
  purpose: 'purpose',
  policy: 'texts',
  requireExplicitPolicy: 'flag',
  inhibitAnyPolicy: 'flag',
  inhibitPolicyMapping: 'flag',
  text: 'flag',
  structure: 'flag',
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** A point in time with its zone, or a day; the time is UTC where no zone is named. */
export function readTime(text: string): Date | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (!match) return undefined;
  const [, day = '', hours = '00:00', zone = 'Z'] = match;
  const at = new Date(`${day}T${hours}${zone.toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

const ACCEPTS: Readonly<Record<Shape, (value: unknown) => boolean>> = {
  text: isText,
  texts: (value) => Array.isArray(value) && value.every(isText),
  'texts-or-null': (value) => Array.isArray(value) && value.every((one) => one === null || isText(one)),
  flag: (value) => typeof value === 'boolean',
  time: (value) => isText(value) && readTime(value) !== undefined,
  purpose: (value) => value === 'sign' || value === 'encrypt' || value === 'any',
  hex: (value) => isText(value) && /^([0-9a-f]{2})*$/i.test(value),
};

export type RequestReading =
  | { readonly kind: 'request'; readonly request: InspectRequest }
  | { readonly kind: 'wrong'; readonly id?: string; readonly file: string; readonly message: string };

/** A value as a request; null and absent fields are the same, unknown fields are passed over. */
export function readRequest(value: unknown): RequestReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'wrong', file: '', message: 'a request is a JSON object' };
  }
  const given = value as Record<string, unknown>;
  const id = isText(given['id']) ? { id: given['id'] } : {};
  if (!isText(given['file'])) return { kind: 'wrong', ...id, file: '', message: 'file: a path was expected' };
  const request: Record<string, unknown> = { file: given['file'] };
  for (const [name, shape] of Object.entries(FIELDS)) {
    let field = given[name];
    if (field === undefined || field === null) continue;
    if ((shape === 'texts' || shape === 'texts-or-null') && isText(field)) field = [field];
    if (name === 'id' && typeof field === 'number') field = String(field);
    if (!ACCEPTS[shape](field)) {
      return { kind: 'wrong', ...id, file: given['file'], message: `${name}: not a value for this field` };
    }
    request[name] = field;
  }
  return { kind: 'request', request: request as unknown as InspectRequest };
}

/** A line of JSON as a request. */
export function readRequestLine(line: string): RequestReading {
  try {
    return readRequest(JSON.parse(line));
  } catch {
    return { kind: 'wrong', file: '', message: 'the line is not JSON' };
  }
}
