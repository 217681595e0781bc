import { type PolicyDocument } from './document';

/** What is right in a document, and a host does not do as it says: where it stands, and what holds there instead. */
export interface NotActedOn {
  readonly path: string;
  readonly code: 'engine' | 'relay';
}

export function notActedOn({ settings = {}, accounts = [] }: PolicyDocument): readonly NotActedOn[] {
  const places = [
    ['settings', settings] as const,
    ...accounts.map((one, at) => [`accounts[${at}].settings`, one.settings] as const),
  ];
  const engines = places.flatMap(([path, { engine }]): readonly NotActedOn[] =>
    engine?.value === 'thunderbird' ? [{ path: `${path}.engine`, code: 'engine' }] : [],
  );
  const hasRelay = (settings['revocation.relay']?.value ?? '') !== '';
  return [...(hasRelay ? [{ path: 'settings.revocation.relay', code: 'relay' } as const] : []), ...engines];
}
