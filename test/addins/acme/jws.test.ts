import { fromBase64Url, toBase64Url } from '../../../addins/acme/base64url';
import { bindExternalAccount, jwkOf, signJws, thumbprint } from '../../../addins/acme/jws';
import { fromHex, type Bytes } from '../../../shared/base/bytes';
import { bindsAccount, checkJws, thumbprintOf } from '../../support/acme/jws-check';
import { generateKeyPair, type KeyPair } from '../../support/test-ca';

let keys: KeyPair;
beforeAll(async () => {
  keys = await generateKeyPair('ec-p256');
});

describe('base64url', () => {
  it.each([
    ['', ''],
    ['00', 'AA'],
    ['fbff', '-_8'],
    ['fbfffe', '-__-'],
  ])('%s is %s', (octets, text) => {
    expect(toBase64Url(fromHex(octets) as Bytes)).toBe(text);
    expect(fromBase64Url(text)).toEqual(fromHex(octets));
  });

  it.each(['AA==', 'A', '+/', 'A A', 'AAAAA'])('%s is none', (text) => {
    expect(fromBase64Url(text)).toBeUndefined();
  });
});

describe('a signed request', () => {
  const url = 'https://ca.example/order';

  it('is verified by another implementation, with the key in it or the account named', async () => {
    const jwk = jwkOf(keys.spki);
    const first = await signJws({ nonce: 'n', url, jwk }, { a: 1 }, keys.pkcs8);
    expect(checkJws(first, url, () => undefined)).toMatchObject({ payload: '{"a":1}', nonce: 'n', kid: undefined });
    const later = await signJws({ nonce: 'n', url, kid: 'https://ca.example/account/1' }, '', keys.pkcs8);
    const checked = checkJws(later, url, () => ({ ...jwk }));
    expect(checked).toMatchObject({ payload: '', kid: 'https://ca.example/account/1', jwk: undefined });
  });

  it('is refused by it for another address, key or content', async () => {
    const jwk = jwkOf(keys.spki);
    const made = await signJws({ nonce: 'n', url, jwk }, {}, keys.pkcs8);
    expect(() => checkJws(made, `${url}/2`, () => undefined)).toThrow('url');
    const other = jwkOf((await generateKeyPair('ec-p256')).spki);
    const byKid = await signJws({ nonce: 'n', url, kid: 'k' }, {}, keys.pkcs8);
    expect(() => checkJws(byKid, url, () => ({ ...other }))).toThrow('signature');
    const changed = made.replace(/"payload":"[^"]*"/, '"payload":"e30x"');
    expect(() => checkJws(changed, url, () => undefined)).toThrow('signature');
  });

  it('knows keys on P-256 alone', async () => {
    const other = await generateKeyPair('ec-p384');
    expect(() => jwkOf(other.spki)).toThrow('P-256');
  });

  it('has the thumbprint of RFC 7638', async () => {
    const jwk = jwkOf(keys.spki);
    expect(await thumbprint(jwk)).toBe(thumbprintOf({ ...jwk }));
  });
});

describe('an external account binding', () => {
  const url = 'https://ca.example/new-account';

  it('holds for this key, this customer and this address alone', async () => {
    const jwk = jwkOf(keys.spki);
    const key = Buffer.alloc(32, 1).toString('base64url');
    const binding = await bindExternalAccount({ kid: 'me', key: ` ${key}= ` }, url, jwk);
    const expected = { kid: 'me', key, url, jwk: { ...jwk } };
    expect(bindsAccount(binding, expected)).toBe(true);
    expect(bindsAccount(binding, { ...expected, kid: 'you' })).toBe(false);
    expect(bindsAccount(binding, { ...expected, url: `${url}2` })).toBe(false);
    expect(bindsAccount(binding, { ...expected, key: Buffer.alloc(32, 2).toString('base64url') })).toBe(false);
  });

  it.each(['', 'not base64url!'])('is refused for a key that is none: "%s"', async (key) => {
    const made = bindExternalAccount({ kid: 'me', key }, url, jwkOf(keys.spki));
    await expect(made).rejects.toMatchObject({ problem: 'external-key' });
  });
});
