import { concat, latin1Bytes } from '../../../shared/base/bytes';
import { pemBlocks } from '../../../shared/base/pem';

const text = (...lines: string[]) => latin1Bytes(lines.join('\r\n'));

describe('textual encodings', () => {
  it('are found between other text, with their headers', () => {
    const file = text(
      'subject=x',
      '-----BEGIN A-----',
      'AQID',
      'BA==',
      '-----END A-----',
      'Bag-Attributes: -----',
      '-----BEGIN B C-----',
      'Proc-Type: 4,ENCRYPTED',
      'DEK-Info: DES-EDE3-CBC,00',
      '',
      'BQ==',
      '-----END B C-----',
    );
    expect(pemBlocks(file)).toEqual([
      { label: 'A', headers: [], octets: Uint8Array.of(1, 2, 3, 4) },
      { label: 'B C', headers: ['Proc-Type: 4,ENCRYPTED', 'DEK-Info: DES-EDE3-CBC,00'], octets: Uint8Array.of(5) },
    ]);
  });

  it.each([
    ['an end of another label', ['-----BEGIN A-----', 'AQID', '-----END B-----']],
    ['no end', ['-----BEGIN A-----', 'AQID']],
    ['what is no base64', ['-----BEGIN A-----', 'AQ?D', '-----END A-----']],
  ])('are none with %s', (_, lines) => {
    expect(pemBlocks(text(...lines))).toEqual([]);
  });

  it('are looked for in linear time', () => {
    const begun = concat(Array.from({ length: 50_000 }, () => latin1Bytes('-----BEGIN A-----\nAQID\n')));
    const started = performance.now();
    expect(pemBlocks(begun)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
