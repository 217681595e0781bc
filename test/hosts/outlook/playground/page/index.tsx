import { render } from 'preact';
import { App, PaneHead } from './app';
import { label, locale } from './labels';
import { Outlook } from './outlook';
import { ServerApi } from './server-api';
import './styles.css';

declare global {
  interface Window {
    /** For tests: the program behind the page. */
    emulatedOutlook?: Outlook;
  }
}

function place(parent: Element, className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  parent.append(element);
  return element;
}

async function main(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  document.documentElement.lang = locale.slice(0, 2);
  const app = place(root, 'app');
  const aside = place(root, 'task-pane');
  const head = place(aside, 'head');
  const places = { pane: place(aside, 'frame'), hidden: place(root, 'hidden-frames') };
  try {
    const outlook = await Outlook.start(new ServerApi(), places);
    const show = (): void => {
      aside.hidden = outlook.state.pane === undefined;
    };
    outlook.onChange(show);
    show();
    window.emulatedOutlook = outlook;
    render(<App outlook={outlook} />, app);
    render(<PaneHead outlook={outlook} />, head);
  } catch (thrown) {
    app.textContent = label('defect', thrown instanceof Error ? thrown.message : String(thrown));
    throw thrown;
  }
}

void main();
