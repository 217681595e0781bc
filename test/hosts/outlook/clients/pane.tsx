import 'fake-indexeddb/auto';
import { Blob } from 'node:buffer';
import { options, render, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { createComposeItem, type ComposeItem } from '../../../../addins/outlook/host/compose-item';
import { ComposePane } from '../../../../addins/outlook/task-pane/compose/compose-pane';
import {
  protectDraft,
  type ProtectedDraft,
  type ProtectRequest,
} from '../../../../addins/outlook/task-pane/compose/protect-draft';
import { useWriteStrings } from '../../../../addins/outlook/task-pane/compose/write-strings';
import { WritePane } from '../../../../addins/outlook/task-pane/compose/write-pane';
import { type WritingStart } from '../../../../addins/outlook/task-pane/compose/written-message';
import { type Services } from '../../../../addins/outlook/task-pane/services';
import { useStrings } from '../../../../addins/ui/index';
import { createCore } from '../../../../addins/worker/core';
import { coreHandlers, type CoreCalls } from '../../../../addins/worker/core-calls';
import { buffersOf } from '../../../../addins/worker/protocol';
import { type Provision } from '../../../../addins/worker/provision';
import { openPorts } from '../../../../addins/worker/wiring';
import { clientOf } from '../../../addins/worker/thread';
import { NO_RECORD, policy } from '../../../addins/thunderbird/send-world';
import { type HostItem } from '../host/item';
import { type TestMailbox } from './mailbox';
import { CLIENT_MAILBOX, installClient, officeDraft } from './office-draft';
import { type ClientProfile } from './profiles';

// What jsdom has of its own cannot be cloned, and it draws nothing that could be waited for or scrolled.
Object.assign(globalThis, { Blob });
Element.prototype.scrollIntoView = () => undefined;
options.requestAnimationFrame = (run) => void setTimeout(run);

type Protecting = CoreCalls & {
  readonly protect: { readonly request: ProtectRequest; readonly answer: ProtectedDraft };
};

/** The stores and the worker of one device, which all panes on it share. */
export async function openDevice(provision: Provision): Promise<(mailbox: TestMailbox) => Services> {
  const ports = await openPorts(provision);
  const worker = clientOf<Protecting>(() =>
    Promise.resolve({
      ...coreHandlers(ports),
      protect: (request, work) => protectDraft(request, {}, ports, work),
    }),
  );
  const core = createCore(worker, worker);
  let count = 0;
  return (mailbox) => {
    return {
      ...mailbox.system.server(),
      clock: ports.clock,
      core,
      policy,
      watchPolicy: () => () => undefined,
      watchLock: () => () => undefined,
      marker: { note: () => undefined, isNoted: () => false } as unknown as Services['marker'],
      record: () => Promise.resolve(NO_RECORD),
      keepDraft: () => Promise.reject(new Error('not part of the table')),
      protect(request, work) {
        const octets = request.parts.flatMap(({ draft }) => draft.attachments.map((one) => one.octets));
        return worker.call('protect', request, { ...work, transfer: buffersOf(octets) });
      },
      newMessageId: () => `<${++count}.${crypto.randomUUID()}@signet.example>`,
      demo: undefined,
    };
  };
}

/** The pane of Send secure beside a draft, as it runs in the task pane's page. */
export interface Pane {
  /** Presses Send secure; gives what the pane says then, in a word. */
  press(): Promise<string>;
  /** Presses a button by its text. */
  click(text: string): Promise<void>;
  close(): void;
  /** What the page shows. */
  readonly place: HTMLElement;
}

export function openPane(
  item: HostItem,
  mailbox: TestMailbox,
  services: Services,
  { client, opened }: { readonly client: ClientProfile; readonly opened: 'new' | 'again' },
): Pane {
  return showPane(<Beside item={clientDraft(item, mailbox, client, opened)} services={services} />);
}

export function clientDraft(
  item: HostItem,
  mailbox: TestMailbox,
  client: ClientProfile,
  opened: 'new' | 'again',
): ComposeItem {
  installClient(client);
  return createComposeItem(officeDraft(item, mailbox.host, client, opened), CLIENT_MAILBOX);
}

/** The pane beside a draft, and what is written in it instead, as the page of the task pane has them. */
export function Beside({ item, services }: { readonly item: ComposeItem; readonly services: Services }): JSX.Element {
  const [start, setStart] = useState<WritingStart>();
  const common = { language: 'en', services, generation: 0 } as const;
  if (start) return <WritePane {...common} start={start} onEnd={() => setStart(undefined)} />;
  return <ComposePane {...common} item={item} onWrite={setStart} />;
}

export function showPane(screen: JSX.Element): Pane {
  const place = document.createElement('div');
  document.body.append(place);
  render(screen, place);
  const button = (text: string): HTMLButtonElement | undefined =>
    [...place.querySelectorAll('button')].find((one) => one.textContent === text && !one.disabled);
  const send = (): HTMLButtonElement | undefined => place.querySelector<HTMLButtonElement>('.pane-send') ?? undefined;
  return {
    place,
    async press() {
      // It is known what the draft would have.
      await until(() => send()?.disabled === false && place.querySelector('.sg-toggle[aria-pressed=true]') !== null);
      send()?.click();
      await until(() => send()?.disabled !== false);
      await until(() => outcomeOf(place) !== '');
      return outcomeOf(place);
    },
    async click(text) {
      await until(() => button(text) !== undefined);
      button(text)?.click();
    },
    close() {
      render(null, place);
      place.remove();
    },
  };
}

/** Turn by turn, as long as it takes: the test's own limit ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What became of a press, by the notice that says so: the codes behind its words. Empty: nothing yet. */
function outcomeOf(place: HTMLElement): string {
  const { outlook } = useStrings('en');
  const asked = place.querySelector('.sg-question[role=alertdialog]');
  if (asked) return 'asked';
  const notice = [...place.querySelectorAll('.sg-notice')].find((one) => one.querySelector('strong'));
  const title = notice?.querySelector('strong')?.textContent ?? '';
  const said = notice?.querySelector('p')?.textContent ?? '';
  const codes = [...(notice?.querySelectorAll('[data-code]') ?? [])].map((one) => one.getAttribute('data-code'));
  const cause = Object.entries(outlook.host).find(([, text]) => text === said)?.[0] ?? said;
  const words: Readonly<Record<string, string>> = {
    [outlook.sentTitle]: notice?.textContent.includes(outlook.draftLeft) ? 'sent, draft left' : 'sent',
    [useWriteStrings('en').onlyHereTitle]: 'write here',
    [outlook.alreadySent]: 'sent before',
    [outlook.sentOtherwise]: 'sent otherwise',
    [outlook.partlyTitle]: 'partly',
    [outlook.refusedTitle]: `refused: ${codes.join(' ')}`,
    [outlook.failedTitle]: `failed: ${cause}`,
    [outlook.unconfirmedTitle]: `failed: ${cause}`,
  };
  return words[title] ?? '';
}
