import { PROTECTION_HEADER } from '../protection-header';

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

function once<T>(
  done: (value: T | undefined) => void,
  start: (reply: (result: Office.AsyncResult<T>) => void) => void,
) {
  let open = true;
  const finish = (value: T | undefined): void => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    done(value);
  };
  const timer = setTimeout(() => finish(undefined), ANSWER_MS);
  try {
    start((result) => finish(result.status === Office.AsyncResultStatus.Succeeded ? result.value : undefined));
  } catch {
    finish(undefined);
  }
}

/** The protection header among what is given; an object without it where the draft has none. */
export function readProtectionHeader(done: (headers: object | undefined) => void): void {
  once<object>(done, (reply) => {
    draft().internetHeaders.getAsync([PROTECTION_HEADER], (result) => reply(withObject(result)));
  });
}

/** QUIRK: a draft without custom headers gives null on some hosts. */
function withObject(result: Office.AsyncResult<object>): Office.AsyncResult<object> {
  const value = (result as { readonly value?: object | null }).value ?? {};
  return { asyncContext: undefined, diagnostics: undefined, error: result.error, status: result.status, value };
}

/** Sets the header and saves the draft, so that the other runtimes see it. */
export function writeProtectionHeader(value: string, done: () => void): void {
  once(
    () => once<string>(done, (reply) => draft().saveAsync(reply)),
    (reply) => draft().internetHeaders.setAsync({ [PROTECTION_HEADER]: value }, reply),
  );
}

export function roamingSetting(name: string): unknown {
  return Office.context.roamingSettings.get(name);
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
