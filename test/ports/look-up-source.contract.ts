import { hex, type Bytes } from '../../shared/base/bytes';
import { readContactFile } from '../../shared/contacts/certificate-files';
import { type LookUpAnswer, type LookUpSource, type LookUpSourceName } from '../../shared/ports/look-up-source';
import { parseCertificates } from '../../shared/pkix/certificate';
import { TestCa, type Party } from '../support/test-ca';

/** Somebody whom a place knows, and what it has of them. */
export interface ListedPerson {
  readonly address: string;
  readonly certificates: readonly Bytes[];
}

export interface SourceWorld {
  readonly people: readonly ListedPerson[];
  /** `silent`: it never answers. `broken`: it answers with what is none. `flooding`: it answers without end. */
  readonly manner: 'well' | 'silent' | 'broken' | 'flooding';
  /** Milliseconds that a question may take. */
  readonly milliseconds: number;
}

export interface StartedSource {
  readonly source: LookUpSource;
  /** How often it was asked. */
  readonly asked: () => number;
  stop?(): Promise<void>;
}

export interface ContractOptions {
  readonly name: LookUpSourceName;
  readonly start: (world: SourceWorld) => Promise<StartedSource>;
  /** What cannot happen at this place: nobody's server is behind it. */
  readonly cannot?: readonly SourceWorld['manner'][];
}

const BOB = 'bob@signet.example';
const CAROL = 'carol@signet.example';
const NOBODY = 'nobody@signet.example';

/** What every place keeps to where certificates are looked for. */
export function lookUpSourceContract(title: string, options: ContractOptions): void {
  describe(`look-up source contract: ${title}`, () => {
    let people: readonly ListedPerson[];
    let parties: readonly Party[];
    let stop: StartedSource['stop'];

    beforeAll(async () => {
      const ca = await TestCa.create();
      const bob = await ca.issue({ commonName: 'Bob', addresses: [BOB] });
      const carol = await ca.issue({ commonName: 'Carol', addresses: [CAROL] });
      parties = [bob, carol];
      people = [
        { address: BOB, certificates: [bob.certificate] },
        { address: CAROL, certificates: [carol.certificate] },
      ];
    });
    afterEach(async () => {
      await stop?.();
      stop = undefined;
    });

    const start = async (manner: SourceWorld['manner'], milliseconds = 5_000): Promise<StartedSource> => {
      const started = await options.start({ people, manner, milliseconds });
      stop = started.stop?.bind(started);
      return started;
    };
    const ask = (started: StartedSource, addresses: readonly string[], signal = new AbortController().signal) =>
      started.source.ask(addresses, signal);

    it('has the name that settings switch it by', async () => {
      expect((await start('well')).source.name).toBe(options.name);
    });

    it('gives one answer for each address, in order, with the certificates of the right person', async () => {
      const answers = await ask(await start('well'), [CAROL, NOBODY, BOB]);
      expect(answers.map(({ address }) => address)).toEqual([CAROL, NOBODY, BOB]);
      expect(answers.map(certificatesOf)).toEqual([
        [hex(parties[1]?.certificate ?? new Uint8Array(0))],
        [],
        [hex(parties[0]?.certificate ?? new Uint8Array(0))],
      ]);
    });

    it('finds somebody however their address is spelled', async () => {
      const [answer] = await ask(await start('well'), ['Bob@SIGNET.example']);
      expect(answer && certificatesOf(answer)).toHaveLength(1);
    });

    it('has nothing, and no failure, for somebody whom it does not know', async () => {
      expect(await ask(await start('well'), [NOBODY])).toEqual([{ address: NOBODY, files: [] }]);
    });

    it('asks nobody where nobody is asked for', async () => {
      const started = await start('well');
      expect(await ask(started, [])).toEqual([]);
      expect(started.asked()).toBe(0);
    });

    it('answers for many', async () => {
      const many = Array.from({ length: 60 }, (_, i) => `person${i}@signet.example`);
      const answers = await ask(await start('well'), [...many, BOB]);
      expect(answers).toHaveLength(61);
      expect(answers.filter((one) => 'failure' in one)).toEqual([]);
    });

    it('asks nothing once it was called off', async () => {
      const started = await start('well');
      expect(await ask(started, [BOB, CAROL], AbortSignal.abort())).toEqual([
        { address: BOB, failure: 'cancelled' },
        { address: CAROL, failure: 'cancelled' },
      ]);
      expect(started.asked()).toBe(0);
    });

    const can = (manner: SourceWorld['manner']): boolean => options.cannot?.includes(manner) !== true;

    if (can('silent')) {
      it('ends at its own time where no answer comes', async () => {
        const begun = performance.now();
        const [answer] = await ask(await start('silent', 200), [BOB]);
        expect(answer).toEqual({ address: BOB, failure: 'too-slow' });
        expect(performance.now() - begun).toBeLessThan(3_000);
      });

      it('ends at once where it is called off while it waits', async () => {
        const started = await start('silent');
        const controller = new AbortController();
        const asking = ask(started, [BOB, CAROL], controller.signal);
        setTimeout(() => controller.abort(), 50);
        const begun = performance.now();
        expect((await asking).map((one) => 'failure' in one && one.failure)).toEqual(['cancelled', 'cancelled']);
        expect(performance.now() - begun).toBeLessThan(2_000);
      });
    }

    if (can('broken')) {
      it('never rejects, whatever it is told, and finds no certificate in that', async () => {
        const answers = await ask(await start('broken'), [BOB, CAROL]);
        expect(answers.flatMap(certificatesOf)).toEqual([]);
      });
    }

    if (can('flooding')) {
      it('reads no more than it may', async () => {
        const [answer] = await ask(await start('flooding'), [BOB]);
        expect(answer).toEqual({ address: BOB, failure: 'too-large' });
      });
    }
  });
}

function certificatesOf(answer: LookUpAnswer): readonly string[] {
  if ('failure' in answer) return [];
  return answer.files.flatMap((file) => {
    try {
      const octets = readContactFile(file).contacts.flatMap((one) => one.certificates);
      return octets.flatMap((one) => parseCertificates(one)).map(({ der }) => hex(der));
    } catch {
      return [];
    }
  });
}
