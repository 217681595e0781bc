import { createHash, randomBytes, type JsonWebKey } from 'node:crypto';
import { asDer, type Bytes } from '../../../shared/base/bytes';
import { pemText } from '../../../shared/base/pem';
import { children, encoded, readTlv } from '../../../shared/asn1/der';
import { certificationRequestFacts } from '../../../shared/pkix/certification-request';
import { readRequestContents } from '../../../shared/pkix/request-encoding';
import { subjectKeyPair } from '../openssl-keys';
import { generateKeyPair, TestCa, type Party } from '../test-ca';
import { AcmeError } from './acme-error';
import { composeChallenge, newToken, responseFault, type MailAuthenticity } from './acme-mail';
import { bindsAccount, checkJws, thumbprintOf, type SignedRequest } from './jws-check';

/** What the server does wrong, or refuses, when told to. */
export type AcmeFault =
  | 'bad-nonce-once'
  | 'bad-nonce-always'
  | 'rate-limited'
  | 'address-rejected'
  | 'no-mail-challenge'
  | 'mail-wrong-sender'
  | 'mail-wrong-recipient'
  | 'mail-not-automatic'
  | 'mail-without-token'
  | 'no-mail'
  | 'response-refused'
  | 'challenge-expired'
  | 'request-refused'
  | 'order-invalid'
  | 'other-key'
  | 'other-address'
  | 'elsewhere'
  | 'account-unknown'
  | 'server-error';

export interface AcmeServerOptions {
  /** Where it stands, without a slash at the end. */
  readonly origin: string;
  /** Takes a challenge mail to the recipient. */
  readonly deliver: (to: string, octets: Bytes) => Promise<void> | void;
  readonly now?: () => Date;
  readonly terms?: string;
  readonly externalAccount?: { readonly kid: string; readonly key: string };
  readonly authenticity?: MailAuthenticity;
  /** Authserv-id of the recipients' mail server. */
  readonly mailServer?: string;
  readonly replyTo?: string;
  /** Days that a certificate is good for. */
  readonly days?: number;
}

export interface ServerRequest {
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}

export interface ServerResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Order {
  readonly id: string;
  readonly account: string;
  readonly address: string;
  status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';
  authorization: 'pending' | 'valid' | 'invalid' | 'expired';
  isAnswered: boolean;
  readonly tokenPart1: string;
  readonly tokenPart2: string;
  challengeId: string | undefined;
  error: object | undefined;
  chain: string | undefined;
  /** How often a client looked since it is being worked on. */
  looks: number;
}

const FROM = 'acme-challenge@ca.signet.example';
const DAY = 86_400_000;

/**
 * A simulated certification authority that speaks ACME for S/MIME (RFC 8555, RFC 8823). Strict: it refuses what the RFCs
 * do not allow, checks every signature, nonce, address and content type, and the form of the response mail. Its mails go
 * and come by whatever carries mail in a test; DKIM of responses is for mail servers and is not looked at.
 */
export class AcmeServer {
  readonly ca: TestCa;
  readonly faults = new Set<AcmeFault>();
  /** Every request that came: method and path. */
  readonly log: string[] = [];
  readonly from = FROM;
  /** What was wrong with response mails. */
  readonly responseFaults: string[] = [];
  readonly #options: AcmeServerOptions;
  readonly #mailer: Party;
  readonly #nonces = new Set<string>();
  readonly #accounts = new Map<string, JsonWebKey>();
  readonly #orders = new Map<string, Order>();

  private constructor(options: AcmeServerOptions, ca: TestCa, mailer: Party) {
    this.#options = options;
    this.ca = ca;
    this.#mailer = mailer;
  }

  static async create(options: AcmeServerOptions): Promise<AcmeServer> {
    const now = options.now?.() ?? new Date();
    const root = await TestCa.create('Simulated ACME Root', { now });
    const issuing = await root.subordinate({ commonName: 'Simulated ACME Issuing CA' });
    const mailer = await issuing.issue({ commonName: 'ACME challenges', addresses: [FROM] }, await generateKeyPair());
    return new AcmeServer(options, issuing, mailer);
  }

  get directory(): string {
    return `${this.#options.origin}/directory`;
  }

