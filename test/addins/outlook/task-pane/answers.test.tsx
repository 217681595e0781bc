/** @jest-environment ./test/support/jsdom-environment.js */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { type ReadItem } from '../../../../addins/outlook/host/read-item';
import { Answers } from '../../../../addins/outlook/task-pane/compose/answers';
import { type WritingStart } from '../../../../addins/outlook/task-pane/compose/written-message';
import { type OpenMail } from '../../../../addins/worker/core';
import { mount } from '../../ui/gallery';

const MAIL = {
  view: {
    from: [{ name: 'Bob', address: 'bob@signet.example' }],
    subject: 'Plans',
    summary: { encryption: 'opened' },
    body: { parts: [], attachments: [] },
  },
  addressed: { to: [], cc: [], replyTo: [], isReplyToSigned: false },
} as unknown as OpenMail;

async function answers() {
  const started: WritingStart[] = [];
  const waiting: ((owner: string | undefined) => void)[] = [];
  const owner = () => new Promise<string | undefined>((resolve) => void waiting.push(resolve));
  const item = { internetMessageId: '<1@x>', owner } as unknown as ReadItem;
  const core = { identities: () => Promise.resolve([]) };
  const onStart = (start: WritingStart): void => void started.push(start);
  let root: HTMLElement = document.body;
  await act(async () => {
    const answered = { mail: MAIL, item, from: 'alice@signet.example', core, onStart };
    root = mount(<Answers {...answered} language="en" />);
    await Promise.resolve();
  });
  const reply = () => act(() => root.querySelector<HTMLElement>('[data-step=reply]')?.click());
  const owned = () =>
    act(() => {
      for (const tell of waiting.splice(0)) tell('team@signet.example');
      return Promise.resolve();
    });
  return { root, started, reply, owned };
}

describe('the buttons to answer a message', () => {
  it('start one answer from the mailbox that the message is in, however often they are pressed', async () => {
    const { started, reply, owned } = await answers();
    await reply();
    await reply();
    await owned();
    expect(started).toMatchObject([{ from: { address: 'team@signet.example' }, to: 'bob@signet.example' }]);
    expect(await started[0]?.owner?.()).toBe('team@signet.example');
  });

  it('start nothing any more once another message is shown', async () => {
    const { root, started, reply, owned } = await answers();
    await reply();
    await act(() => render(null, root));
    await owned();
    expect(started).toEqual([]);
  });
});
