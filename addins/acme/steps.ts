import { type AcmeOrder, type OrderStep } from './order';
import { AcmeFailure } from './failure';
import {
  objectOf,
  readAuthorization,
  readDirectory,
  readOrder,
  refusal,
  statedProblem,
  type AuthorizationFacts,
} from './answers';
import { sameOrigin } from './addresses';
import { sameAddress } from '../../shared/index';
import { type AcmePorts } from './context';
import { installCertificate } from './install';
import { bindExternalAccount, type EcJwk } from './jws';
import { ACME_LIMITS } from './limits';
import { type AcmeResponse } from './network';
import { toBase64Url } from './base64url';

/** One question to the server: what is sent, and what its answer does to the order. */
export interface ServerStep {
  readonly url: (order: AcmeOrder) => string | undefined;
  /** Left out: POST-as-GET. */
  readonly payload?: (order: AcmeOrder, ports: AcmePorts, jwk: EcJwk) => Promise<unknown>;
  readonly accept?: string;
  readonly apply: (order: AcmeOrder, response: AcmeResponse, ports: AcmePorts) => Promise<AcmeOrder> | AcmeOrder;
}

/** The questions of an order, in the order in which they are normally asked (RFC 8555 7.1). */
export const SERVER_STEPS: Partial<Readonly<Record<OrderStep, ServerStep>>> = {
  account: {
    url: ({ urls }) => urls?.newAccount,
    async payload(order, ports, jwk) {
      const external = ports.externalAccount(order);
      if (order.needsExternalAccount && !external) throw new AcmeFailure('external-account');
      const url = order.urls?.newAccount ?? '';
      return {
        contact: [`mailto:${order.address}`],
        ...(order.agreedTerms !== undefined && { termsOfServiceAgreed: true }),
        ...(external && { externalAccountBinding: await bindExternalAccount(external, url, jwk) }),
      };
    },
    async apply(order, response, ports) {
      const account = objectOf(response);
      if (account['status'] !== 'valid') throw new AcmeFailure('account-refused');
      const url = sameOrigin(order.directory, response.location);
      const { directory, accountKeyId: keyId, agreedTerms } = order;
      await ports.records.put({
        kind: 'account',
        directory,
        keyId,
        url,
        ...(agreedTerms !== undefined && { agreedTerms }),
      });
      return { ...order, accountUrl: url, step: 'order' };
    },
  },
  order: {
    url: ({ urls }) => urls?.newOrder,
    payload: ({ address }) => Promise.resolve({ identifiers: [{ type: 'email', value: address }] }),
    apply(order, response) {
      const facts = readOrder(order.directory, objectOf(response));
      if (facts.authorization === undefined) throw new AcmeFailure('not-acme');
      const orderUrl = sameOrigin(order.directory, response.location);
      const { authorization: authorizationUrl, finalize: finalizeUrl } = facts;
      return { ...order, orderUrl, authorizationUrl, finalizeUrl, step: 'authorization' };
    },
  },
  authorization: {
    url: ({ authorizationUrl }) => authorizationUrl,
    apply(order, response) {
      const facts = readAuthorization(order.directory, objectOf(response));
      if (!sameAddress(facts.address, order.address)) throw new AcmeFailure('not-acme');
      if (facts.status === 'valid') return { ...order, step: 'status' };
      if (facts.status !== 'pending') throw authorizationFailure(facts);
      if (!facts.challenge) throw new AcmeFailure('no-mail-challenge');
      const { url, token, from } = facts.challenge;
      const challenge = { url, token, from };
      return { ...order, challenge, step: 'mail', ...(facts.expires && { expires: facts.expires }) };
    },
  },
  answer: {
    url: ({ challenge }) => challenge?.url,
    payload: () => Promise.resolve({}),
    apply(order, response) {
      objectOf(response);
      return { ...order, step: 'validation' };
    },
  },
  validation: {
    url: ({ authorizationUrl }) => authorizationUrl,
    apply(order, response, ports) {
      const facts = readAuthorization(order.directory, objectOf(response));
      if (facts.status === 'valid') return { ...order, step: 'status' };
      if (facts.status !== 'pending') throw authorizationFailure(facts);
      return waiting(order, response, ports);
    },
  },
  status: {
    url: ({ orderUrl }) => orderUrl,
    apply(order, response, ports) {
      const facts = readOrder(order.directory, objectOf(response));
      if (facts.status === 'invalid') throw statedProblem(facts.error, 'order-invalid');
      if (facts.status === 'ready') return { ...order, finalizeUrl: facts.finalize, step: 'finalize' };
      if (facts.status === 'valid') return downloading(order, facts.certificate);
      return waiting(order, response, ports);
    },
  },
  finalize: {
    url: ({ finalizeUrl }) => finalizeUrl,
    async payload({ requestId }, { waitingKeys }) {
      const key = (await waitingKeys.all()).find(({ id }) => id === requestId);
      if (!key?.request) throw new AcmeFailure('order-invalid');
      return { csr: toBase64Url(key.request) };
    },
    apply(order, response, ports) {
      const facts = readOrder(order.directory, objectOf(response));
      if (facts.status === 'invalid') throw statedProblem(facts.error, 'order-invalid');
      if (facts.status === 'valid') return downloading(order, facts.certificate);
      // Also where it is still `ready`: the next question would be this one again.
      return waiting({ ...order, step: 'status' }, response, ports);
    },
  },
  download: {
    url: ({ certificateUrl }) => certificateUrl,
    accept: 'application/pem-certificate-chain',
    async apply(order, response, ports) {
      if (response.status !== 200) throw refusal(response.status, undefined);
      if (!/^application\/pem-certificate-chain\b/i.test(response.contentType)) throw new AcmeFailure('not-acme');
      return { ...order, identityId: await installCertificate(order, response.body, ports), step: 'done' };
    },
  },
};

function downloading(order: AcmeOrder, certificateUrl: string | undefined): AcmeOrder {
  if (certificateUrl === undefined) throw new AcmeFailure('not-acme');
  return { ...order, certificateUrl, step: 'download' };
}

function authorizationFailure({ status, challenge }: AuthorizationFacts): AcmeFailure {
  if (status === 'expired') return new AcmeFailure('challenge-expired');
  return statedProblem(challenge?.error, 'challenge-invalid');
}

/** The same question again, when the server says or after a while. */
function waiting(order: AcmeOrder, { retryAfter }: AcmeResponse, { clock }: AcmePorts): AcmeOrder {
  return { ...order, wait: retryTime(retryAfter, clock.now(), ACME_LIMITS.pollMilliseconds) };
}

/** Retry-After in seconds or as a date (RFC 9110 10.2.3), at least a second and within a bound. */
export function retryTime(retryAfter: string | undefined, now: Date, otherwise: number): Date {
  const text = (retryAfter ?? '').trim();
  const wanted = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  const milliseconds = Number.isNaN(wanted) ? otherwise : wanted;
  return new Date(now.getTime() + Math.min(Math.max(milliseconds, 1_000), ACME_LIMITS.retryMilliseconds));
}

/** The directory is asked without a signature. */
export function applyDirectory(order: AcmeOrder, response: AcmeResponse): AcmeOrder {
  const { urls, terms, needsExternalAccount } = readDirectory(order.directory, objectOf(response));
  const isAgreed = terms === undefined || terms === order.agreedTerms;
  const hasAccount = order.accountUrl !== undefined;
  return {
    ...order,
    urls,
    needsExternalAccount,
    ...(terms !== undefined && { terms }),
    step: hasAccount ? 'order' : isAgreed ? 'account' : 'terms',
  };
}
