/** For a comparison of texts without regard to case. */
export const comparableText = (text: string): string => text.normalize('NFC').toLowerCase();
