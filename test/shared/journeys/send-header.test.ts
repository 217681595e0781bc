import { type Bytes, concat, latin1Text } from '../../../shared/base/bytes';
import { openMessage } from '../../../shared/journeys/open-message';
import {
  type PreparedMessage,
  type PreparedSend,
  prepareSend,
  type Protection,
  type SendRequest,
} from '../../../shared/journeys/send-message';
import { composeHeader } from '../../../shared/mime/compose-mime';
import { parseEntity } from '../../../shared/mime/entity';
import { shownText } from '../../../shared/mime/shown-text';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, NOW } from '../smime/messages';
import { memoryPorts } from './memory-ports';

const CAROL = 'carol@example.test';

let cast: Cast;
let carol: Party;
beforeAll(async () => {
  cast = await createCast();
  carol = await issue(cast.ca, CAROL);
});

const headerTo = (to: string, bcc: readonly string[] = []): Bytes =>
  composeHeader({
    from: { name: 'Alice', address: ALICE },
    to: [{ name: 'Bob', address: to }],
    bcc: bcc.map((address) => ({ name: '', address })),
    subject: 'Grüße',
    date: NOW,
    messageId: `<${to}>`,
  });

const portsOf = (...own: readonly Party[]): ReturnType<typeof memoryPorts> =>
  memoryPorts({ own, known: [cast.bob.certificate, carol.certificate], anchors: [cast.ca.certificate] });

type Ready = Extract<PreparedSend, { kind: 'ready' }>;

async function prepare(protection: Partial<Protection>, more: Partial<SendRequest> = {}): Promise<Ready> {
  const request = {
    from: ALICE,
    to: [BOB],
    cc: [],
    bcc: [],
    header: headerTo(BOB),
    entity: entityOf('Hello'),
    protection: { sign: true, encrypt: true, ...protection },
    ...more,
  };
  const prepared = await prepareSend(request, await portsOf(cast.alice));
  if (prepared.kind !== 'ready') throw new Error(JSON.stringify(prepared));
  return prepared;
}

const wire = ({ header, entity }: PreparedMessage): Bytes => concat([header, entity]);

const open = async (message: PreparedMessage, reader: Party): Promise<OpenedMessage> =>
  openMessage(wire(message), await portsOf(reader));

describe('the header of a sent message', () => {
  it('hides the subject of an encrypted message, which its readers see', async () => {
    const { main } = await prepare({});
    expect(latin1Text(main.header)).toContain('Subject: [...]\r\n');
    expect(latin1Text(wire(main))).not.toContain('=?UTF-8?B?R3LDvMOfZQ==?=');
    for (const reader of [cast.bob, cast.alice]) {
      const opened = await open(main, reader);
      expect(opened.subject).toBe('Grüße');
      expect(opened.summary.state).toBe('signed-valid');
      expect(opened.headerProtection).toMatchObject({ hp: 'cipher', policy: 'hcp_baseline', hasLegacyDisplay: false });
    }
  });

  it('is signed with a message that is only signed, which everybody reads as ever', async () => {
    const { main } = await prepare({ encrypt: false });
    expect(latin1Text(main.header)).toBe(latin1Text(headerTo(BOB)));
    const opened = await open(main, cast.bob);
    expect(opened.headerProtection).toMatchObject({ hp: 'clear', fromMatches: true });
    expect(opened.headerProtection?.fields.every(({ protection }) => protection === 'signed-only')).toBe(true);
    expect(shownText(parseEntity(wire(main)))).toBe('Hello');
  });

  it('is encrypted without a signature as well', async () => {
    const opened = await open((await prepare({ sign: false })).main, cast.bob);
    expect(opened.headerProtection?.fields.find(({ name }) => name === 'subject')?.protection).toBe('encrypted-only');
  });

  it('is left as it is where nothing is protected', async () => {
    const { main } = await prepare({ sign: false, encrypt: false });
    expect(wire(main)).toEqual(concat([headerTo(BOB), entityOf('Hello')]));
  });

  it('hides as much as the policy says', async () => {
    const { main } = await prepare({ headerPolicy: 'hcp_shy' });
    expect(latin1Text(main.header)).toContain(`From: ${ALICE}\r\nTo: ${BOB}\r\n`);
    expect((await open(main, cast.bob)).headerProtection?.policy).toBe('hcp_shy');
    const bare = await prepare({ headerPolicy: 'hcp_no_confidentiality' });
    expect(latin1Text(bare.main.header)).toBe(latin1Text(headerTo(BOB)));
  });

  it('repeats what it hides in the text where that is asked for', async () => {
    const opened = await open((await prepare({ legacyDisplay: true })).main, cast.bob);
    expect(opened.headerProtection?.hasLegacyDisplay).toBe(true);
    expect(shownText(opened.root)).toBe('Hello');
  });
});

