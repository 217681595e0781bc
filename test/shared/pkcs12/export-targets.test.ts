import { EXPORT_TARGETS, flavourFor, type ExportTarget } from '../../../shared/pkcs12/export-targets';

const targets = Object.keys(EXPORT_TARGETS) as ExportTarget[];

describe('the flavour of a key file', () => {
  it.each(targets)('is modern for %s unless the legacy one is asked for', (target) => {
    expect(flavourFor(target, false)).toBe('modern');
    expect(flavourFor(target, true)).toBe('legacy');
  });

  it('is called tested for those alone whose programs open one in the tests', () => {
    expect(targets.filter((target) => EXPORT_TARGETS[target].evidence === 'tested')).toEqual([
      'signet',
      'thunderbird',
      'other-program',
    ]);
  });
});
