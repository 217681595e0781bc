/**
 * The one description of the Outlook add-in: `generate.ts` makes manifest.xml, manifest.json and de-de.json of it.
 * Lengths keep to the stricter of the two formats; test/addins/outlook/manifest.test.ts checks the generated files.
 */
export interface Text {
  readonly en: string;
  readonly de: string;
}

export type Page = 'compose' | 'read';
export type IconName = 'menu' | 'sign' | 'encrypt' | 'send' | 'verify';

interface Labelled {
  readonly id: string;
  readonly icon: IconName;
  readonly label: Text;
  readonly tip: Text;
}

export interface FunctionItem extends Labelled {
  /** Name given to `Office.actions.associate`. */
  readonly run: string;
}
export interface Menu extends Labelled {
  readonly kind: 'menu';
  readonly items: readonly FunctionItem[];
}
export interface PaneButton extends Labelled {
  readonly kind: 'button';
  readonly open: Page;
  readonly pinnable: boolean;
}

export interface Surface {
  readonly context: Page;
  readonly group: { readonly id: string; readonly label: Text };
  readonly controls: readonly (Menu | PaneButton)[];
}

export interface LaunchEventEntry {
  /** Name in the XML manifest. */
  readonly xml: string;
  /** Name in the unified manifest. */
  readonly json: string;
  readonly run: string;
  readonly isSend?: boolean;
}

const label = (en: string, de: string): Text => ({ en, de });

export const ADDIN = {
  id: '0f7c8d52-6b0e-4c35-9a57-1d3f6d1c9e21',
  /** The unified manifest is an app of its own that hides the other. */
  unifiedId: '5b1ad7b4-93a0-4a0f-8e4c-2f6d6a7e0b93',
  version: '1.0.0',
  provider: 'Signet contributors',
  /** Every client that can host a mail add-in with commands. */
  baseSet: '1.5',
  /**
   * All launch events; what came later is asked for at run time. OnMessageFromChanged (1.13) is left out: it would take guard and
   * pinned pane from clients at 1.12, and what depends on the sender is found out at Send.
   */
  fullSet: '1.12',
  locales: ['en-us', 'de-de'],
  accent: '#1F5AA6',
  name: label('Signet', 'Signet'),
  fullName: label('Signet: signed and encrypted mail', 'Signet: signierte und verschlüsselte Mail'),
  short: label('Sign, encrypt and check e-mail with S/MIME.', 'E-Mail mit S/MIME signieren, verschlüsseln und prüfen.'),
  long: label(
    'Signs, encrypts, opens and checks S/MIME messages. Private keys stay on this device.',
    'Signiert, verschlüsselt, öffnet und prüft S/MIME-Nachrichten. Private Schlüssel bleiben auf diesem Gerät.',
  ),
  urls: { support: '/help.html', privacy: '/privacy.html', terms: '/terms.html' },
  pages: {
    compose: '/task-pane.html?view=compose',
    read: '/task-pane.html?view=read',
    commands: '/commands.html',
    eventScript: '/launch-event.js',
  },
  events: [
    { xml: 'OnNewMessageCompose', json: 'newMessageComposeCreated', run: 'onNewMessageCompose' },
    { xml: 'OnMessageRecipientsChanged', json: 'messageRecipientsChanged', run: 'onMessageRecipientsChanged' },
    { xml: 'OnMessageSend', json: 'messageSending', run: 'onMessageSend', isSend: true },
    { xml: 'OnAppointmentSend', json: 'appointmentSending', run: 'onAppointmentSend', isSend: true },
  ] as readonly LaunchEventEntry[],
} as const;

const compose: Surface = {
  context: 'compose',
  group: { id: 'smime.compose.group', label: label('Signet', 'Signet') },
  controls: [
    {
      kind: 'menu',
      id: 'smime.compose.menu',
      icon: 'menu',
      label: label('Protect', 'Schützen'),
      tip: label(
        'Choose whether this message is signed or encrypted.',
        'Wählen, ob diese Nachricht signiert oder verschlüsselt wird.',
      ),
      items: [
        {
          id: 'smime.compose.sign',
          icon: 'sign',
          run: 'toggleSign',
          label: label('Sign', 'Signieren'),
          tip: label('Switch signing of this message on or off.', 'Signieren dieser Nachricht ein- oder ausschalten.'),
        },
        {
          id: 'smime.compose.encrypt',
          icon: 'encrypt',
          run: 'toggleEncrypt',
          label: label('Encrypt', 'Verschlüsseln'),
          tip: label(
            'Switch encryption of this message on or off.',
            'Verschlüsseln dieser Nachricht ein- oder ausschalten.',
          ),
        },
      ],
    },
    // A control of its own, not an item of the menu: a Smart Alert's commandId must name a control.
    {
      kind: 'button',
      id: 'smime.compose.send',
      icon: 'send',
      open: 'compose',
      pinnable: false,
      label: label('Send secure', 'Sicher senden'),
      tip: label(
        'See who can read it, then sign, encrypt and send.',
        'Sehen, wer mitlesen kann, dann signieren, verschlüsseln und senden.',
      ),
    },
  ],
};

const read: Surface = {
  context: 'read',
  group: { id: 'smime.read.group', label: label('Signet', 'Signet') },
  controls: [
    {
      kind: 'button',
      id: 'smime.read.open',
      icon: 'verify',
      open: 'read',
      pinnable: true,
      label: label('Check message', 'Nachricht prüfen'),
      tip: label(
        'See who signed this message, and open it if it is encrypted.',
        'Sehen, wer diese Nachricht signiert hat, und sie öffnen, wenn sie verschlüsselt ist.',
      ),
    },
  ],
};

export const SURFACES: readonly Surface[] = [compose, read];
