import { RateLimit } from '../../../addins/relay/rate-limit';

let now = 0;
beforeEach(() => {
  now = 0;
});
const limited = (perMinute: number, atOnce = 1_000): RateLimit => new RateLimit({ perMinute, atOnce }, () => now);
const admits = (limit: RateLimit, address: string): boolean => {
  const done = limit.begin(address);
  done?.();
  return done !== undefined;
};

describe('requests of one client', () => {
  it('are admitted up to so many in a minute, and again in the next', () => {
    const limit = limited(2);
    expect([1, 2, 3].map(() => admits(limit, '192.0.2.1'))).toEqual([true, true, false]);
    expect(admits(limit, '192.0.2.2')).toBe(true);
    now = 59_999;
    expect(admits(limit, '192.0.2.1')).toBe(false);
    now = 60_000;
    expect(admits(limit, '192.0.2.1')).toBe(true);
  });

  it('count together from one IPv6 network of a customer, however the address is written', () => {
    const limit = limited(1);
    expect(admits(limit, '2001:db8:0:1::1')).toBe(true);
    expect(admits(limit, '2001:db8::1:ffff:0:0:2')).toBe(false);
    expect(admits(limit, '2001:db8:0:2::1')).toBe(true);
    expect(admits(limit, '192.0.2.7')).toBe(true);
    expect(admits(limit, '::ffff:192.0.2.7')).toBe(false);
  });

  it('count together beyond as many clients as are told apart', () => {
    const limit = limited(1);
    for (let i = 0; i < 10_000; i++) expect(admits(limit, `client ${i}`)).toBe(true);
    expect([admits(limit, 'one more'), admits(limit, 'and another')]).toEqual([true, false]);
  });
});

describe('requests of all clients', () => {
  it('are so many at one time, and a next one when one is over', () => {
    const limit = limited(100, 2);
    const first = limit.begin('192.0.2.1');
    expect(limit.begin('192.0.2.2')).toBeDefined();
    expect(limit.begin('192.0.2.3')).toBeUndefined();
    first?.();
    expect(limit.begin('192.0.2.3')).toBeDefined();
  });
});
