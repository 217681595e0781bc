import { der, oid, readTlv, sequence, setOf, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { concat, utf8Bytes, type Bytes, type Der } from '../../../shared/base/bytes';
import { isWithin, type Name, readName, sameName } from '../../../shared/pkix/name';
import { nameText } from '../../../shared/pkix/name-text';

const BMP = 0x1e;
const attribute = (type: string, tag: number, value: string | Bytes): Der =>
  sequence(oid(type), der(tag, typeof value === 'string' ? utf8Bytes(value) : value));
const name = (...rdns: readonly Der[]): Name => readName(readTlv(sequence(...rdns.map((one) => setOf([one])))));
const cn = (value: string, tag: number = TAG.utf8String): Der => attribute(OID.commonName, tag, value);
const utf16 = (text: string): Bytes =>
  concat(Array.from(text, (c) => Uint8Array.of(c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255)));

describe('comparing names', () => {
  it('folds case, space and the kind of string', () => {
    const one = name(cn('Acme  Mail CA', TAG.printableString));
    for (const other of [
      cn(' acme mail ca '),
      cn('ACME MAIL CA'),
      attribute(OID.commonName, BMP, utf16('Acme Mail CA')),
    ]) {
      expect(sameName(one, name(other))).toBe(true);
    }
    expect(sameName(name(cn('Ünïcode')), name(cn('ÜNÏCODE')))).toBe(true);
  });

  it('tells names of other attributes, other order and other length apart', () => {
    const [o, c] = [attribute('2.5.4.10', TAG.utf8String, 'x'), attribute('2.5.4.6', TAG.printableString, 'DE')];
    const one = name(c, o);
    for (const other of [name(o, c), name(c), name(c, o, o), name(c, cn('x')), name()]) {
      expect(sameName(one, other)).toBe(false);
    }
    expect(sameName(name(cn('a=b')), name(cn('a'), cn('b')))).toBe(false);
  });

  it('compares the attributes of one RDN as a set', () => {
    const both = [cn('a'), attribute(OID.emailAddress, TAG.ia5String, 'a@b.test')];
    const one = readName(readTlv(sequence(der(TAG.set, ...both))));
    expect(sameName(one, readName(readTlv(sequence(der(TAG.set, ...[...both].reverse())))))).toBe(true);
  });

  it('cannot be fooled by a value that looks like the encoding of another kind', () => {
    const bits = attribute(OID.commonName, TAG.bitString, Uint8Array.of(0, 1));
    expect(sameName(name(bits), name(cn('#03020001')))).toBe(false);
    expect(sameName(name(bits), name(bits))).toBe(true);
  });

  it('knows what is below a subtree', () => {
    const [o, u] = [attribute('2.5.4.10', TAG.utf8String, 'x'), attribute('2.5.4.11', TAG.utf8String, 'y')];
    expect([name(o, u), name(o), name(u, o), name()].map((one) => isWithin(one, name(o)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('names for people', () => {
  it('read from the person up, escaped as RFC 4514 has it', () => {
    const parts = [
      attribute('2.5.4.6', TAG.printableString, 'DE'),
      attribute('1.2.3.4', TAG.utf8String, 'v'),
      cn(' Doe, "J" + Co\n'),
    ];
    expect(name(...parts).text).toBe('CN=\\ Doe\\, \\"J\\" \\+ Co\\0a,1.2.3.4=v,C=DE');
    expect(name(...parts).commonName).toBe(' Doe, "J" + Co\n');
    expect(name().text).toBe('');
  });

  it('are hexadecimal where they cannot be read', () => {
    expect(nameText(Uint8Array.of(0x30, 0x01) as Der)).toBe('3001');
    expect(name(attribute(OID.commonName, TAG.bitString, Uint8Array.of(0, 1))).text).toBe('CN=#03020001');
  });
});
