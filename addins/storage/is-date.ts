/** Whether what was stored is a date, whichever window it was made in. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}
