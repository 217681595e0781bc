import { parseDateTime } from '../../../shared/mime/date-time';

describe('a Date field', () => {
  it.each([
    ['Sat, 20 Feb 2021 10:07:02 -0500', '2021-02-20T15:07:02.000Z'],
    ['20 Feb 2021 10:07 +0130', '2021-02-20T08:37:00.000Z'],
    ['Mon, 26 Jan 2026 14:38:03 +0000', '2026-01-26T14:38:03.000Z'],
    [
      'Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330',
      '1969-02-14T03:02:00.000Z',
    ],
    ['Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)', '1969-02-14T03:02:00.000Z'],
    ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', undefined],
    ['1 Jan 26 00:00:00 PST', '2026-01-01T08:00:00.000Z'],
    ['1 Jan 100 00:00:00', '2000-01-01T00:00:00.000Z'],
    ['1 Jan 2026 24:00:00 +0000', undefined],
    ['32 Jan 2026 12:00:00 +0000', undefined],
    ['1 Foo 2026 12:00:00 +0000', undefined],
    ['31 Jan 2026 23:59:60 +0000', '2026-02-01T00:00:00.000Z'],
    ['1 Jan 2026 12:60:00 +0000', undefined],
    ['1 Jan 2026 12:00:61 +0000', undefined],
    ['0 Jan 2026 12:00:00 +0000', undefined],
    ['1 Jan 49 00:00:00 +0000', '2049-01-01T00:00:00.000Z'],
    ['1 Jan 50 00:00:00 +0000', '1950-01-01T00:00:00.000Z'],
    ['Thu 1 January 2026 12:00:00', '2026-01-01T12:00:00.000Z'],
    ['Thu,1 Jan 2026 12:00:00 UT', '2026-01-01T12:00:00.000Z'],
    ['Thu (a day) , 1 (first) Jan 2026 12:00:00 +0000', '2026-01-01T12:00:00.000Z'],
    ['  1 Jan 2026 12:00:00 +0000  ', '2026-01-01T12:00:00.000Z'],
    ['1 Jan 2026 12:00:00 +0000 sharp', '2026-01-01T12:00:00.000Z'],
    ['1 Jan 2026 12:00:00 +0000 13:00', undefined],
    ['at 10, 1 Jan 2026 12:00:00 +0000', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%j', (value, expected) => {
    expect(parseDateTime(value)?.toISOString()).toBe(expected);
  });

  it('knows the twelve months, in any case', () => {
    const names = 'Jan Feb MAR apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
    const months = names.map((name) => parseDateTime(`7 ${name} 2026 12:00:00 +0000`)?.getUTCMonth());
    expect(months).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it.each([
    ['EDT', 4],
    ['EST', 5],
    ['CDT', 5],
    ['CST', 6],
    ['MDT', 6],
    ['MST', 7],
    ['PDT', 7],
    ['pst', 8],
    ['Z', 0],
  ])('reads the zone %s as %d hours west of Greenwich (RFC 5322 4.3)', (zone, hours) => {
    expect(parseDateTime(`1 Jan 2026 10:00:00 ${zone}`)?.getUTCHours()).toBe(10 + hours);
  });
});
