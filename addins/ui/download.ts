import { plainText } from './plain-text';

/** Names that Windows keeps for devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A file name without folders, controls or characters that turn the direction of writing (which hide a real ending). */
export function safeFilename(name: string, fallback: string): string {
  const last = plainText(name, 1_000).split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(/[\u200c\u200d]/g, '');
  if (clean === '') return fallback;
  return shortened(DEVICES.test(clean) ? `_${clean}` : clean);
}

/** At most 150 characters, the ending kept. */
function shortened(name: string): string {
  if (name.length <= 150) return name;
  const ending = /\.[^.]{1,12}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, 150 - ending.length)}${ending}`;
}

/** Hands a file to the browser to save; as octets of no type, so that nothing opens it in this origin. */
export function saveFile(filename: string, content: Blob | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.rel = 'noopener';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
