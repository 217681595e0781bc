import { planParts, protectParts, type MessagePart } from '../../../addins/thunderbird/background/message-parts';
import { latin1Bytes, latin1Text, type MessagePlan, type PreparedSend } from '../../../shared/index';

const [BOB, DAN, ERIN, VAULT] = ['bob', 'dan', 'erin', 'vault'].map((name) => `${name}@signet.example`) as [
  string,
  string,
  string,
  string,
];
const HEADER = latin1Bytes(
  [
    'Message-ID: <main@signet.example>',
    'From: alice@signet.example',
    `To: Bob <${BOB}>, ${DAN}`,
    `Bcc: ${ERIN}`,
    'Subject: Split',
    '',
  ].join('\r\n'),
);
const ASKED = { to: [BOB, DAN], cc: [], bcc: [ERIN] };
const plan = (recipients: readonly string[], sign: boolean, encrypt: boolean, archive?: string): MessagePlan =>
  ({ recipients, sign, encrypt, ...(archive !== undefined && { archive }) }) as MessagePlan;
const SPLIT = [plan([BOB], true, true), plan([DAN, ERIN], true, false)];
const NOW = { queued: false };
const LATER = { queued: true };
const textOf = ({ header }: Pick<MessagePart, 'header'>): string => latin1Text(header);

describe('the parts of a send', () => {
  it('are one where all get the same, with the header as it is', async () => {
    const parts = await planParts(ASKED, HEADER, [plan([BOB, DAN, ERIN], true, false)], NOW);
    expect(parts).toEqual([{ ...ASKED, plan: expect.anything() as unknown, header: HEADER, copies: [] }]);
    const [sealed] = await planParts(ASKED, HEADER, [plan([BOB, DAN, ERIN], true, true)], NOW);
    expect(sealed?.copies.map(({ recipient }) => recipient)).toEqual([ERIN]);
  });

  it('are one for each protection, the first with the draft’s own Message-ID, and never with Bcc', async () => {
    const parts = await planParts(ASKED, HEADER, SPLIT, NOW);
    expect(parts.map(({ to, cc, bcc }) => ({ to, cc, bcc }))).toEqual([
      { to: [BOB], cc: [], bcc: [] },
      { to: [DAN], cc: [], bcc: [ERIN] },
    ]);
    expect(parts[0]?.id).toBeUndefined();
    expect(parts.map(textOf)).toEqual([
      expect.stringContaining('<main@signet.example>'),
      expect.stringContaining(`<${parts[1]?.id ?? 'none'}>`),
    ]);
    for (const part of parts) expect(textOf(part)).not.toMatch(/^bcc/im);
    expect(parts[1]?.copies.map(({ recipient }) => recipient)).toEqual([ERIN]);
  });

  it('name everybody where an envelope says who gets them, and their own readers alone where headers do', async () => {
    for (const part of await planParts(ASKED, HEADER, SPLIT, NOW)) expect(textOf(part)).toMatch(/To: Bob <bob@.*dan@/);
    const queued = (await planParts(ASKED, HEADER, SPLIT, LATER)).map(textOf);
    expect(queued).toEqual([expect.stringContaining(`To: ${BOB}\r\n`), expect.stringContaining(`To: ${DAN}\r\n`)]);
    expect(queued[0]).not.toContain(DAN);
    expect(queued[1]).not.toContain(BOB);
  });

  it('have the same Message-ID at each try, and another for other readers', async () => {
    const idOf = async (plans: readonly MessagePlan[]) => (await planParts(ASKED, HEADER, plans, NOW))[1]?.id;
    expect(await idOf(SPLIT)).toBe(await idOf(SPLIT));
    const others = [plan([BOB, ERIN], true, true), plan([DAN], true, false)];
    expect(await idOf(others)).not.toBe(await idOf(SPLIT));
  });

  it('give the archive each message that it is to have', async () => {
    const asked = { ...ASKED, bcc: [VAULT] };
    const plans = [plan([BOB], true, true, VAULT), plan([DAN], true, false)];
    const parts = await planParts(asked, HEADER, plans, NOW);
    expect(parts.map(({ bcc }) => bcc)).toEqual([[VAULT], []]);
  });

  it('are none where somebody is in none of them', async () => {
    await expect(planParts(ASKED, HEADER, SPLIT.slice(0, 1).concat(plan([DAN], true, false)), NOW)).rejects.toThrow(
      /of no message/,
    );
  });
});

describe('what parts become', () => {
  const made = ({ to, cc, copies, header }: MessagePart): PreparedSend => ({
    kind: 'ready',
    main: { recipients: [...to, ...cc], header, entity: new Uint8Array(1) },
    bcc: copies.map(({ recipient }) => ({ recipient, header, entity: new Uint8Array(2) })),
  });

  it('is the sender’s own message and one for each of the others, with all its readers', async () => {
    const built = await protectParts(await planParts(ASKED, HEADER, SPLIT, NOW), (part) => Promise.resolve(made(part)));
    expect(built).toMatchObject({
      kind: 'ready',
      readers: [BOB],
      copies: [{ recipients: [DAN] }, { recipients: [ERIN] }],
    });
    const ids = built.kind === 'ready' ? built.copies.map(({ id }) => id) : [];
    expect(new Set(ids).size).toBe(2);
  });

  it('marks the copies of somebody who has another one, as an archive has', async () => {
    const plans = [plan([BOB], true, true, VAULT), plan([DAN], true, false, VAULT)];
    const parts = await planParts({ ...ASKED, bcc: [VAULT] }, HEADER, plans, NOW);
    const built = await protectParts(parts, (part) => Promise.resolve(made(part)));
    const copies = built.kind === 'ready' ? built.copies : [];
    expect(copies.map(({ recipients, isOneOfMany = false }) => [recipients[0], isOneOfMany])).toEqual([
      [VAULT, true],
      [DAN, false],
      [VAULT, true],
    ]);
  });

  it('is nothing where one of them is refused, and every reason is said', async () => {
    const parts = await planParts(ASKED, HEADER, SPLIT, NOW);
    const refusing = ({ to }: MessagePart): Promise<PreparedSend> =>
      Promise.resolve({ kind: 'refused', refusals: [{ code: 'recipient-certificate', address: to[0] ?? '' }] });
    expect(await protectParts(parts, refusing)).toMatchObject({
      kind: 'refused',
      refusals: [{ address: BOB }, { address: DAN }],
    });
    const second = (part: MessagePart) => (part === parts[1] ? refusing(part) : Promise.resolve(made(part)));
    expect(await protectParts(parts, second)).toMatchObject({ kind: 'refused', refusals: [{ address: DAN }] });
  });
});
