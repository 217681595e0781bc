import { type PolicyDocument } from './document';

/** What is right in a document, and a host does not do as it says: where it stands, and what holds there instead. */
export interface NotActedOn {
  readonly path: string;
  readonly code: 'engine' | 'writing';
}

/** In the order of the document. */
export function notActedOn({ settings = {}, accounts = [] }: PolicyDocument): readonly NotActedOn[] {
  const places = [
    ['settings', settings] as const,
    ...accounts.map((one, at) => [`accounts[${at}].settings`, one.settings] as const),
  ];
  return places.flatMap(([path, { engine, writing }]): readonly NotActedOn[] => [
    ...(engine?.value === 'thunderbird' ? [{ path: `${path}.engine`, code: 'engine' as const }] : []),
    ...(writing?.value === 'pane' ? [{ path: `${path}.writing`, code: 'writing' as const }] : []),
  ]);
}
