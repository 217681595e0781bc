import { normalizedAddress } from '../../../addins/storage/normalized-address';
import { comparableAddress } from '../../../shared/base/comparable-address';

describe('addresses as stores find them', () => {
  it.each([
    ['bob@example.org', 'bob@example.org.'],
    ['bob@example.org', 'Bob@EXAMPLE.org'],
    ['bob@bücher.example', 'bob@xn--bcher-kva.example'],
    ['bob@bücher.example.', 'bob@XN--bcher-kva.example'],
  ])('%s and %s are one where the comparison of certificates and of recipients says so', (a, b) => {
    for (const rule of [normalizedAddress, comparableAddress]) expect(rule(a)).toBe(rule(b));
  });

  it.each([
    ['bob@example.org', 'bob@example.org..'],
    ['bob@example.org', 'bob@mail.example.org'],
    ['bob@example.org', 'bob.@example.org'],
  ])('%s and %s are not one', (a, b) => {
    for (const rule of [normalizedAddress, comparableAddress]) expect(rule(a)).not.toBe(rule(b));
  });
});
