const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours east of Greenwich of the zones that have names, RFC 5322 4.3; military letters say nothing reliable: UTC. */
const ZONES: Readonly<Record<string, number>> = {
  EDT: -4,
  EST: -5,
  CDT: -5,
  CST: -6,
  MDT: -6,
  MST: -7,
  PDT: -7,
  PST: -8,
};

const DATE_TIME =
  /^(?:[a-z]+ ?,? ?)?(\d{1,2}) ([a-z]{3})[a-z]* (\d{2,4}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ([+-]\d{4}|[a-z]+))?(?!.*\d)/i;

/**
 * The time that a Date field names (RFC 5322 3.3 and the obsolete forms of 4.3), comments passed over; undefined where
 * it names none. Tolerant: the day of the week is not compared, and words behind the zone are
 * ignored, but not numbers: another program may take them for the time.
 */
export function parseDateTime(value: string): Date | undefined {
  const text = value
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const [, day = '', month = '', year = '', hour = '', minute = '', second = '0', zone = ''] = match;
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  const isInRange = +day >= 1 && +day <= 31 && +hour <= 23 && +minute <= 59 && +second <= 60;
  if (monthIndex < 0 || !isInRange) return undefined;
  return new Date(Date.UTC(fullYear(year), monthIndex, +day, +hour, +minute - offset(zone), +second));
}

/** RFC 5322 4.3: two digits below 50 are of this century, other two and all three are counted from 1900. */
function fullYear(year: string): number {
  if (year.length === 4) return +year;
  return +year + (year.length === 2 && +year < 50 ? 2000 : 1900);
}

/** Minutes east of Greenwich. */
function offset(zone: string): number {
  const named = ZONES[zone.toUpperCase()];
  if (named !== undefined) return 60 * named;
  if (!/^[+-]/.test(zone)) return 0;
  const minutes = 60 * +zone.slice(1, 3) + +zone.slice(3, 5);
  return zone.startsWith('-') ? -minutes : minutes;
}