describe('blind copies', () => {
  const bcc = [CAROL];

  it('have Bcc in no header but that of the main message, which the sender keeps', async () => {
    const prepared = await prepare({}, { bcc, header: headerTo(BOB, bcc) });
    expect(latin1Text(prepared.main.header)).toContain(`Bcc: ${CAROL}`);
    expect(prepared.bcc.map(({ header }) => latin1Text(header))).toEqual([
      latin1Text(prepared.main.header).replace(`Bcc: ${CAROL}\r\n`, ''),
    ]);
    for (const message of [prepared.main, ...prepared.bcc]) {
      const opened = await open(message, message === prepared.main ? cast.bob : carol);
      expect(opened.headerProtection?.fields.map(({ name }) => name)).not.toContain('bcc');
      expect(opened.subject).toBe('Grüße');
    }
  });

  it.each([true, false])('have the header that was made for them, inside too (encrypted: %s)', async (encrypt) => {
    const copies = [{ recipient: CAROL, header: headerTo(CAROL) }];
    const prepared = await prepare({ encrypt }, { bcc, copies });
    expect(prepared.main.recipients).toEqual([BOB]);
    const [copy] = prepared.bcc;
    const opened = copy && (await open(copy, carol));
    expect(opened?.summary.state).toBe('signed-valid');
    const differing = opened?.headerProtection?.fields.filter(({ value, outside }) => value !== outside);
    expect(differing?.map(({ name }) => name)).toEqual(encrypt ? ['subject'] : []);
    expect(opened?.headerProtection?.fields.find(({ name }) => name === 'to')?.value).toContain(CAROL);
  });

  it.each([true, false])(
    'name outside their reader alone where headers decide delivery (encrypted: %s)',
    async (encrypt) => {
      const copies = [{ recipient: CAROL, header: headerTo(BOB), namesReaderOnly: true }];
      const [copy] = (await prepare({ encrypt }, { bcc, copies })).bcc;
      if (!copy) throw new Error('no copy');
      expect(latin1Text(copy.header)).toContain(`To: ${CAROL}\r\n`);
      expect(latin1Text(copy.header)).not.toMatch(/^(?:to|cc):.*bob/im);
      const opened = await open(copy, carol);
      const to = opened.headerProtection?.fields.find(({ name }) => name === 'to');
      expect(to?.value).toContain(BOB);
      expect(to?.outside).toBe(CAROL);
      expect(opened.summary.state).toBe('signed-valid');
    },
  );

  it('share the message that is only signed where they have no header of their own', async () => {
    const prepared = await prepare({ encrypt: false }, { bcc });
    expect(prepared.main.recipients).toEqual([BOB, CAROL]);
    expect(prepared.bcc).toEqual([]);
  });
});

describe('the form of protection', () => {
  const typesOf = ({ layers }: OpenedMessage): readonly string[] => {
    const types: string[] = [];
    for (let at = layers[0]; at; at = at.children[0]) types.push(at.type);
    return types;
  };

  it.each([
    [{ encrypt: false }, ['signed-clear', 'mime']],
    [{ encrypt: false, form: 'opaque' }, ['signed-opaque', 'mime']],
    [{}, ['enveloped', 'signed-clear', 'mime']],
    [{ form: 'opaque' }, ['enveloped', 'signed-opaque', 'mime']],
    [{ tripleWrap: true }, ['signed-clear', 'enveloped', 'signed-clear', 'mime']],
    [{ tripleWrap: true, encrypt: false }, ['signed-clear', 'mime']],
    [{ tripleWrap: true, sign: false }, ['enveloped', 'mime']],
  ] as const)('%j gives %j', async (protection, expected) => {
    const opened = await open((await prepare(protection)).main, cast.bob);
    expect(typesOf(opened)).toEqual(expected);
    expect(opened.subject).toBe('Grüße');
    expect(opened.summary.state).toBe(expected.some((type) => type.startsWith('signed')) ? 'signed-valid' : 'unsigned');
  });
});
