import { answerPeople } from '../../../../addins/outlook/task-pane/compose/answer-people';

const ME = 'alice@signet.example';
const BOB = 'bob@signet.example';
const CAROL = 'carol@other.example';
const DAN = 'dan@third.example';

const list = (addresses: readonly string[]) => addresses.map((address) => ({ name: '', address }));

interface Message {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly isReplyToSigned?: boolean;
}

function people(message: Message, whom: 'sender' | 'all') {
  const { from = [BOB], to = [ME], cc = [], replyTo = [], isReplyToSigned = true } = message;
  const addressed = { to: list(to), cc: list(cc), replyTo: list(replyTo), isReplyToSigned };
  return answerPeople({ from: list(from), addressed, own: [ME, 'alias@signet.example'] }, whom);
}

describe('an answer', () => {
  it('goes to the sender alone, or to all who had the message, without the user', () => {
    const message = { to: [ME, CAROL], cc: [DAN, 'ALIAS@Signet.Example'] };
    expect(people(message, 'sender')).toEqual({ to: [BOB], cc: [], elsewhere: [] });
    expect(people(message, 'all')).toEqual({ to: [BOB], cc: [CAROL, DAN], elsewhere: [] });
  });

  it('names everybody once', () => {
    const message = { to: [CAROL, 'Bob@SIGNET.example', ME], cc: ['carol@OTHER.example', DAN, DAN] };
    expect(people(message, 'all')).toMatchObject({ to: [BOB], cc: ['carol@OTHER.example', DAN] });
  });

  it('goes to a signed Reply-To with the sender’s domain', () => {
    const team = 'team@lists.signet.example';
    expect(people({ replyTo: [team], cc: [BOB] }, 'all')).toEqual({ to: [team], cc: [BOB], elsewhere: [] });
  });

  it('never goes by itself to a Reply-To that is not signed, whatever the domain', () => {
    const replyTo = ['mallory@signet.example', BOB];
    expect(people({ replyTo, isReplyToSigned: false }, 'sender')).toEqual({
      to: [BOB],
      cc: [],
      elsewhere: ['mallory@signet.example'],
    });
  });

  it.each(['sender', 'all'] as const)('never goes to a Reply-To elsewhere by itself (%s)', (whom) => {
    const { to, cc, elsewhere } = people({ replyTo: [BOB, 'bob@evil.example'] }, whom);
    expect([to, cc, elsewhere]).toEqual([[BOB], [], ['bob@evil.example']]);
  });

  it('to what the user wrote goes to those it was written to', () => {
    const message = { from: [ME], to: [BOB, ME], cc: [CAROL] };
    expect(people(message, 'sender')).toMatchObject({ to: [BOB], cc: [] });
    expect(people(message, 'all')).toMatchObject({ to: [BOB], cc: [CAROL] });
    expect(people({ from: [ME], to: [ME] }, 'all')).toMatchObject({ to: [ME], cc: [] });
  });

  it('leaves out nothing for being no address', () => {
    expect(people({ to: ['Jane', ME] }, 'all')).toMatchObject({ to: [BOB], cc: ['Jane'] });
    expect(people({ from: [], to: [ME] }, 'sender')).toEqual({ to: [], cc: [], elsewhere: [] });
  });

  it('counts thousands of recipients in time that grows with their number', () => {
    const to = Array.from({ length: 20_000 }, (_, at) => `${at}@x.example`);
    expect(people({ to }, 'all').cc).toHaveLength(20_000);
  });
});
