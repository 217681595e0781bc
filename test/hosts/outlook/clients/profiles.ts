/** What was reported of clients, by its number among the issues of OfficeDev/office-js. */
export const QUIRKS = {
  5551: 'writes the draft once more after it was removed',
  5696: 'moves a saved draft to Deleted Items when it is closed to be discarded',
  1600: 'cannot save a draft that is gone from the server (error 9021)',
  2647: 'gives nothing of an attached Outlook item',
  4642: 'no longer names pictures in the text of a draft that was opened again',
  6581: 'gives nothing of a file that came by "Send to" (error 5001)',
} as const;

export type Quirk = keyof typeof QUIRKS;

/**
 * One client as Microsoft documents it and as authors of add-ins report it. None was ever run here: these are what the
 * emulated host is made to do.
 */
export interface ClientProfile {
  readonly name: string;
  /** The highest Mailbox requirement set: methods that came later are missing. */
  readonly set: string;
  readonly platform: 'OfficeOnline' | 'PC' | 'Mac';
  /** Methods that may be under way at once (documented of Outlook on the web and new Outlook); left out: any number. */
  readonly callsAtOnce?: number;
  readonly quirks: readonly Quirk[];
  /** Left out: Microsoft Graph. */
  readonly mailSystem?: 'EWS';
}

export const PROFILES: readonly ClientProfile[] = [
  {
    name: 'web',
    set: '1.16',
    platform: 'OfficeOnline',
    callsAtOnce: 3,
    quirks: [2647, 4642, 5551],
  },
  {
    name: 'new',
    set: '1.16',
    platform: 'OfficeOnline',
    callsAtOnce: 3,
    quirks: [2647, 4642, 5696],
  },
  { name: 'classic', set: '1.16', platform: 'PC', quirks: [1600, 6581] },
  { name: 'Mac', set: '1.14', platform: 'Mac', quirks: [5551] },
  { name: 'classic 2021', set: '1.9', platform: 'PC', quirks: [1600, 6581] },
  { name: 'classic on premises', set: '1.16', platform: 'PC', quirks: [1600, 6581], mailSystem: 'EWS' },
];

/** The Mailbox set that brought what a draft or a message has; what is not named came with 1.8 or before. */
export const BROUGHT: Readonly<Record<string, string>> = {
  categories: '1.8',
  getComposeTypeAsync: '1.10',
  closeAsync: '1.14',
  inReplyTo: '1.14',
  contentId: '1.16',
};
