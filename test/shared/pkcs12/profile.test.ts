import { utf8Bytes } from '../../../shared/base/bytes';
import { looksLikeProfile } from '../../../shared/pkcs12/profile';

describe('a configuration profile is known by its beginning', () => {
  it.each([
    [
      'as Apple writes it',
      '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "x" "y">\n<plist version="1.0"><dict/></plist>',
    ],
    ['without declarations', '<plist version="1.0"><dict/></plist>'],
    ['behind a byte order mark and white space', '\ufeff\n<?xml version="1.0"?><plist><dict/></plist>'],
  ])('%s', (_, text) => {
    expect(looksLikeProfile(utf8Bytes(text))).toBe(true);
  });

  it.each([
    ['other XML', '<?xml version="1.0" encoding="UTF-8"?>\n<referti id_report="1784"><documento/></referti>'],
    ['a name that begins like it', '<?xml version="1.0"?><plists/>'],
    ['text that speaks of it', 'From: a@b\r\n\r\n<plist>'],
    ['nothing', ''],
  ])('and %s is none', (_, text) => {
    expect(looksLikeProfile(utf8Bytes(text))).toBe(false);
  });
});
