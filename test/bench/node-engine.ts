import { type ScratchFolder } from '../support/openssl';
import { opensslCommand, signetCommand } from './command';
import { type Libcrypto } from './libcrypto';
import { type Cell, type Effort, measure } from './measure';
import { type AdapterName, makeEntity, type Operation, OPERATIONS, type Size, SIZES } from './operations';
import { type Contender, type RemoteStand } from './remote';

const ADAPTERS: readonly AdapterName[] = ['signet', 'pkijs-raised', 'pkijs-naive', 'node-forge'];

/** The adapters of a stand as contenders. Where one failed at a smaller size, it is not asked again. */
export function adaptersOf(stand: RemoteStand, names: readonly AdapterName[] = ADAPTERS): readonly Contender[] {
  return names.map((name) => {
    const failed = new Map<string, unknown>();
    return {
      name,
      async run(operation, repeats) {
        if (failed.has(operation)) throw failed.get(operation);
        try {
          return await stand.run(name, operation, repeats);
        } catch (thrown) {
          failed.set(operation, thrown);
          throw thrown;
        }
      },
    };
  });
}

export interface Plan {
  readonly sizes: readonly Size[];
  readonly effort: Effort;
  readonly say: (line: string) => void;
  /** What one size gave, as soon as it is there. */
  readonly done: (size: Size, began: Date, cells: readonly Cell[]) => void;
}

export interface NodeParts {
  readonly stand: RemoteStand;
  readonly libcrypto: Libcrypto | undefined;
  readonly folder: ScratchFolder;
  /** Our own command. */
  readonly whole: string;
}

/** Times everything there is in Node, libcrypto and the openssl command between. */
export async function benchNode(parts: NodeParts, plan: Plan): Promise<void> {
  const { stand, libcrypto, folder, whole } = parts;
  const [signet, ...others] = adaptersOf(stand);
  const contenders = [
    ...(signet ? [signet] : []),
    ...(libcrypto ? [libcrypto] : []),
    opensslCommand(folder),
    signetCommand(folder, whole),
    ...others,
  ];
  await benchSizes('Node', stand, contenders, plan, {
    async opened(octets) {
      await libcrypto?.open(folder.write('entity', makeEntity(octets)));
    },
    dropped: async (operation) => libcrypto?.drop(operation),
  });
}

interface Besides {
  readonly opened?: (octets: number) => Promise<void>;
  readonly dropped?: (operation: Operation) => Promise<void>;
}

export async function benchSizes(
  engine: Cell['engine'],
  stand: RemoteStand,
  contenders: readonly Contender[],
  { sizes, effort, say, done }: Plan,
  besides: Besides = {},
): Promise<void> {
  for (const size of sizes) {
    const cells: Cell[] = [];
    const began = new Date();
    await stand.open(SIZES[size]);
    await besides.opened?.(SIZES[size]);
    for (const operation of OPERATIONS) {
      const row = (await measure(contenders, operation, effort)).map((cell) => ({ engine, size, ...cell }));
      cells.push(...row);
      say(lineOf(row));
      // What is made is read by the next operation, and by none after it.
      if (operation.startsWith('decrypt') || operation === 'verify') {
        await stand.drop(operation);
        await besides.dropped?.(operation);
      }
    }
    done(size, began, cells);
  }
}

/** One operation of all contenders, each with its ratio: ours to theirs. */
function lineOf(row: readonly Cell[]): string {
  const [ours] = row;
  const time = (cell: Cell): number | undefined => cell.cpu ?? cell.wall;
  const mine = ours && time(ours);
  const cells = row.map((cell) => {
    const value = time(cell);
    if (value === undefined) return cell.error === undefined ? '' : `${cell.name} fails`;
    const ratio = cell === ours || mine === undefined ? '' : ` (${(mine / value).toPrecision(2)})`;
    return `${cell.name} ${value.toPrecision(3)}${ratio}`;
  });
  return `${ours?.engine} ${ours?.size} ${ours?.operation}: ${cells.filter(Boolean).join(' · ')}`;
}
