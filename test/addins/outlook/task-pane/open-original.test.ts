import {
  candidatesFor,
  openOriginal,
  type Candidate,
  type SourceName,
} from '../../../../addins/outlook/task-pane/read/open-original';
import {
  SignetError,
  utf8Bytes,
  type Bytes,
  type Integrity,
  type OpenedMessage,
  type SummaryState,
} from '../../../../shared/index';

/** An opened message as far as the pane looks at it. */
const message = (integrity: Integrity | undefined, state: SummaryState, encryption = 'none'): OpenedMessage =>
  ({
    signatures: integrity === undefined ? [] : [{ integrity }],
    summary: { state },
    encryption: { state: encryption },
  }) as unknown as OpenedMessage;

const candidate = (source: SourceName, content: string | undefined | Error): Candidate => ({
  source,
  load: () =>
    content instanceof Error
      ? Promise.reject(content)
      : Promise.resolve(content === undefined ? undefined : utf8Bytes(content)),
});
const opening = (answers: Readonly<Record<string, OpenedMessage>>) => (octets: Bytes) => {
  const found = answers[Buffer.from(octets).toString()];
  return found ? Promise.resolve(found) : Promise.reject(new SignetError('limit', 'too much', 'mimeParts'));
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
    expect(found).toMatchObject({ source: 'message', message: good });
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

  it('rejects with host where every source has nothing', async () => {
    await expect(openOriginal([candidate('attachment', undefined)], opening({}))).rejects.toMatchObject({
      code: 'host',
    });
  });

  it('is asked for from the store first, from Outlook last', () => {
    const originals = { storedEntity: () => Promise.resolve(undefined), wholeMessage: () => Promise.reject(forbidden) };
    const item = { restId: 'x', internetMessageId: undefined, subject: '' };
    const names = (more: object) =>
      candidatesFor({ ...item, exportOctets: undefined, ...more }, originals).map(({ source }) => source);
    expect(names({})).toEqual(['attachment', 'message']);
    expect(names({ exportOctets: () => Promise.resolve(utf8Bytes('')) })).toEqual(['attachment', 'message', 'export']);
  });
});
