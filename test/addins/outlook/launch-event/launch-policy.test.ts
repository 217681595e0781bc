import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { runPolicy } from '../../../../addins/cli/policy-command';
import { markOf } from '../../../../addins/outlook/encrypted-conversations';
import { BareRuntime, buildLaunchEvent, type Completed, type World } from './bare-runtime';

/* A policy from the administrator's file to the dialog: the command, the build, and the bundle in a bare realm. */

const POLICY = {
  version: 2,
  contact: { text: { en: 'Ask the service desk.', de: 'Fragen Sie die Hotline.' }, at: 'desk@signet.example' },
  settings: {
    sign: { value: 'offer', change: 'free' },
    encrypt: { value: 'offer', change: 'none', override: 'free' },
  },
  accounts: [{ identity: ['press@signet.example'], settings: { sign: { value: 'always' } } }],
  groups: { board: ['anna@board.example'] },
  rules: [
    {
      id: 'partners',
      when: { recipient: ['*@partner.example'] },
      encrypt: 'require',
      text: { en: 'Mail to partners is encrypted.', de: 'Post an Partner wird verschlüsselt.' },
    },
    { id: 'board', when: { group: ['board'] }, sign: 'require' },
    { id: 'marked', when: { subject: ['[secret]'] }, sign: 'require' },
    { id: 'umlauts', when: { recipient: ['*@münchen.example'] }, sign: 'require' },
    { id: 'answers', when: { replyToEncrypted: true }, encrypt: 'prefer' },
  ],
};

let bundle = '';
beforeAll(async () => {
  const { status, out } = runPolicy(['export', 'outlook', 'policy.json'], () => JSON.stringify(POLICY));
  expect(status).toBe(0);
  bundle = await buildLaunchEvent(out);
}, 120_000);

const decisionFor = async (world: World, event = 'onMessageSend'): Promise<Completed> => {
  const completed = await new BareRuntime(bundle, world).fire(event);
  expect(completed).toHaveLength(1);
  return completed[0] ?? {};
};
const CHOSEN = { 'x-signet-protection': 'chosen' };

it('is ES2016 in one file, small, and without cryptography', () => {
  expect(() => parse(bundle, { ecmaVersion: 2016, sourceType: 'script' })).not.toThrow();
  expect(gzipSync(bundle, { level: 9 }).length).toBeLessThan(25 * 1024);
  expect(bundle).not.toMatch(/pkijs|asn1|subtle|indexedDB|localStorage|XMLHttpRequest|\bfetch\(/);
});

describe('Send', () => {
  it('lets go what no rule is about', async () => {
    expect(await decisionFor({})).toEqual({ allowEvent: true });
  });

  it.each([
    [
      'en-US',
      /^Your organisation .* Mail to partners is encrypted\. Questions: Ask the service desk\. desk@signet\.example$/,
    ],
    ['de-DE', /^Ihre Organisation .* Post an Partner wird verschlüsselt\. Fragen: Fragen Sie die Hotline\. desk@/],
  ])('is held for a domain with the administrator’s words, in %s', async (language, words) => {
    const decision = await decisionFor({ language, to: ['x@partner.example'], headers: CHOSEN });
    expect(decision).toMatchObject({ allowEvent: false, commandId: 'smime.compose.send' });
    expect(decision.errorMessage).toMatch(words);
    expect(decision.errorMessage?.length).toBeLessThanOrEqual(500);
  });

  it.each([
    ['a member of a group', { to: ['Anna@Board.example'] }],
    ['a mark in the subject', { subject: 'Re: [SECRET] minutes' }],
    ['a subject that cannot be read', { broken: { subject: 'fails' } }],
    ['people who cannot be read', { broken: { people: 'fails' } }],
    ['a name that is no address yet', { to: ['Anna'] }],
    ['a domain that needs IDNA to be compared', { to: ['a@münchen.example'] }],
    ['the same domain in ASCII', { to: ['a@xn--mnchen-3ya.example'] }],
  ] as const)('is held for %s, whatever the draft says', async (_, world) => {
    expect(await decisionFor({ ...world, headers: CHOSEN })).toMatchObject({ allowEvent: false });
  });

  it('is held for an answer or a forward that may be of something encrypted, until the user has chosen', async () => {
    for (const composeType of ['reply', 'forward'] as const) {
      expect(await decisionFor({ composeType })).toMatchObject({ allowEvent: false });
      expect(await decisionFor({ composeType, headers: CHOSEN })).toEqual({ allowEvent: true });
      const noted = { conversationId: 'c', settings: { 'signet.encrypted': markOf('c') } };
      expect(await decisionFor({ composeType, headers: CHOSEN, ...noted })).toMatchObject({
        sendModeOverride: 'promptUser',
      });
    }
    expect(await decisionFor({ broken: { type: 'throws' } })).toMatchObject({ allowEvent: false });
  });

  it('is held for what users want for themselves, and where that cannot be read', async () => {
    const settings = (own: unknown) => ({ settings: { 'signet.ownRules': own } });
    const own = JSON.stringify({ version: 2, settings: { sign: 'always' } });
    expect(await decisionFor(settings(own))).toMatchObject({ allowEvent: false });
    expect(await decisionFor(settings('{'))).toMatchObject({ allowEvent: false });
    expect(await decisionFor({ broken: { setting: 'throws' } })).toMatchObject({ allowEvent: false });
  });

  it('never takes a header for a proof, and none loosens what is required', async () => {
    for (const own of ['', 'chosen', 'sign', 'sign,encrypt', 'sign,encrypt,chosen', 'seal'])
      for (const preset of ['', 'chosen', 'sign,encrypt']) {
        const headers = { 'x-signet-protection': own, 'x-signet-preset': preset };
        expect(await decisionFor({ headers, to: ['x@partner.example'] })).toMatchObject({ allowEvent: false });
      }
  });
});

describe('an invitation', () => {
  const invite = (world: World): Promise<Completed> =>
    decisionFor({ ...world, item: 'appointment' }, 'onAppointmentSend');

  it('goes where no rule is about it', async () => {
    expect(await invite({})).toEqual({ allowEvent: true });
  });

  it('does not go where protection is required, and no button sends it all the same', async () => {
    const decision = await invite({ to: ['x@partner.example'] });
    expect(decision.allowEvent).toBe(false);
    expect(decision.sendModeOverride).toBeUndefined();
    expect(decision.errorMessage).toMatch(/invitation.*Mail to partners is encrypted\. Questions: /);
  });
});

it('a new draft is told what is required of it', async () => {
  const runtime = new BareRuntime(bundle, { to: ['x@partner.example'] });
  await runtime.fire('onMessageRecipientsChanged');
  expect(runtime.headers).toEqual({ 'x-signet-preset': 'encrypt' });
});

it('a file that is no export stops the build', async () => {
  await expect(buildLaunchEvent(JSON.stringify(POLICY))).rejects.toThrow();
}, 60_000);
