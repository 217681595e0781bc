import { toBase64 } from '../../../../../shared/base/base64';
import { type AskStore } from '../../ews/ews';
import { type JsonDraft } from '../../graph/graph-draft';
import { type MailboxView, type MessageView, type SessionView } from '../views';

/** A refusal of the server, in its own words. */
export class ServerError extends Error {}

/** What the page asks of its server: the control API, and Graph as any client would. */
export class ServerApi {
  #token = '';

  async start(): Promise<SessionView> {
    const { accessToken } = await this.#json<{ readonly accessToken: string }>('/playground/token');
    this.#token = accessToken;
    return this.#json<SessionView>('/playground/session');
  }

  get token(): string {
    return this.#token;
  }

  mailbox(): Promise<MailboxView> {
    return this.#json('/playground/mailbox');
  }

  message(id: string): Promise<MessageView> {
    return this.#json(`/playground/messages/${encodeURIComponent(id)}`);
  }

  async manifest(): Promise<string> {
    return (await this.#request('/playground/manifest.xml')).text();
  }

  settings(): Promise<Record<string, Readonly<Record<string, string>>>> {
    return this.#json('/playground/settings');
  }

  async saveSettings(settings: object): Promise<void> {
    await this.#send('PUT', '/playground/settings', settings);
  }

  async saveProperties(id: string, properties: object): Promise<void> {
    await this.#send('PUT', `/playground/messages/${encodeURIComponent(id)}`, properties);
  }

  /** Writes a draft; gives its id in Graph's form. */
  async saveDraft(draft: JsonDraft, id: string | undefined): Promise<string> {
    const path = id === undefined ? '/playground/drafts' : `/playground/drafts/${encodeURIComponent(id)}`;
    const response = await this.#send('PUT', path, draft);
    return ((await response.json()) as { readonly id: string }).id;
  }

  /** Takes a draft away for good; one that is gone already is no error. */
  async discardDraft(id: string): Promise<void> {
    await this.#request(`/playground/drafts/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  async sendDraft(id: string): Promise<void> {
    await this.#request(`${this.#graphMessage(id)}/send`, { method: 'POST', ...this.#authorized() });
  }

  async markRead(id: string): Promise<void> {
    await this.#send('PATCH', this.#graphMessage(id), { isRead: true });
  }

  async remove(id: string, forGood: boolean): Promise<void> {
    const path = this.#graphMessage(id);
    if (forGood) await this.#request(`${path}/permanentDelete`, { method: 'POST', ...this.#authorized() });
    else await this.#request(path, { method: 'DELETE', ...this.#authorized() });
  }

  /** The whole message as the server holds it. */
  async source(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#octets(`${this.#graphMessage(id)}/$value`);
  }

  async attachment(id: string, attachmentId: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#octets(`${this.#graphMessage(id)}/attachments/${encodeURIComponent(attachmentId)}/$value`);
  }

  async attachmentBase64(id: string, attachmentId: string): Promise<string> {
    return toBase64(await this.attachment(id, attachmentId));
  }

  /** The store behind Exchange Web Services. */
  readonly ask: AskStore = async (method, path, body) => {
    const headers = { authorization: `Bearer ${this.#token}`, ...(body && { 'content-type': body.type }) };
    const response = await fetch(`/graph/v1.0${path}`, { method, headers, ...(body && { body: body.text }) });
    return { status: response.status, octets: new Uint8Array(await response.arrayBuffer()) };
  };

  /** Calls back whenever the mailbox has changed, and with false while the server does not answer. */
  watch(changed: (connected: boolean) => void): void {
    const events = new EventSource('/playground/events');
    events.addEventListener('message', () => changed(true));
    events.addEventListener('open', () => changed(true));
    events.addEventListener('error', () => changed(false));
  }

  #graphMessage(id: string): string {
    return `/graph/v1.0/me/messages/${encodeURIComponent(id)}`;
  }

  #authorized(): RequestInit {
    return { headers: { authorization: `Bearer ${this.#token}` } };
  }

  async #octets(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.#request(path, this.#authorized())).arrayBuffer());
  }

  async #json<T>(path: string): Promise<T> {
    return (await (await this.#request(path)).json()) as T;
  }

  #send(method: string, path: string, value: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` };
    return this.#request(path, { method, headers, body: JSON.stringify(value) });
  }

  async #request(path: string, options?: RequestInit): Promise<Response> {
    const response = await fetch(path, options);
    if (response.ok) return response;
    const text = await response.text();
    throw new ServerError(messageOf(text) ?? `${response.status}`);
  }
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly error?: { readonly message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}
