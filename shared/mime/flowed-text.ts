export interface FlowedOptions {
  /** RFC 3676 4.1, DelSp: whether the space in front of a soft line break belongs to the break. */
  readonly space: 'keep' | 'delete';
}

interface Line {
  /** How many quote marks stand in front. */
  readonly depth: number;
  readonly text: string;
  readonly soft: boolean;
}

/**
 * Text of format=flowed as its author wrote it (RFC 3676 4.2 to 4.6): soft line breaks joined, space-stuffing removed,
 * quote marks kept as "> ". Lines of different quote depths are never joined, and a signature's "-- " is a line of its
 * own. Line breaks are LF on both sides.
 */
export function unflowed(text: string, { space }: FlowedOptions): string {
  const out: string[] = [];
  let open: { readonly depth: number; readonly pieces: string[] } | undefined;
  const close = (): void => {
    if (open) out.push(quoted(open.depth, open.pieces.join('')));
    open = undefined;
  };
  for (const line of text.split('\n').map(readLine)) {
    const isSeparator = line.text === '-- ';
    if (open && (open.depth !== line.depth || isSeparator)) close();
    open ??= { depth: line.depth, pieces: [] };
    const isSoft = line.soft && !isSeparator;
    open.pieces.push(isSoft && space === 'delete' ? line.text.slice(0, -1) : line.text);
    if (!isSoft) close();
  }
  close();
  return out.join('\n');
}

function readLine(raw: string): Line {
  let depth = 0;
  while (raw[depth] === '>') depth++;
  const stuffed = raw[depth] === ' ' ? 1 : 0;
  const text = raw.slice(depth + stuffed);
  return { depth, text, soft: text.endsWith(' ') };
}

function quoted(depth: number, text: string): string {
  return depth === 0 ? text : `${'>'.repeat(depth)}${text === '' ? '' : ' '}${text}`;
}
