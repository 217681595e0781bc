import { DRAFT_HEADERS, headerValue, PRESET_HEADER } from '../protection-header';

/**
 * The host as launch events have it: callbacks and ES2016 only, because classic Outlook on Windows runs these without
 * a page. No answer of the host may leave an event open: each of these calls back once, `undefined` standing for a
 * failure of any kind.
 */
type ComposeHeaders = Pick<Office.MessageCompose, 'internetHeaders' | 'saveAsync'>;

function draft(): ComposeHeaders {
  const { item } = Office.context.mailbox;
  if (!item) throw new Error('no draft');
  return item;
}

/** The host has to answer within this; then the user is asked, long before Outlook's own five minutes. */
const ANSWER_MS = 20_000;

/** Runs something later, unless that is called off. A runtime without timers waits for Outlook's own limit. */
function later(run: () => void): () => void {
  if (typeof setTimeout !== 'function') return () => undefined;
  const timer = setTimeout(run, ANSWER_MS);
  return () => clearTimeout(timer);
}

/** One call of the host. `done` is called once, with undefined for a failure of any kind. */
export function askHost<T>(
  done: (value: T | undefined) => void,
  start: (reply: (result: Office.AsyncResult<T>) => void) => void,
): void {
  let isOpen = true;
  const finish = (value: T | undefined): void => {
    if (!isOpen) return;
    isOpen = false;
    callOff();
    done(value);
  };
  const callOff = later(() => finish(undefined));
  try {
    start((result) => finish(result.status === Office.AsyncResultStatus.Succeeded ? result.value : undefined));
  } catch {
    finish(undefined);
  }
}

/** Our headers among those of the draft; an object without them where it has none. */
export function readDraftHeaders(done: (headers: object | undefined) => void): void {
  askHost<object>(done, (reply) => {
    draft().internetHeaders.getAsync([...DRAFT_HEADERS], (result) => reply(withObject(result)));
  });
}

/** QUIRK: a draft without custom headers gives null on some hosts. */
function withObject(result: Office.AsyncResult<object>): Office.AsyncResult<object> {
  const value = (result as { readonly value?: object | null }).value ?? {};
  return { asyncContext: undefined, diagnostics: undefined, error: result.error, status: result.status, value };
}

/** Sets the preset header and saves the draft, so that the other runtimes see it. */
export function writePresetHeader(value: string, done: () => void): void {
  askHost<unknown>(
    () => askHost<string>(done, (reply) => draft().saveAsync(reply)),
    (reply) => draft().internetHeaders.setAsync({ [PRESET_HEADER]: value }, reply),
  );
}

/** Takes our headers off a draft that Outlook is about to send. Calls back with false where the host did not say that it did. */
export function clearDraftHeaders(headers: object | undefined, done: (isClear: boolean) => void): void {
  const present = DRAFT_HEADERS.filter((name) => headerValue(headers, name) !== undefined);
  if (present.length === 0) {
    done(headers !== undefined);
    return;
  }
  askHost<true>(
    (removed) => done(removed === true),
    (reply) => draft().internetHeaders.removeAsync(present, (result) => reply({ ...result, value: true as const })),
  );
}

/** A roaming setting; `otherwise` where the host does not give it. */
export function roamingSetting(name: string, otherwise: unknown): unknown {
  try {
    return Office.context.roamingSettings.get(name);
  } catch {
    return otherwise;
  }
}

export function displayLanguage(): string {
  try {
    return Office.context.displayLanguage;
  } catch {
    return 'en';
  }
}

/** What a handler is given: it has to be completed once. */
export interface CompletableEvent {
  completed(options?: object): void;
}

/** Makes a handler known to the host by its name in the manifest. */
export function associate(name: string, handler: (event: CompletableEvent) => void): void {
  Office.actions.associate(name, handler);
}
