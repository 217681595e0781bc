/** A refusal as a problem document (RFC 8555 6.7). */
export class AcmeError extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, type: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'AcmeError';
    this.status = status;
    this.type = type;
    this.headers = headers;
  }

  get document(): { readonly type: string; readonly detail: string } {
    return { type: `urn:ietf:params:acme:error:${this.type}`, detail: this.message };
  }
}
