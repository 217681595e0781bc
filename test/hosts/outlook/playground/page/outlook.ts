import { type HostItem } from '../../host/item';
import {
  EVENT_TIMEOUT,
  LOAD_TIMEOUT,
  runHandler,
  type Limits,
  type Runtime,
  type SendMode,
} from '../../host/launch-events';
import { type HostMailbox, type OpenedForm } from '../../host/mailbox';
import { OutlookHost, REQUIREMENTS, SHIMMED_REQUIREMENTS } from '../../host/outlook-host';
import { askBeforeSend, SLOW_AFTER } from '../../host/send-gate';
import { restIdOfEws } from '../../graph/message-id';
import { type FolderId } from '../views';
import { discardDraft, isWorthKeeping, saveDraft } from './drafts';
import { formItem } from './forms';
import { createHostMailbox } from './host-mailbox';
import { draftItem, newItem, newMeeting, readItem, replyItem } from './items';
import { label, locale } from './labels';
import { LaunchTurns } from './launch-turns';
import { isMenu, readManifest, type CommandControl } from './manifest';
import { type OutlookState, type Places } from './outlook-state';
import { type ServerApi } from './server-api';

const ADDIN_BASE = '/addin/';

/**
 * The emulated Outlook behind the page: which message is open, which pane, what Send does. It has no look of its own;
 * the components draw its state.
 */
export class Outlook {
  readonly host: OutlookHost;
  /** How long handlers may take, and to be loaded, and from when on that is said; tests make it short. */
  eventTimeout = EVENT_TIMEOUT;
  loadTimeout = LOAD_TIMEOUT;
  slowAfter = SLOW_AFTER;
  #state: OutlookState;
  readonly #server: ServerApi;
  readonly #places: Places;
  readonly #listeners = new Set<() => void>();
  #turn: Promise<void> = Promise.resolve();
  /** The pane of reading comes back after a draft was written. */
  #paneAfterCompose: CommandControl | undefined;
  /** Launch events of the draft on the screen. */
  #turns: LaunchTurns | undefined;
  /** Ends the check of a draft that is being sent. */
  #check: AbortController | undefined;

  private constructor(server: ServerApi, places: Places, state: OutlookState, settings: HostMailbox['settings']) {
    this.#server = server;
    this.#places = places;
    this.#state = state;
    const { id, name, permission } = state.manifest;
    this.host = new OutlookHost({
      mailbox: this.#hostMailbox(settings),
      addin: { id, name, permission },
      requirements: state.session.isShimmed ? SHIMMED_REQUIREMENTS : REQUIREMENTS,
      onDefect: (defect) => this.#report(defect),
    });
    server.watch((connected) => void this.#refresh(connected));
  }

  static async start(server: ServerApi, places: Places): Promise<Outlook> {
    const session = await server.start();
    const { Mailbox: mailboxSet } = session.isShimmed ? SHIMMED_REQUIREMENTS : REQUIREMENTS;
    const manifest = readManifest(await server.manifest(), locale, ADDIN_BASE, mailboxSet);
    const settings = new Map(Object.entries(await server.settings()));
    const state: OutlookState = {
      session,
      manifest,
      mailbox: await server.mailbox(),
      folder: 'inbox',
      current: undefined,
      pane: undefined,
      alert: undefined,
      progress: undefined,
      problem: undefined,
      isConnected: true,
    };
    return new Outlook(server, places, state, settings);
  }

  get state(): OutlookState {
    return this.#state;
  }

  get server(): ServerApi {
    return this.#server;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  selectFolder(folder: FolderId): Promise<void> {
    return this.#inTurn(async () => {
      if (folder === this.#state.folder) return;
      await this.#leave();
      this.#set({ folder, current: undefined });
    });
  }

