import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readTlv } from '../../shared/asn1/der';
import { fromBase64, toBase64 } from '../../shared/base/base64';
import { asDer, type Bytes } from '../../shared/base/bytes';
import { errorCode, SignetError, type ErrorCode } from '../../shared/base/errors';
import { type SignatureScheme } from '../../shared/cms/algorithms';
import { readRecipientInfo, type RecipientInfo } from '../../shared/cms/syntax/recipient-info';
import { type Identity, type KeyStore } from '../../shared/ports/key-store';

/*
 * An example, and nothing more, of keys that live elsewhere: a service on this machine that keeps them, and the key store
 * that asks it. A real one would be a smart card behind native messaging, or a company's key service with a sign-in.
 */

/** How the service misbehaves. */
export type Misbehaviour = 'late' | 'broken' | 'wrong-signature' | 'other-name' | 'no-json';

type Answer = Readonly<Record<string, unknown>>;

const octetsOf = (value: unknown): Bytes => {
  const octets = typeof value === 'string' ? fromBase64(value) : undefined;
  if (!octets) throw new SignetError('host', 'the key service: base64 expected', 'key-service');
  return octets;
};

export class KeyService {
  readonly #server: Server;
  readonly #store: KeyStore;
  misbehaviour: Misbehaviour | undefined;

  private constructor(server: Server, store: KeyStore) {
    this.#server = server;
    this.#store = store;
  }

  /** Serves the keys of `store` on 127.0.0.1. */
  static async start(store: KeyStore): Promise<KeyService> {
    const server = createServer();
    const service = new KeyService(server, store);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        if (service.misbehaviour === 'late') return;
        if (service.misbehaviour === 'broken') response.destroy();
        else if (service.misbehaviour === 'no-json') response.end('<html>');
        else {
          void service
            .#answer(request.url ?? '', JSON.parse(Buffer.concat(pieces).toString() || '{}') as Answer)
            .catch((thrown: unknown): Answer => ({ failed: errorCode(thrown) }))
            .then((answer) => response.end(JSON.stringify(answer)));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(url: string, request: Answer): Promise<Answer> {
    if (url === '/identities') {
      const identities = (await this.#store.identities()).map(({ id, certificate, chain }) => ({
        id: this.misbehaviour === 'other-name' ? id.replace(/^../, 'ff') : id,
        certificate: toBase64(certificate),
        chain: chain.map(toBase64),
      }));
      return { identities };
    }
    if (url === '/sign') {
      const { id, scheme, octets } = request;
      const signature = await this.#store.sign(String(id), scheme as SignatureScheme, octetsOf(octets));
      if (this.misbehaviour === 'wrong-signature') signature.fill(1, -8);
      return { signature: toBase64(signature) };
    }
    const recipients = (request['recipients'] as { der: string; octets?: number }[]).map(
      ({ der, octets }): RecipientInfo => readRecipientInfo(readTlv(octetsOf(der)), octets),
    );
    return { key: toBase64(await this.#store.unwrap(recipients)) };
  }
}

/** The key store of a service. What is late or no answer is `host` (`key-service`). */
export function serviceKeyStore(address: string, milliseconds = 5_000): KeyStore {
  const ask = async (path: string, request: Answer): Promise<Answer> => {
    const body = JSON.stringify(request);
    const signal = AbortSignal.timeout(milliseconds);
    const answer = (await fetch(`${address}${path}`, { method: 'POST', body, signal })
      .then((response) => response.json())
      .catch(() => {
        throw new SignetError('host', 'the key service gave no answer', 'key-service');
      })) as Answer;
    if (typeof answer['failed'] === 'string') throw new SignetError(answer['failed'] as ErrorCode, 'the key service');
    return answer;
  };
  return {
    async identities() {
      const { identities } = await ask('/identities', {});
      return (identities as { id: string; certificate: string; chain: string[] }[]).map(
        ({ id, certificate, chain }): Identity => ({
          id,
          certificate: asDer(octetsOf(certificate)),
          chain: chain.map((one) => asDer(octetsOf(one))),
        }),
      );
    },
    async sign(id, scheme, toBeSigned) {
      return octetsOf((await ask('/sign', { id, scheme, octets: toBase64(toBeSigned) }))['signature']);
    },
    async unwrap(recipients) {
      const list = recipients.map(({ der, contentKeyOctets }) => ({ der: toBase64(der), octets: contentKeyOctets }));
      return octetsOf((await ask('/unwrap', { recipients: list }))['key']);
    },
  };
}
