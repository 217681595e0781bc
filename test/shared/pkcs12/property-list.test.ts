import { errorCode } from '../../../shared/base/errors';
import { type PropertyListValue, readPropertyList } from '../../../shared/pkcs12/property-list';

const plist = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://x/">\n<plist version="1.0">${inside}</plist>`;

function code(text: string): string {
  try {
    readPropertyList(text);
    return 'read';
  } catch (thrown) {
    return errorCode(thrown);
  }
}

describe('a property list', () => {
  it.each<readonly [string, PropertyListValue]>([
    ['<string>a &amp; b &lt;c&gt; &#65;&#x42;</string>', 'a & b <c> AB'],
    ['<string/>', ''],
    ['<data> AQID\n\tBA== </data>', Uint8Array.of(1, 2, 3, 4)],
    ['<data/>', new Uint8Array(0)],
    ['<integer>7</integer>', '7'],
    ['<true/>', 'true'],
    ['<array><string>a</string><!-- b --><false/></array>', ['a', 'false']],
    ['<array/>', []],
  ])('%s is read', (text, value) => {
    expect(readPropertyList(plist(text))).toEqual(value);
  });

  it('keeps the entries of a dictionary by key, the last of two', () => {
    const value = readPropertyList(plist('<dict><key>a</key><string>1</string><key>a</key><array/></dict>'));
    expect(value).toEqual({ entries: new Map([['a', []]]) });
    expect(readPropertyList(plist('<dict/>'))).toEqual({ entries: new Map() });
  });

  it.each([
    ['', 'malformed-pfx'],
    ['<plist>', 'malformed-pfx'],
    ['<plist></plist>', 'malformed-pfx'],
    ['<plist><string>a</plist>', 'malformed-pfx'],
    ['<plist><string>a<b/></string></plist>', 'malformed-pfx'],
    ['<plist><dict><string>a</string></dict></plist>', 'malformed-pfx'],
    ['<plist><dict><key>a</key></dict></plist>', 'malformed-pfx'],
    ['<plist><data>!</data></plist>', 'malformed-pfx'],
    ['<plist><string>&toString;</string></plist>', 'malformed-pfx'],
    ['<!DOCTYPE plist [<!ENTITY a "b">]><plist><string>a</string></plist>', 'malformed-pfx'],
    ['<html></html>', 'malformed-pfx'],
  ])('%j is %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});
