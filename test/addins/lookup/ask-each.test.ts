import { askEach, askTogether, NoAnswerError } from '../../../addins/lookup/ask-each';
import { StatusError } from '../../../addins/revocation/timed-fetch';

const never = (): Promise<never> => new Promise(() => undefined);
const open = (): AbortSignal => new AbortController().signal;

describe('asking a place', () => {
  it('has a number of questions under way and no more', async () => {
    let now = 0;
    let most = 0;
    const addresses = Array.from({ length: 40 }, (_, i) => `${i}@example.org`);
    const ask = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now--;
      return [];
    };
    expect(await askEach(addresses, open(), ask, { atOnce: 3 })).toHaveLength(40);
    expect(most).toBe(3);
  });

  it('says of those above its limit that they were too many, and asks nothing about them', async () => {
    const asked: string[] = [];
    const ask = (address: string) => {
      asked.push(address);
      return Promise.resolve([]);
    };
    const answers = await askEach(['a@x.example', 'b@x.example'], open(), ask, { questions: 1 });
    expect(answers[1]).toEqual({ address: 'b@x.example', failure: 'too-many' });
    expect(asked).toEqual(['a@x.example']);
  });

  it('gives each question a time of its own', async () => {
    const ask = (address: string) => (address.startsWith('slow') ? never() : Promise.resolve([]));
    const answers = await askEach(['slow@x.example', 'b@x.example'], open(), ask, { milliseconds: 30, atOnce: 1 });
    expect(answers).toEqual([
      { address: 'slow@x.example', failure: 'too-slow' },
      { address: 'b@x.example', files: [] },
    ]);
  });

  it('says what a place said', async () => {
    const failing = {
      'a@x.example': new NoAnswerError('not-authenticated'),
      'b@x.example': new StatusError(500),
      'c@x.example': new Error('what'),
    };
    const answers = await askEach(Object.keys(failing), open(), (address) =>
      Promise.reject(failing[address as keyof typeof failing]),
    );
    expect(answers.map((one) => 'failure' in one && one.failure)).toEqual([
      'not-authenticated',
      'no-answer',
      'no-answer',
    ]);
  });

  it('takes a number of files of each answer', async () => {
    const files = Array.from({ length: 100 }, () => new Uint8Array(1));
    const [answer] = await askEach(['a@x.example'], open(), () => Promise.resolve(files));
    expect(answer && 'files' in answer && answer.files.length).toBe(16);
  });

  it('hands its own end to what asks', async () => {
    const ended: boolean[] = [];
    const ask = (_address: string, signal: AbortSignal) => {
      signal.addEventListener('abort', () => ended.push(true));
      return never();
    };
    await askEach(['a@x.example'], open(), ask, { milliseconds: 10 });
    const controller = new AbortController();
    const asking = askEach(['a@x.example'], controller.signal, ask);
    controller.abort();
    await asking;
    expect(ended).toEqual([true, true]);
  });
});

describe('asking a place about all at once', () => {
  const people = ['a@x.example', 'b@x.example'];

  it('puts one question, and gives each their part of the answer', async () => {
    const asked: (readonly string[])[] = [];
    const ask = (addresses: readonly string[]) => {
      asked.push(addresses);
      return Promise.resolve([[Uint8Array.of(1)]]);
    };
    expect(await askTogether(people, open(), ask)).toEqual([
      { address: 'a@x.example', files: [Uint8Array.of(1)] },
      { address: 'b@x.example', files: [] },
    ]);
    expect(asked).toEqual([people]);
  });

  it('says of those above its limit that they were too many, and asks nothing about them', async () => {
    const ask = (addresses: readonly string[]) => Promise.resolve(addresses.map(() => []));
    expect((await askTogether(people, open(), ask, { questions: 1 }))[1]).toEqual({
      address: 'b@x.example',
      failure: 'too-many',
    });
  });

  it('ends at its deadline and when it is called off, for all of them', async () => {
    const failures = async (asking: ReturnType<typeof askTogether>): Promise<readonly unknown[]> =>
      (await asking).map((one) => 'failure' in one && one.failure);
    expect(await failures(askTogether(people, open(), never, { milliseconds: 20 }))).toEqual(['too-slow', 'too-slow']);
    const controller = new AbortController();
    const asking = askTogether(people, controller.signal, never);
    controller.abort();
    expect(await failures(asking)).toEqual(['cancelled', 'cancelled']);
  });
});
