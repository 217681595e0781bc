import { type PolicyDocument } from './document';

/** What is right in a document, and no host does as it says yet: where it stands, and what holds instead. */
export interface NotActedOn {
  readonly path: string;
  readonly code: 'engine';
}

/** In the order of the document. */
export function notActedOn({ settings = {}, accounts = [] }: PolicyDocument): readonly NotActedOn[] {
  const places = [
    ['settings', settings] as const,
    ...accounts.map((one, at) => [`accounts[${at}].settings`, one.settings] as const),
  ];
  return places.flatMap(([path, { engine }]): readonly NotActedOn[] =>
    engine?.value === 'thunderbird' ? [{ path: `${path}.engine`, code: 'engine' }] : [],
  );
}
