import { type Bytes } from '../../../../shared/index';

/** A file of a message that is written in the pane: it belongs to the message while it is still being read. */
export interface WrittenFile {
  readonly filename: string;
  /** Octets; about, as long as it is being read. */
  readonly size: number;
  readonly state: 'reading' | 'read' | 'failed';
  /** All its octets, not to be changed; undefined where it could not be read. Never rejects. */
  readonly octets: Promise<Bytes | undefined>;
}

export function writtenFile(
  { filename, size }: Pick<WrittenFile, 'filename' | 'size'>,
  reading: Promise<Bytes>,
): WrittenFile {
  let known: Pick<WrittenFile, 'size' | 'state'> = { size, state: 'reading' };
  const octets = reading.then(
    (read) => {
      known = { size: read.length, state: 'read' };
      return read;
    },
    () => {
      known = { size, state: 'failed' };
      return undefined;
    },
  );
  return {
    filename,
    octets,
    get size() {
      return known.size;
    },
    get state() {
      return known.state;
    },
  };
}
