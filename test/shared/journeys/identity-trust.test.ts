import { identityTrust } from '../../../shared/journeys/identity-trust';
import { type Der } from '../../../shared/base/bytes';
import { type TrustStore } from '../../../shared/ports/trust-store';
import { ALICE, type Cast, createCast, issue, NOW } from '../smime/messages';
import { memoryPorts } from './memory-ports';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const clock = { now: () => NOW };
const trusting = async (...anchors: readonly Der[]): Promise<TrustStore> =>
  (await memoryPorts({ own: [], anchors })).trustStore;

describe('who stands behind an own identity', () => {
  it('is the whole path up to an anchor that is trusted here', async () => {
    const authority = await cast.ca.subordinate({ commonName: 'Issuing CA' });
    const alice = await issue(authority, ALICE);
    const trust = await identityTrust(alice, await trusting(cast.ca.certificate), clock);
    const chain = [alice.certificate, authority.certificate, cast.ca.certificate];
    expect(trust).toEqual({ isTrusted: true, chain, reasons: [] });
  });

  it('is nobody where no anchor is trusted, and then it is said why', async () => {
    const trust = await identityTrust(cast.alice, await trusting(), clock);
    expect(trust).toMatchObject({ isTrusted: false, chain: [cast.alice.certificate, ...cast.alice.chain] });
    expect(trust.reasons.map(({ code }) => code)).toEqual(['no-path']);
  });

  it('is judged within the dates of the certificate once those are over', async () => {
    const dates = { notBefore: new Date(NOW.getTime() - 9000), notAfter: new Date(NOW.getTime() - 1000) };
    const old = await issue(cast.ca, ALICE, dates);
    expect(await identityTrust(old, await trusting(cast.ca.certificate), clock)).toMatchObject({ isTrusted: true });
  });
});