  selectMessage(id: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#leave();
      const view = await this.#server.message(id);
      if (view.folder === 'drafts') {
        this.#startCompose(draftItem(view, this.#server));
        return;
      }
      const item = readItem(view, this.#server);
      this.#set({ current: { kind: 'read', view, item }, problem: undefined });
      this.#moveReadPane(item);
      if (!view.isRead) await this.#server.markRead(id);
    });
  }

  async compose(item = newItem(this.#state.session.user)): Promise<void> {
    await this.#inTurn(async () => {
      await this.#leave();
      this.#startCompose(item);
    });
    if (item.mode === 'MessageCompose') this.#turns?.raise('OnNewMessageCompose');
  }

  /** A meeting to invite people to. */
  async newMeeting(): Promise<void> {
    await this.compose(newMeeting(this.#state.session.user));
  }

  /** The user writes from another account. */
  changeFrom(address: string, name = address): void {
    const { current } = this.#state;
    if (current?.kind === 'compose') current.item.setFrom({ address, name });
  }

  /** Plays a deployment whose manifest says another send mode. */
  setSendMode(sendMode: SendMode): void {
    const { manifest } = this.#state;
    const launchEvents = manifest.launchEvents.map((event) =>
      event.sendMode === undefined ? event : { ...event, sendMode },
    );
    this.#set({ manifest: { ...manifest, launchEvents } });
  }

  async reply(kind: 'reply' | 'replyAll' | 'forward'): Promise<void> {
    const { current, session } = this.#state;
    if (current?.kind === 'read') await this.compose(replyItem(current.view, session.user, kind));
  }

  /** Deletes the message that is open: to Deleted Items, or for good from there. */
  async remove(): Promise<void> {
    const { current } = this.#state;
    if (current?.kind !== 'read') return;
    await this.#server.remove(current.view.id, current.view.folder === 'deleteditems');
    this.closePane();
    this.#set({ current: undefined });
  }

  async discard(): Promise<void> {
    const { current } = this.#state;
    if (current?.kind !== 'compose') return;
    await this.#closeCompose(current.item, 'discard');
  }

  /** The Send button. Resolves with whether the message went. */
  async send(): Promise<boolean> {
    const { current } = this.#state;
    return current?.kind === 'compose' && (await this.#send(current.item));
  }

  /** The Smart Alerts dialog's "Send Anyway"; a check that still runs is ended. */
  async sendAnyway(): Promise<void> {
    const { current, alert } = this.#state;
    this.dismissAlert();
    if (alert?.mayOverride && current?.kind === 'compose') await this.#deliver(current.item);
  }

  /** The Smart Alerts dialog's "Don't Send": back to the draft. */
  dismissAlert(): void {
    this.#check?.abort();
    this.#set({ alert: undefined });
  }

  /** The Smart Alerts dialog's "Take Action": the command that the add-in named, where there is such a one. */
  async takeAction(): Promise<void> {
    const action = this.#state.alert?.action;
    this.dismissAlert();
    const control = action && this.#controlById(action.commandId);
    if (control) await this.runControl(control, action.contextData);
  }

  /** A button of the ribbon. */
  async runControl(control: CommandControl, contextData = ''): Promise<void> {
    if (control.action.kind === 'pane') {
      this.#openPane(control, contextData);
      return;
    }
    const { functionName } = control.action;
    const item = this.#state.current?.item;
    this.#set({ progress: label('working', this.#state.manifest.name), problem: undefined });
    const outcome = await runHandler(this.#runtime('function'), {
      item,
      functionName,
      event: { source: { id: control.id } },
      limits: this.#limits(),
    });
    this.#set({ progress: undefined });
    if (outcome.status === 'failed') this.#report(new Error(`the add-in has no function ${functionName}`));
  }

  closePane(): void {
    const { pane } = this.#state;
    if (!pane) return;
    this.host.close(pane.session);
    this.#set({ pane: undefined });
  }

  setPinned(isPinned: boolean): void {
    const { pane } = this.#state;
    if (pane) this.#set({ pane: { ...pane, isPinned } });
  }

  clearProblem(): void {
    this.#set({ problem: undefined });
  }

  /** Clicks are carried out one after the other: the last one says what is open. */
  #inTurn(job: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(job).catch((thrown: unknown) => {
      this.#set({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
    });
    return this.#turn;
  }

  #set(change: Partial<OutlookState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Loud on purpose: on the page and, for tests, as an error of the window. */
  #report(defect: Error): void {
    this.#set({ problem: label('defect', defect.message) });
    reportError(defect);
  }

  async #refresh(isConnected: boolean): Promise<void> {
    try {
      if (isConnected) this.#set({ mailbox: await this.#server.mailbox(), isConnected });
      else this.#set({ isConnected });
    } catch {
      this.#set({ isConnected: false });
    }
  }

  #runtime(kind: 'function' | 'launch'): Runtime {
    const { functionUrl, launchUrl } = this.#state.manifest;
    return { host: this.host, url: kind === 'launch' ? launchUrl : functionUrl, parent: this.#places.hidden };
  }

  #limits(): Limits {
    return { timeout: this.eventTimeout, loadTimeout: this.loadTimeout };
  }

  /** Items of a menu are no controls that a Smart Alert may name. */
  #controls(): readonly CommandControl[] {
    const { compose, read } = this.#state.manifest;
    const controls = [...compose, ...read].flatMap((group) => group.controls);
    return controls.filter((control): control is CommandControl => !isMenu(control));
  }

  #controlById(id: string): CommandControl | undefined {
    return this.#controls().find((control) => control.id === id);
  }

  #openPane(control: CommandControl, initializationContext = ''): void {
    if (control.action.kind !== 'pane') return;
    this.closePane();
    const { url, isPinnable } = control.action;
    const item = this.#state.current?.item;
    const session = this.host.open({ url, item, parent: this.#places.pane, initializationContext });
    this.#set({ pane: { control, session, isPinned: isPinnable } });
  }

  /** A pinned pane goes on with the next message; another one closes, as in Outlook. */
  #moveReadPane(item: HostItem): void {
    const { pane } = this.#state;
    if (!pane) {
      if (this.#paneAfterCompose) this.#openPane(this.#paneAfterCompose);
      this.#paneAfterCompose = undefined;
      return;
    }
    if (pane.isPinned && pane.session.changeItem(item)) return;
    this.closePane();
    if (pane.isPinned) this.#openPane(pane.control);
  }

  #startCompose(item: HostItem): void {
    const { pane, current } = this.#state;
    if (pane?.isPinned && current?.kind === 'read') this.#paneAfterCompose = pane.control;
    this.closePane();
    this.#watchDraft(item);
    this.#set({ current: { kind: 'compose', item }, problem: undefined });
  }

  #watchDraft(item: HostItem): void {
    this.#turns?.stop();
    this.#turns = new LaunchTurns(item, () => ({
      runtime: this.#runtime('launch'),
      events: this.#state.manifest.launchEvents,
      limits: this.#limits(),
    }));
  }

  /** Before another thing is opened: a draft that was written to is kept. */
  async #leave(): Promise<void> {
    const { current } = this.#state;
    if (current?.kind === 'compose') await this.#closeCompose(current.item, 'keep');
  }

  async #closeCompose(item: HostItem, what: 'keep' | 'discard' | 'sent'): Promise<void> {
    if (this.#state.current?.item !== item) return;
    this.#check?.abort();
    this.#turns?.stop();
    this.closePane();
    this.#set({ current: undefined, alert: undefined, progress: undefined });
    if (what === 'keep' && isWorthKeeping(item)) await saveDraft(item, this.#server);
    if (what === 'discard') await discardDraft(item, this.#server);
  }

  async #send(item: HostItem): Promise<boolean> {
    const { to, cc, bcc } = item.recipients;
    if (to.length + cc.length + bcc.length === 0) {
      this.#set({ problem: label('noRecipients') });
      return false;
    }
    const { launchEvents, name } = this.#state.manifest;
    // Other events of the draft end when it is being sent (documented); they begin again where it stays.
    this.#turns?.stop();
    this.#set({ progress: label('working', name), problem: undefined });
    const check = new AbortController();
    this.#check = check;
    const decision = await askBeforeSend(this.#runtime('launch'), launchEvents, item, {
      facts: {
        mailboxSet: this.host.mailboxSet,
        controls: new Map(this.#controls().map(({ id, action }) => [id, action.kind])),
      },
      limits: this.#limits(),
      slowAfter: this.slowAfter,
      signal: check.signal,
      onSlow: (alert) => this.#set({ alert }),
    });
    this.#check = undefined;
    if (decision.kind === 'stopped') return false;
    this.#set({ alert: undefined });
    if (decision.kind === 'send') return this.#deliver(item);
    this.#watchDraft(item);
    this.#set({ progress: undefined, alert: decision });
    for (const fault of decision.faults) this.#report(new Error(`event.completed: ${fault}`));
    return false;
  }

  async #deliver(item: HostItem): Promise<boolean> {
    this.#turns?.stop();
    this.#set({ progress: label('sending') });
    try {
      await this.#server.sendDraft(restIdOfEws(await saveDraft(item, this.#server)));
      await this.#closeCompose(item, 'sent');
      return true;
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      this.#watchDraft(item);
      this.#set({ progress: undefined, problem: label('sendFailed', reason) });
      return false;
    }
  }

  #hostMailbox(settings: HostMailbox['settings']): HostMailbox {
    return createHostMailbox({
      server: this.#server,
      session: this.#state.session,
      settings,
      send: (item) => this.#send(item),
      close: (item, what) => void this.#closeCompose(item, what),
      closePane: () => this.closePane(),
      open: (form) => void this.#openForm(form),
    });
  }

  async #openForm(form: OpenedForm): Promise<void> {
    const { current, session } = this.#state;
    const itemId = form.values['itemId'];
    if (form.kind === 'message' && typeof itemId === 'string') await this.selectMessage(restIdOfEws(itemId));
    else await this.compose(formItem(form, current?.kind === 'read' ? current.view : undefined, session.user));
  }
}
