import { officeCall } from './call';

export type Theme = 'light' | 'dark';

/** What the host says about itself. */
export interface Environment {
  /** A tag such as "de-DE": the language of the host's own screens. */
  readonly locale: string;
  readonly userAddress: string;
  /** The theme to paint now, and each time it changes. */
  watchTheme(show: (theme: Theme) => void): void;
}

type ThemeColours = Partial<Pick<Office.OfficeTheme, 'isDarkTheme' | 'bodyBackgroundColor'>>;

export function createEnvironment(context: Office.Context, window: Pick<Window, 'matchMedia'>): Environment {
  return {
    locale: context.displayLanguage,
    userAddress: context.mailbox.userProfile.emailAddress,
    watchTheme(show) {
      const system = window.matchMedia('(prefers-color-scheme: dark)');
      let own = themeOf((context as Partial<Office.Context>).officeTheme);
      const paint = (): void => show(own ?? (system.matches ? 'dark' : 'light'));
      system.addEventListener('change', paint);
      watchOffice(context.mailbox, (theme) => {
        own = theme ?? own;
        paint();
      });
      paint();
    },
  };
}

function watchOffice(mailbox: Office.Mailbox, changed: (theme: Theme | undefined) => void): void {
  const type = Office.EventType.OfficeThemeChanged as Office.EventType | undefined;
  if (type === undefined) return;
  const handler = (event: { readonly officeTheme?: ThemeColours }): void => changed(themeOf(event.officeTheme));
  // A host without the event refuses; the system's own setting is followed then.
  void officeCall('addHandlerAsync', (done) => mailbox.addHandlerAsync(type, handler, done)).catch(() => undefined);
}

/** Undefined where the host says nothing that can be understood. */
export function themeOf(theme: ThemeColours | undefined): Theme | undefined {
  if (theme?.isDarkTheme !== undefined) return theme.isDarkTheme ? 'dark' : 'light';
  const [, red, green, blue] =
    /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(theme?.bodyBackgroundColor ?? '') ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  // Relative weight of the primaries, ITU-R BT.601.
  const luminance = 0.299 * parseInt(red, 16) + 0.587 * parseInt(green, 16) + 0.114 * parseInt(blue, 16);
  return luminance < 128 ? 'dark' : 'light';
}
