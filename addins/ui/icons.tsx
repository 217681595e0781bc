import { type JSX } from 'preact';

/** Our own line drawings on a grid of 20. Decoration only: every icon stands beside its word. */
const SHIELD = 'M10 2.2 16.2 4.4V9.4c0 4-2.6 6.9-6.2 8.4-3.6-1.5-6.2-4.4-6.2-8.4V4.4L10 2.2Z';

const DRAWINGS = {
  'shield-check': [SHIELD, 'M7 9.9 9.2 12.1 13.2 7.7'],
  'shield-alert': [SHIELD, 'M10 6.2v4.4', 'M10 13.1v.1'],
  'shield-question': [SHIELD, 'M8.1 8c0-1.2.8-1.9 1.9-1.9s1.9.7 1.9 1.7c0 1.4-1.9 1.5-1.9 3', 'M10 13.4v.1'],
  shield: [SHIELD],
  lock: ['M5.2 9h9.6v7.8H5.2Z', 'M7 9V6.2a3 3 0 0 1 6 0V9', 'M10 12v1.9'],
  'lock-open': ['M5.2 9h9.6v7.8H5.2Z', 'M7 9V6a3 3 0 0 1 5.8-1.1', 'M10 12v1.9'],
  person: ['M10 9.6a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z', 'M4 16.8c.5-3 2.9-4.7 6-4.7s5.5 1.7 6 4.7'],
  key: ['M7.2 16.2a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.200Z', 'M9.8 10.1 16.6 3.4', 'M14 6l2.2 2.2'],
  file: ['M5 2.700h6.300L15 6.400v10.900H5Z', 'M11.2 2.900v3.700H15'],
  warning: ['M10 3 17.6 16.600H2.400Z', 'M10 7.800v4', 'M10 14.200v.1'],
  check: ['M4.5 10.5 8.3 14.3 15.7 6.3'],
  cross: ['M5.5 5.5 14.5 14.5', 'M14.5 5.5 5.5 14.5'],
  note: ['M10 17.200a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.400Z', 'M10 9.300v4.2', 'M10 6.600v.1'],
  certificate: [
    'M3.4 4h13.2v8.600H3.4Z',
    'M6 7h6',
    'M6 9.600h3.6',
    'M13.4 10.200a1.9 1.9 0 1 0 0 .1',
    'M12.2 12v5l1.300-1 1.3 1v-5',
  ],
  pen: ['M3.6 16.400l.9-3.700L13.3 3.900l2.8 2.8-8.8 8.800Z', 'M11.5 5.700l2.8 2.8'],
  save: ['M10 3v9', 'M6.4 8.7 10 12.300l3.6-3.6', 'M4 16.600h12'],
  search: ['M8.6 14.200a5.6 5.6 0 1 0 0-11.200 5.6 5.6 0 0 0 0 11.200Z', 'M12.8 12.800 17 17'],
  clock: ['M10 17.200a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.400Z', 'M10 5.800V10l3 1.900'],
  stop: ['M10 17.200a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.400Z', 'M5 5 15 15'],
  people: [
    'M7.6 9.6a2.8 2.8 0 1 0 0-5.600 2.8 2.8 0 0 0 0 5.600Z',
    'M2.4 16.500c.4-2.700 2.500-4.200 5.200-4.200s4.800 1.500 5.200 4.200',
    'M12.9 4.300a2.600 2.600 0 0 1 0 5.100',
    'M14.300 12.500c1.800.5 3 1.900 3.300 4',
  ],
  link: [
    'M8.3 11.700a3 3 0 0 0 4.3 0l2.7-2.700a3 3 0 0 0-4.3-4.300l-1 1',
    'M11.7 8.300a3 3 0 0 0-4.3 0l-2.7 2.700a3 3 0 0 0 4.3 4.300l1-1',
  ],
} as const;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="sg-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false" data-icon={name}>
      {DRAWINGS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
