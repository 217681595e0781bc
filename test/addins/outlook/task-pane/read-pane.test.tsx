/** @jest-environment ./test/support/jsdom-environment.js */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { type ReadItem } from '../../../../addins/outlook/host/read-item';
import '../../../../addins/outlook/task-pane/compose/answers';
import { ReadPane } from '../../../../addins/outlook/task-pane/read/read-pane';
import { type WritingStart } from '../../../../addins/outlook/task-pane/compose/written-message';
import { type Services } from '../../../../addins/outlook/task-pane/services';
import { settle } from '../../ui/identity-screen';

const view = {
  from: [{ name: 'Bob', address: 'bob@signet.example' }],
  subject: 'Plans',
  layers: [],
  signatures: [],
  encryption: { state: 'none', recipients: [] },
  summary: { state: 'unsigned', encryption: 'none', reasons: [] },
  errant: [],
  body: { parts: [{ kind: 'text', text: 'Hello' }], attachments: [] },
};
const addressed = { to: [], cc: [], replyTo: [], isReplyToSigned: false };
const services = {
  core: {
    open: () => Promise.resolve({ view, addressed, readers: [], forget: () => undefined }),
    identities: () => Promise.resolve([]),
    revocation: { choice: () => Promise.reject(new Error('none')) },
    settings: {},
  },
  originals: { storedEntity: () => Promise.resolve(new Blob(['x'])) },
  clock: { now: () => new Date() },
} as unknown as Services;
const item = (id: string): ReadItem => ({ internetMessageId: id, owner: () => Promise.resolve(undefined) }) as ReadItem;

describe('an answer to the message that the pane shows', () => {
  it('is about that one, also where another is selected already', async () => {
    const started: WritingStart[] = [];
    const reply = { from: 'alice@signet.example', onStart: (start: WritingStart) => void started.push(start) };
    const root = document.body;
    jest.spyOn(window, 'scrollTo').mockImplementation();
    const show = (subject: ReadItem): void =>
      render(<ReadPane language="en" services={services} subject={subject} generation={0} reply={reply} />, root);
    await act(() => show(item('<1@x>')));
    await settle();
    // What follows another selection has not run yet.
    show(item('<2@x>'));
    root.querySelector<HTMLElement>('[data-step=reply]')?.click();
    await settle();
    expect(started).toMatchObject([{ about: { internetMessageId: '<1@x>' } }]);
  });
});
