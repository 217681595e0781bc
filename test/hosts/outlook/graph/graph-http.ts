import { utf8Bytes, utf8Text, type Bytes } from '../../../../shared/base/bytes';

export interface GraphRequest {
  readonly method: string;
  /** Past `/v1.0`, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Bytes;
}

export interface GraphResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** A refusal as Graph writes it: `{"error":{"code","message"}}`. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): GraphResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function emptyResponse(status: number): GraphResponse {
  return { status, headers: {}, body: '' };
}

export function octetsResponse(contentType: string, octets: Uint8Array): GraphResponse {
  return { status: 200, headers: { 'content-type': contentType }, body: octets };
}

export function errorResponse(error: GraphError): GraphResponse {
  const { status, code, message, headers } = error;
  return jsonResponse(status, { error: { code, message } }, headers);
}

/** What product code reads of an answer; also where the platform of the test has no Response of its own. */
export function responseOf({ status, headers, body }: GraphResponse): Response {
  const octets = typeof body === 'string' ? utf8Bytes(body) : new Uint8Array(body);
  return {
    status,
    ok: status < 400,
    headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    json: () => Promise.resolve(JSON.parse(utf8Text(octets) ?? '') as unknown),
    blob: () => Promise.resolve(new Blob([octets])),
  } as unknown as Response;
}
