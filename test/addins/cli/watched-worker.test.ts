import { WatchedWorker } from '../../../addins/cli/watched-worker';
import { ScratchFolder } from '../../support/openssl';

const folder = new ScratchFolder();
afterAll(() => {
  folder.remove();
});

/** A worker that does what the file name of a request says. */
const script = folder.write(
  'worker.cjs',
  `const { parentPort } = require('node:worker_threads');
   parentPort.on('message', ({ file }) => {
     if (file === 'hang') for (;;);
     if (file === 'exit') process.exit(3);
     if (file === 'throw') throw new Error('no');
     parentPort.postMessage({ schema: 1, file, kind: 'unknown' });
   });
   parentPort.postMessage('ready');`,
);

describe('the watched worker', () => {
  it('outlives requests that hang, end it or break it, and answers in order', async () => {
    const worker = new WatchedWorker(script, 500);
    const answers = [];
    for (const file of ['a', 'hang', 'b', 'exit', 'throw', 'c']) answers.push(await worker.answer({ file }));
    await worker.close();
    expect(answers.map(({ file, error }) => [file, error?.code])).toEqual([
      ['a', undefined],
      ['hang', 'limit'],
      ['b', undefined],
      ['exit', 'defect'],
      ['throw', 'defect'],
      ['c', undefined],
    ]);
  });

  it('answers with an error where it cannot even start', async () => {
    const worker = new WatchedWorker(folder.write('broken.cjs', 'throw new Error("no")'), 500);
    expect(await worker.answer({ id: '1', file: 'a' })).toMatchObject({
      id: '1',
      file: 'a',
      error: { code: 'defect' },
    });
    await worker.close();
  });
});
