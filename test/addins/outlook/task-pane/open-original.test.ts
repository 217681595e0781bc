import {
  candidatesFor,
  openOriginal,
  type Candidate,
  type SourceName,
} from '../../../../addins/outlook/task-pane/read/open-original';
import { type OpenMail } from '../../../../addins/worker/core';
import { SignetError, type Integrity, type SummaryState } from '../../../../shared/index';

const forget = jest.fn();

/** An opened message as far as the pane looks at it. */
const message = (integrity: Integrity | undefined, state: SummaryState, encryption = 'none'): OpenMail =>
  ({
    view: {
      signatures: integrity === undefined ? [] : [{ integrity }],
      summary: { state },
      encryption: { state: encryption },
    },
    forget,
  }) as unknown as OpenMail;

const candidate = (source: SourceName, content: string | undefined | Error): Candidate => ({
  source,
  load: () =>
    content instanceof Error
      ? Promise.reject(content)
      : Promise.resolve(content === undefined ? undefined : new Blob([content])),
});
const opening = (answers: Readonly<Record<string, OpenMail>>) => async (content: Blob) => {
  const found = answers[await content.text()];
  if (!found) throw new SignetError('limit', 'too much', 'mimeParts');
  return found;
};
const good = message('intact', 'signed-valid');
const altered = message('altered', 'signed-invalid');
const forbidden = new SignetError('host', '403', 'forbidden');

describe('the original of a message', () => {
  it('is the first copy in which nothing is broken, and no other is asked for', async () => {
    const last = { source: 'export' as const, load: () => Promise.reject(new Error('asked for')) };
    const found = await openOriginal(
      [candidate('attachment', 'broken'), candidate('message', 'whole'), last],
      opening({ broken: altered, whole: good }),
    );
    expect(found).toMatchObject({ source: 'message', mail: good });
    expect(forget).toHaveBeenCalledTimes(1);
  });

  it('is the first copy of all where each is broken', async () => {
    const found = await openOriginal(
      [candidate('attachment', 'a'), candidate('message', 'b')],
      opening({ a: altered, b: altered }),
    );
    expect(found.source).toBe('attachment');
  });

  it.each([
    ['could not be checked', message(undefined, 'uncheckable')],
    ['could not be opened', message(undefined, 'unsigned', 'failed')],
  ])('is looked for further where a copy %s', async (_what, first) => {
    const found = await openOriginal(
      [candidate('attachment', 'a'), candidate('message', 'b')],
      opening({ a: first, b: good }),
    );
    expect(found.source).toBe('message');
  });

  it.each([
    ['unsigned', message(undefined, 'unsigned')],
    ['not trusted', message('intact', 'signed-untrusted')],
    ['not for us', message(undefined, 'unsigned', 'not-for-us')],
  ])('is not looked for further where it is %s', async (_what, first) => {
    const found = await openOriginal(
      [candidate('attachment', 'a'), candidate('message', 'b')],
      opening({ a: first, b: good }),
    );
    expect(found.source).toBe('attachment');
  });

  it('skips sources that fail or have nothing', async () => {
    const list = [candidate('attachment', undefined), candidate('message', forbidden), candidate('export', 'whole')];
    expect(await openOriginal(list, opening({ whole: good }))).toMatchObject({ source: 'export' });
  });

  it('rejects with the first failure where no source has it', async () => {
    const list = [candidate('attachment', forbidden), candidate('message', 'hostile')];
    await expect(openOriginal(list, opening({}))).rejects.toBe(forbidden);
  });

  it('is not looked for any further once that was cancelled', async () => {
    const asked: string[] = [];
    const last = { source: 'message' as const, load: () => (asked.push('message'), Promise.resolve(undefined)) };
    const stopped = (): Promise<never> => Promise.reject(new SignetError('cancelled', 'called off'));
    await expect(openOriginal([candidate('attachment', 'a'), last], stopped)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(asked).toEqual([]);
  });

  it('rejects with host where every source has nothing', async () => {
    await expect(openOriginal([candidate('attachment', undefined)], opening({}))).rejects.toMatchObject({
      code: 'host',
    });
  });

  it('is asked for from the store first, from Outlook last', () => {
    const originals = { storedEntity: () => Promise.resolve(undefined), wholeMessage: () => Promise.reject(forbidden) };
    const item = { restId: 'x', internetMessageId: undefined, subject: '' };
    const names = (more: object) =>
      candidatesFor({ ...item, exportMessage: undefined, ...more }, originals).map(({ source }) => source);
    expect(names({})).toEqual(['attachment', 'message']);
    expect(names({ exportMessage: () => Promise.resolve(new Blob()) })).toEqual(['attachment', 'message', 'export']);
  });
});