  #url(path: string): string {
    return `${this.faults.has('elsewhere') ? 'https://elsewhere.example' : this.#options.origin}${path}`;
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  #nonce(): string {
    const nonce = randomBytes(16).toString('base64url');
    this.#nonces.add(nonce);
    return nonce;
  }

  /** Answers one request. Every answer but the directory's brings a nonce (RFC 8555 6.5). */
  async answer(request: ServerRequest): Promise<ServerResponse> {
    const path = new URL(request.url).pathname;
    this.log.push(`${request.method} ${path}`);
    try {
      if (path === '/directory') return this.#directory(request);
      if (path === '/new-nonce') return this.#withNonce(request.method === 'HEAD' ? 200 : 204, '');
      return await this.#signed(path, this.#checked(request));
    } catch (thrown) {
      const error = thrown instanceof AcmeError ? thrown : new AcmeError(400, 'malformed', String(thrown));
      const headers = { 'content-type': 'application/problem+json', ...error.headers };
      return this.#withNonce(error.status, JSON.stringify(error.document), headers);
    }
  }

  #withNonce(status: number, body: string, headers: Readonly<Record<string, string>> = {}): ServerResponse {
    const common = { 'replay-nonce': this.#nonce(), 'cache-control': 'no-store' };
    return { status, body, headers: { ...common, ...headers } };
  }

  #json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): ServerResponse {
    return this.#withNonce(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
  }

  #directory({ method }: ServerRequest): ServerResponse {
    if (method !== 'GET') throw new AcmeError(405, 'malformed', 'GET was expected');
    const { terms, externalAccount } = this.#options;
    const value = {
      newNonce: this.#url('/new-nonce'),
      newAccount: this.#url('/new-account'),
      newOrder: this.#url('/new-order'),
      meta: {
        ...(terms !== undefined && { termsOfService: terms }),
        externalAccountRequired: externalAccount !== undefined,
      },
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
  }

  #checked(request: ServerRequest): SignedRequest {
    if (request.method !== 'POST') throw new AcmeError(405, 'malformed', 'POST was expected');
    if (request.contentType !== 'application/jose+json') throw new AcmeError(415, 'malformed', 'jose+json expected');
    const signed = checkJws(request.body, request.url, (kid) => this.#accounts.get(kid));
    const isKnown = this.#nonces.delete(signed.nonce);
    const isFaulty = this.faults.delete('bad-nonce-once') || this.faults.has('bad-nonce-always');
    if (!isKnown || isFaulty) throw new AcmeError(400, 'badNonce', 'this nonce is not known');
    return signed;
  }

  async #signed(path: string, signed: SignedRequest): Promise<ServerResponse> {
    if (this.faults.has('server-error')) throw new AcmeError(500, 'serverInternal', 'something broke');
    if (path === '/new-account') return this.#account(signed);
    if (signed.kid === undefined) throw new AcmeError(400, 'malformed', 'kid was expected');
    if (this.faults.delete('account-unknown')) throw new AcmeError(400, 'accountDoesNotExist', 'no such account');
    if (path === '/new-order') return this.#newOrder(signed, signed.kid);
    const [, kind = '', id = ''] = path.split('/');
    const order = this.#orders.get(id);
    if (order?.account !== signed.kid) throw new AcmeError(404, 'malformed', 'no such resource');
    const isFetch = signed.payload === '';
    if (kind === 'authz' && isFetch) return this.#authorization(order);
    if (kind === 'challenge' && signed.payload === '{}') return this.#answered(order);
    if (kind === 'order' && isFetch) return this.#orderState(order);
    if (kind === 'finalize' && !isFetch) return this.#finalize(order, signed.payload);
    if (kind === 'certificate' && isFetch && order.chain !== undefined) {
      return this.#withNonce(200, order.chain, { 'content-type': 'application/pem-certificate-chain' });
    }
    throw new AcmeError(404, 'malformed', 'no such resource');
  }

  #account({ jwk, payload, url }: SignedRequest): ServerResponse {
    if (!jwk) throw new AcmeError(400, 'malformed', 'jwk was expected');
    const asked = JSON.parse(payload) as Record<string, unknown>;
    const { terms, externalAccount } = this.#options;
    if (terms !== undefined && asked['termsOfServiceAgreed'] !== true) {
      throw new AcmeError(403, 'userActionRequired', 'the terms of service have to be agreed to');
    }
    if (externalAccount) {
      const binding = asked['externalAccountBinding'];
      if (binding === undefined) throw new AcmeError(403, 'externalAccountRequired', 'a customer account is needed');
      if (!bindsAccount(binding, { ...externalAccount, url, jwk })) {
        throw new AcmeError(403, 'unauthorized', 'the binding does not hold');
      }
    }
    const account = this.#url(`/account/${thumbprintOf(jwk)}`);
    const isNew = !this.#accounts.has(account);
    this.#accounts.set(account, jwk);
    return this.#json(isNew ? 201 : 200, { status: 'valid', contact: asked['contact'] }, { location: account });
  }

  #newOrder({ payload }: SignedRequest, account: string): ServerResponse {
    if (this.faults.has('rate-limited')) {
      throw new AcmeError(429, 'rateLimited', 'too many orders for this address', { 'retry-after': '3600' });
    }
    const { identifiers } = JSON.parse(payload) as { identifiers?: { type?: string; value?: string }[] };
    const [identifier, ...more] = identifiers ?? [];
    if (more.length > 0 || identifier?.type !== 'email' || !/^[^@\s]+@[^@\s]+$/.test(identifier.value ?? '')) {
      throw new AcmeError(400, 'unsupportedIdentifier', 'one identifier of type email was expected');
    }
    if (this.faults.has('address-rejected')) {
      throw new AcmeError(403, 'rejectedIdentifier', 'no certificates for this domain');
    }
    const order: Order = {
      id: randomBytes(8).toString('hex'),
      account,
      address: identifier.value ?? '',
      status: 'pending',
      authorization: 'pending',
      isAnswered: false,
      tokenPart1: newToken(),
      tokenPart2: newToken(),
      challengeId: undefined,
      error: undefined,
      chain: undefined,
      looks: 0,
    };
    this.#orders.set(order.id, order);
    return this.#json(201, this.#orderObject(order), { location: this.#url(`/order/${order.id}`) });
  }

  #orderObject(order: Order): object {
    const { id, status, address, error } = order;
    return {
      status,
      expires: new Date(this.#now().getTime() + 7 * DAY).toISOString(),
      identifiers: [{ type: 'email', value: address }],
      authorizations: [this.#url(`/authz/${id}`)],
      finalize: this.#url(`/finalize/${id}`),
      ...(status === 'valid' && { certificate: this.#url(`/certificate/${id}`) }),
      ...(error && { error }),
    };
  }

  #challengeObject(order: Order): object {
    const { id, isAnswered, authorization, error } = order;
    const working = isAnswered ? 'processing' : 'pending';
    return {
      type: 'email-reply-00',
      url: this.#url(`/challenge/${id}`),
      token: order.tokenPart2,
      from: FROM,
      status: authorization === 'pending' ? working : authorization === 'valid' ? 'valid' : 'invalid',
      ...(error && { error }),
    };
  }

  async #authorization(order: Order): Promise<ServerResponse> {
    if (order.challengeId === undefined) await this.#sendChallenge(order);
    if (this.faults.has('challenge-expired') && order.isAnswered) order.authorization = 'expired';
    const challenges = this.faults.has('no-mail-challenge') ? [] : [this.#challengeObject(order)];
    const value = {
      status: order.authorization,
      expires: new Date(this.#now().getTime() + DAY).toISOString(),
      identifier: { type: 'email', value: order.address },
      challenges,
    };
    return this.#json(200, value, order.isAnswered ? { 'retry-after': '1' } : {});
  }

  async #sendChallenge(order: Order): Promise<void> {
    const has = (fault: AcmeFault): boolean => this.faults.has(fault);
    const { authenticity = 'smime', mailServer = 'mx.signet.example', replyTo } = this.#options;
    const { octets, messageId } = await composeChallenge({
      from: has('mail-wrong-sender') ? 'somebody@elsewhere.example' : FROM,
      to: has('mail-wrong-recipient') ? 'other@signet.example' : order.address,
      ...(replyTo !== undefined && { replyTo }),
      subject: has('mail-without-token') ? 'ACME: short' : `ACME: ${order.tokenPart1}`,
      autoSubmitted: has('mail-not-automatic') ? undefined : 'auto-generated; type=acme',
      authenticity,
      mailServer,
      signer: this.#mailer,
      now: this.#now(),
    });
    order.challengeId = messageId;
    if (!has('no-mail')) await this.#options.deliver(order.address, octets);
  }

  /** A mail that came to the server's address. One that is no response to an open challenge is passed over. */
  async receive(octets: Bytes): Promise<void> {
    for (const order of this.#orders.values()) {
      if (order.authorization !== 'pending' || order.challengeId === undefined) continue;
      if (!Buffer.from(octets).includes(order.challengeId)) continue;
      const account = this.#accounts.get(order.account);
      const keyAuthorization = `${order.tokenPart1}${order.tokenPart2}.${thumbprintOf(account ?? {})}`;
      const fault = this.faults.has('response-refused')
        ? 'told to refuse it'
        : await responseFault(octets, {
            address: order.address,
            to: this.#options.replyTo ?? FROM,
            tokenPart1: order.tokenPart1,
            challengeId: order.challengeId,
            digest: createHash('sha256').update(keyAuthorization).digest('base64url'),
          });
      if (fault !== undefined) this.responseFaults.push(fault);
      if (fault !== undefined) order.error = new AcmeError(400, 'incorrectResponse', fault).document;
      order.authorization = fault === undefined ? 'valid' : 'invalid';
      order.status = fault === undefined ? 'ready' : 'invalid';
    }
  }

  #answered(order: Order): ServerResponse {
    order.isAnswered = true;
    return this.#json(200, this.#challengeObject(order));
  }

  /** Works on a certificate until somebody has looked once. */
  #orderState(order: Order): ServerResponse {
    if (order.status === 'processing' && ++order.looks > 1) order.status = 'valid';
    const isWaiting = order.status === 'processing';
    return this.#json(200, this.#orderObject(order), isWaiting ? { 'retry-after': '1' } : {});
  }

  async #finalize(order: Order, payload: string): Promise<ServerResponse> {
    if (order.status !== 'ready' || order.authorization !== 'valid') {
      throw new AcmeError(403, 'orderNotReady', 'the order is not ready');
    }
    const { csr } = JSON.parse(payload) as { csr?: string };
    const request = asDer(new Uint8Array(Buffer.from(csr ?? '', 'base64url')));
    const facts = await certificationRequestFacts(request);
    const { addresses } = readRequestContents(request);
    if (facts.signature !== 'good' || addresses.join() !== order.address || this.faults.has('request-refused')) {
      throw new AcmeError(400, 'badCSR', 'the request is not for the address of the order');
    }
    if (this.faults.has('order-invalid')) {
      order.status = 'invalid';
      order.error = new AcmeError(500, 'serverInternal', 'issuing failed').document;
      return this.#json(200, this.#orderObject(order));
    }
    order.chain = await this.#issue(order, spkiOf(request));
    order.status = 'processing';
    return this.#json(200, this.#orderObject(order), { location: this.#url(`/order/${order.id}`) });
  }

  async #issue({ address }: Order, spki: Bytes): Promise<string> {
    const keys = this.faults.has('other-key') ? await generateKeyPair() : subjectKeyPair(new Uint8Array(0), spki);
    const named = this.faults.has('other-address') ? 'other@signet.example' : address;
    const now = this.#now().getTime();
    const { certificate, chain } = await this.ca.issue(
      {
        commonName: named,
        addresses: [named],
        notBefore: new Date(now - 3_600_000),
        notAfter: new Date(now + (this.#options.days ?? 90) * DAY),
      },
      keys,
    );
    return [certificate, ...chain].map((one) => pemText('CERTIFICATE', one)).join('');
  }
}

function spkiOf(request: Bytes): Bytes {
  const [info] = children(readTlv(request));
  const spki = info && children(info)[2];
  if (!spki) throw new AcmeError(400, 'badCSR', 'no public key');
  return encoded(spki).slice();
}
