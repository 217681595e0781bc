import { render, type JSX } from 'preact';
import { type Language, type VerdictView } from '../../../addins/ui/props';
import { parseCertificate } from '../../../shared/index';
import { CertificateView } from '../../../addins/ui/certificate-view';
import { ProtectionToggles } from '../../../addins/ui/compose';
import { WhoCanRead } from '../../../addins/ui/encryption';
import { IdentityPanel } from '../../../addins/ui/identity-panel';
import { MessageView } from '../../../addins/ui/message-view';
import { Busy, FailureNotice, Notice, StatusLine } from '../../../addins/ui/notices';
import { Progress } from '../../../addins/ui/progress';
import { RecipientBoard } from '../../../addins/ui/recipient-board';
import { VerdictCard } from '../../../addins/ui/verdict-card';
import { writingScreens } from './writing-gallery';
import { identityScreens } from './identity-gallery';
import { policyScreens } from './policy-gallery';
import { fakeCore, settle } from './identity-screen';
import { IDENTITIES, LETTER_HTML, READERS, ROWS } from './samples';

const SAME = {
  kind: 'same',
  address: 'bob@signet.example',
  since: new Date('2026-02-03T09:00:00Z'),
  count: 12,
} as const;
const nothing = (): void => undefined;
const later = (): Promise<void> => Promise.resolve();

/** Every screen but those for identities in one language, as columns of a page: for looking at and for checking all of them alike. */
function screens(
  language: Language,
  verdicts: Readonly<Record<string, VerdictView>>,
): Readonly<Record<string, JSX.Element>> {
  const cards = Object.entries(verdicts).map(([name, verdict]) => [
    `verdict ${name}`,
    <VerdictCard
      key={name}
      verdict={verdict}
      language={language}
      {...(name === 'valid and encrypted' ? { readers: READERS, detailsOpen: true } : {})}
      {...(name === 'someone else' ? { detailsOpen: true } : {})}
      {...(name === 'revocation known' ? { detailsOpen: true, rendering: 'outlook' as const, continuity: SAME } : {})}
    />,
  ]);
  const chain = verdicts['revocation known']?.signatures[0]?.chain ?? [];
  const panel = { language, core: fakeCore({}) };
  return {
    ...(Object.fromEntries(cards) as Record<string, JSX.Element>),
    ...Object.fromEntries(
      chain.map((certificate, index) => [
        `certificate ${index}`,
        <CertificateView key={index} certificate={parseCertificate(certificate)} language={language} />,
      ]),
    ),
    ...policyScreens(language),
    toggles: <ProtectionToggles choice={{ sign: true, encrypt: false }} onChange={nothing} language={language} />,
    'toggles locked': (
      <ProtectionToggles
        choice={{ sign: true, encrypt: true }}
        onChange={nothing}
        language={language}
        locked={{ encrypt: true }}
      />
    ),
    recipients: (
      <RecipientBoard
        recipients={ROWS}
        own={{ address: 'alice@signet.example', certificates: 2 }}
        userName="Alice Example"
        lookUp={() => Promise.resolve([])}
        onFound={nothing}
        actions={{
          importFile: () => Promise.resolve(0),
          ask: () => Promise.resolve('opened'),
          separate: later,
          sendOpen: later,
        }}
        language={language}
      />
    ),
    'recipients who can all read': (
      <RecipientBoard
        recipients={ROWS.slice(0, 1)}
        own={{ address: 'alice@signet.example', certificates: 2 }}
        userName="Alice Example"
        lookUp={() => Promise.resolve([])}
        onFound={nothing}
        actions={{}}
        language={language}
      />
    ),
    readers: <WhoCanRead readers={READERS} language={language} when="draft" />,
    identities: <IdentityPanel identities={IDENTITIES} {...panel} />,
    'no identity': <IdentityPanel identities={[]} {...panel} />,
    ...writingScreens(language),
    letter: (
      <MessageView
        body={{
          parts: [
            { kind: 'html', html: LETTER_HTML, images: [] },
            { kind: 'text', text: 'A part of plain text.\n\n> quoted\n\n-- \nBob' },
          ],
          attachments: [
            {
              filename: 'Quartalsbericht November.pdf',
              contentType: 'application/pdf',
              size: 482_113,
              index: 0,
            },
          ],
        }}
        language={language}
        onSave={later}
      />
    ),
    'long work': (
      <>
        <Progress language={language} text="Protecting your message…" onCancel={nothing} />
        <Progress language={language} text="Checking…" progress={{ done: 3, total: 5 }} onCancel={nothing} />
      </>
    ),
    notices: (
      <>
        <Busy language={language} />
        <StatusLine text="Sent." tone="positive" />
        <Notice tone="neutral">A note that is not urgent.</Notice>
        <Notice tone="attention" title="Check this first" actions={<button class="sg-button">Do it</button>}>
          Something needs a look.
        </Notice>
        <FailureNotice failure={{ code: 'passphrase' }} language={language} />
      </>
    ),
  };
}

/** Renders every screen into a fresh root inside the document, and lets what loads by itself appear. */
export async function mountAll(
  language: Language,
  verdicts: Readonly<Record<string, VerdictView>>,
): Promise<Readonly<Record<string, HTMLElement>>> {
  const mounted = Object.entries(screens(language, verdicts)).map(([name, screen]) => [name, mount(screen)] as const);
  const chain = verdicts['revocation known']?.signatures[0]?.chain ?? [];
  const ofIdentities = Object.entries(identityScreens(language, chain)).map(([name, { screen, press }]) => {
    const root = mount(screen);
    return { name, root, press };
  });
  await settle();
  for (const { root, press } of ofIdentities) if (press !== undefined) root.querySelectorAll('button')[press]?.click();
  await settle();
  return Object.fromEntries([...mounted, ...ofIdentities.map(({ name, root }) => [name, root] as const)]);
}

/** Renders one screen into a fresh root inside the document. */
export function mount(screen: JSX.Element): HTMLElement {
  const root = document.createElement('div');
  root.className = 'sg';
  document.body.append(root);
  render(screen, root);
  return root;
}
