import { isAddressLiteral, isPublicAddress } from '../../../addins/revocation/public-address';

describe('an address of the public Internet', () => {
  it.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.9',
    '223.255.255.255',
    '2001:4860:4860::8888',
    '[2001:db8::1]',
    '2a00:1450:4001:0812:0000:0000:0000:200e',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a00:1',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::808:808',
    'fe80::1',
    'febf::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fdff::1',
    'ff02::1',
    '2001::1',
    '2001:10::1',
    '2002:7f00:1::1',
    '2002:a00:1::1',
    '2620:4f:8000::1',
    '4000::1',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '',
    'localhost',
    '8.8.8',
    '8.8.8.256',
    '08.8.8.8888',
    ':::',
    '1::2::3',
    '1:2:3',
    '1:2:3:4:5:6:7:8:9',
    '2001:db8::g',
    '::1.2.3',
  ])('what is no address, such as "%s", is none', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });

  it('is told from a name', () => {
    expect(['8.8.8.8', '[::1]', '::1'].map(isAddressLiteral)).toEqual([true, true, true]);
    expect(['crl.example', '8.8.8', '1.2.3.4.example'].map(isAddressLiteral)).toEqual([false, false, false]);
  });
});
