import { render, type JSX } from 'preact';
import { Busy, languageOf, later, Notice, useStrings, type Language } from '../../ui/index';
import '../../ui/theme.css';
import { connectToOffice, type Host } from '../host/office';
import { informGuard, remindGuard } from '../inform-guard';
import { createServices } from '../wiring';
import { App } from './app';
import { failureText } from './failure-text';
import { Guarded } from './guarded';
import { type Services } from './services';
import './pane.css';

/** Outlook shows the pane within this time; a page that does not hear from it is not inside Outlook. */
const HOST_TIMEOUT_MS = 15_000;

const MARKS = later(() => import('./read/mark-item'));

/** Message files open without Outlook too, so a missing host is no reason for a blank page. */
function connect(): Promise<Host | undefined> {
  return connectToOffice(window, HOST_TIMEOUT_MS).catch(() => undefined);
}

function showTheme(host: Host | undefined): void {
  host?.environment.watchTheme((theme) => {
    document.documentElement.dataset['theme'] = theme;
  });
}

function Starting({
  language,
  what,
}: {
  readonly language: Language;
  readonly what: 'starting' | 'fetchingRules';
}): JSX.Element {
  const { outlook } = useStrings(language);
  return (
    <main class="sg pane">
      <Busy language={language} text={outlook[what]} />
    </main>
  );
}

/** The guard on Send hears of the user's own rules, and of encrypted conversations, where Outlook is there to keep them; it shows marks. */
function informing(
  { core, ...services }: Services,
  { preferences, ensureCategory }: Host,
  language: Language,
): Services {
  return {
    ...services,
    core: { ...core, settings: informGuard(core.settings, preferences) },
    noteEncrypted: async (id) => (await import('../note-encrypted')).noteEncrypted(id, preferences),
    marking: {
      preferences,
      ensureCategory,
      show(item, mail) {
        void MARKS.load().then(
          ({ markItem }) => markItem(item, mail, preferences, language),
          () => undefined,
        );
      },
    },
  };
}

async function start(place: HTMLElement): Promise<void> {
  const first = languageOf(navigator.language);
  render(<Starting language={first} what="starting" />, place);
  const waiting = (): void => render(<Starting language={first} what="fetchingRules" />, place);
  const [host, services] = await Promise.allSettled([connect(), createServices(waiting)]);
  const connected = host.status === 'fulfilled' ? host.value : undefined;
  const language: Language = languageOf(connected?.environment.locale ?? navigator.language);
  document.documentElement.lang = language;
  showTheme(connected);
  if (services.status === 'rejected') {
    render(
      <main class="sg pane">
        <Notice tone="error">{failureText(services.reason, language)}</Notice>
      </main>,
      place,
    );
    return;
  }
  if (connected) void remindGuard(services.value.core.settings, connected.preferences).catch(() => undefined);
  render(
    <Guarded language={language}>
      <App
        services={connected ? informing(services.value, connected, language) : services.value}
        host={connected}
        language={language}
      />
    </Guarded>,
    place,
  );
}

const place = document.getElementById('app');
if (place) void start(place);
