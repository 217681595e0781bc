import { type Der, hex } from '../../../../shared/base/bytes';
import { LIMITS } from '../../../../shared/base/limits';
import { contextTag, der, encoded, integer, octets, oid, readTlv, sequence, TAG } from '../../../../shared/asn1/der';
import {
  derSet,
  onlyAttribute,
  onlyValue,
  readAttributes,
  retaggedSet,
} from '../../../../shared/cms/syntax/attributes';

const withCode = (code: string, more = {}): Error => expect.objectContaining({ code, ...more }) as Error;
const attribute = (type: string, ...values: readonly Der[]): Der => sequence(oid(type), der(TAG.set, ...values));
const setWith = (...attributes: readonly Der[]) => readTlv(der(contextTag(0), ...attributes));
const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Der =>
  Uint8Array.from(Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)])) as Der;

describe('attributes', () => {
  it('come in the order received, each with its values', () => {
    const found = readAttributes(setWith(attribute('1.2.4', integer(1), integer(2)), attribute('1.2.3')));
    expect(found.map(({ type, values }) => [type, values.map((one) => hex(encoded(one)))])).toEqual([
      ['1.2.4', ['020101', '020102']],
      ['1.2.3', []],
    ]);
  });

  it.each([
    ['without a type', sequence(der(TAG.set))],
    ['without values', sequence(oid('1.2.3'))],
    ['with values in a SEQUENCE', sequence(oid('1.2.3'), sequence())],
    ['with something behind', sequence(oid('1.2.3'), der(TAG.set), integer(1))],
    ['that is no SEQUENCE', der(TAG.set, oid('1.2.3'))],
  ])('one %s is malformed', (_, one) => {
    expect(() => readAttributes(setWith(one))).toThrow(withCode('malformed-der'));
  });

  it('are at most as many as the limit says', () => {
    const many = (count: number) => setWith(...Array.from({ length: count }, (_, i) => attribute(`1.2.${i}`)));
    expect(readAttributes(many(LIMITS.attributes))).toHaveLength(LIMITS.attributes);
    expect(() => readAttributes(many(LIMITS.attributes + 1))).toThrow(withCode('limit', { subject: 'attributes' }));
  });

  it('of a type that decides something stand once, with one value', () => {
    const all = readAttributes(
      setWith(
        attribute('1.2.3', integer(1)),
        attribute('1.2.4', integer(1), integer(2)),
        attribute('1.2.5'),
        attribute('1.2.6', integer(1)),
        attribute('1.2.6', integer(2)),
      ),
    );
    const one = onlyValue(all, '1.2.3');
    expect(one && hex(encoded(one))).toBe('020101');
    expect(onlyAttribute(all, '1.2.4')).toHaveLength(2);
    expect(onlyValue(all, '1.2.9')).toBeUndefined();
    expect(onlyAttribute(all, '1.2.9')).toBeUndefined();
    for (const type of ['1.2.4', '1.2.5', '1.2.6']) {
      expect(() => onlyValue(all, type)).toThrow(withCode('malformed-cms'));
    }
    expect(() => onlyAttribute(all, '1.2.6')).toThrow(withCode('malformed-cms'));
  });
});

describe('octets that a signature covers', () => {
  const first = attribute('1.2.3', integer(1));
  const second = attribute('1.2.4', octets(Uint8Array.of(1, 2)));

  it('are those received under the tag of SET, lengths definite', () => {
    expect(hex(retaggedSet(setWith(second, first)))).toBe(hex(der(TAG.set, second, first)));
    const open = readTlv(indefinite(contextTag(0), second, first));
    expect(hex(retaggedSet(open))).toBe(hex(der(TAG.set, second, first)));
  });

  it('leave what was received as it was', () => {
    const received = setWith(first);
    retaggedSet(received);
    expect(received.octets[0]).toBe(contextTag(0));
  });

  it('are in DER sorted, at every level, with strings in one piece', () => {
    const chunked = der(0x24, octets(Uint8Array.of(1)), octets(Uint8Array.of(2)));
    const inner = sequence(oid('1.2.4'), der(TAG.set, chunked));
    expect(hex(derSet(setWith(inner, first)))).toBe(hex(der(TAG.set, first, second)));
    const values = sequence(oid('1.2.5'), der(TAG.set, integer(2), integer(1)));
    expect(hex(derSet(setWith(values)))).toBe(hex(der(TAG.set, attribute('1.2.5', integer(1), integer(2)))));
    const open = sequence(oid('1.2.6'), indefinite(TAG.set, indefinite(TAG.sequence, integer(7))));
    expect(hex(derSet(setWith(open)))).toBe(hex(der(TAG.set, attribute('1.2.6', sequence(integer(7))))));
  });

  it('are sorted up to a number of octets', () => {
    const head = 4 + 4 + 4 + 4 + 4;
    const sized = (size: number): Der => attribute('1.2.3', octets(new Uint8Array(size)));
    expect(setWith(sized(LIMITS.attributeOctets - head)).end).toBe(LIMITS.attributeOctets);
    expect(derSet(setWith(sized(LIMITS.attributeOctets - head)))).toHaveLength(LIMITS.attributeOctets);
    expect(() => derSet(setWith(sized(LIMITS.attributeOctets - head + 1)))).toThrow(
      withCode('limit', { subject: 'attributeOctets' }),
    );
  });

  it('are sorted down to a depth', () => {
    let deep = integer(1);
    for (let i = 0; i <= LIMITS.derDepth; i++) deep = sequence(deep);
    expect(() => derSet(setWith(deep))).toThrow(withCode('limit', { subject: 'derDepth' }));
  });
});
