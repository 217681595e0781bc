import { type Bytes, concat, latin1Bytes, latin1Text } from '../../../shared/base/bytes';
import { restoreDraft } from '../../../shared/journeys/begin-draft';
import { DRAFT_FIELD, markedDraft } from '../../../shared/journeys/draft-mark';
import { prepareSend, type Protection } from '../../../shared/journeys/send-message';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { bodyOctets, parseEntity } from '../../../shared/mime/entity';
import { ALICE, BOB, type Cast, createCast } from '../smime/messages';
import { memoryPorts } from './memory-ports';

const HEADER = latin1Bytes(
  [
    `Message-ID: <1@example.test>`,
    'Date: Sat, 28 Nov 2026 04:00:00 +0000',
    `From: Alice <${ALICE}>`,
    `To: ${BOB}`,
    'Bcc: carol@example.test',
    'Subject: Secret plan',
    'References: <0@example.test>',
    'X-Mozilla-Draft-Info: internal/draft; vcard=0',
    'X-Identity-Key: id1',
    'MIME-Version: 1.0',
    '',
  ].join('\r\n'),
);
const ENTITY = latin1Bytes('Content-Type: text/plain; charset=utf-8\r\n\r\nclause nine\r\n');

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const portsOf = (name: 'alice' | 'bob'): ReturnType<typeof memoryPorts> =>
  memoryPorts({ own: [cast[name]], anchors: [cast.ca.certificate] });

/** A message of Alice's, encrypted to her alone. */
async function kept(parts: { header: Bytes; entity: Bytes }, more: Partial<Protection> = {}): Promise<Bytes> {
  const protection = { sign: false, encrypt: true, algorithm: 'aes-256-gcm', ...more } as const;
  const people = { from: ALICE, to: [ALICE], cc: [], bcc: [] };
  const request = { ...people, header: parts.header, entity: canonicalForm(parts.entity), protection };
  const made = await prepareSend(request, await portsOf('alice'));
  if (made.kind === 'refused') throw new Error(JSON.stringify(made.refusals));
  return concat([made.main.header, made.main.entity]);
}

/** A message without what stands in its header but for its content: an entity of another. */
function entityIn(message: Bytes): Bytes {
  const { header, source } = parseEntity(message);
  const fields = header.fields.filter(({ name }) => name.startsWith('content-'));
  return concat([
    ...fields.map(({ start, end }) => source.slice(start, end)),
    latin1Bytes('\r\n'),
    bodyOctets(parseEntity(message)),
  ]);
}

describe('a draft that is encrypted to its writer', () => {
  it('shows nothing of its text and its subject, and what mail programs need of it', async () => {
    const text = latin1Text(await kept(markedDraft(HEADER, ENTITY, { sign: true, encrypt: true })));
    expect(text).not.toMatch(/clause|Secret/);
    expect(text).toMatch(/^X-Mozilla-Draft-Info: internal\/draft; vcard=0\r$/m);
    expect(text).toMatch(/^X-Signet-Draft: encrypted\r$/m);
  });

  it('is again the message that it was, with what was asked for it', async () => {
    const draft = await kept(markedDraft(HEADER, ENTITY, { sign: true, encrypt: true }));
    const { message, ...wish } = await restoreDraft(draft, await portsOf('alice'));
    expect(wish).toEqual({ sign: true, encrypt: true });
    const { header, contentType } = parseEntity(message);
    for (const name of ['from', 'to', 'bcc', 'references', 'message-id', 'x-mozilla-draft-info', 'x-identity-key']) {
      expect(header.all(name)).toEqual(parseEntity(HEADER).header.all(name));
    }
    expect([header.all('subject'), header.first('hp-outer'), header.first(DRAFT_FIELD)]).toEqual([
      ['Secret plan'],
      undefined,
      undefined,
    ]);
    expect([contentType.value, contentType.parameters.get('hp')]).toEqual(['text/plain', undefined]);
    expect(latin1Text(message)).toMatch(/\r\n\r\nclause nine\r\n$/);
  });

  it('remembers that nothing was asked for', async () => {
    const draft = await kept(markedDraft(HEADER, ENTITY, { sign: false, encrypt: false }));
    expect(await restoreDraft(draft, await portsOf('alice'))).toMatchObject({ sign: false, encrypt: false });
  });

  it('stays closed to others', async () => {
    const draft = await kept(markedDraft(HEADER, ENTITY, { sign: true, encrypt: true }));
    await expect(restoreDraft(draft, await portsOf('bob'))).rejects.toMatchObject({ code: 'decryption-failed' });
  });
});

describe('what was put among the drafts by somebody else', () => {
  const refused = { code: 'unsupported', subject: 'draft' };

  it('is not continued where it is a message to the user: its text would be sent on', async () => {
    const { header } = markedDraft(HEADER, ENTITY, { sign: true, encrypt: true });
    const foreign = await kept({ header, entity: ENTITY });
    await expect(restoreDraft(foreign, await portsOf('alice'))).rejects.toMatchObject(refused);
  });

  it('is not continued where it could have been changed unnoticed', async () => {
    const marked = markedDraft(HEADER, ENTITY, { sign: true, encrypt: true });
    const changeable = await kept(marked, { algorithm: 'aes-256-cbc' });
    await expect(restoreDraft(changeable, await portsOf('alice'))).rejects.toMatchObject(refused);
  });

  it('is not continued where a layer that could have been changed, or a signature, stands inside what could not', async () => {
    const marked = markedDraft(HEADER, ENTITY, { sign: true, encrypt: true });
    for (const within of [{ algorithm: 'aes-256-cbc' }, { sign: true, encrypt: false }] as const) {
      const outer = markedDraft(HEADER, entityIn(await kept(marked, within)), { sign: true, encrypt: true });
      await expect(restoreDraft(await kept(outer), await portsOf('alice'))).rejects.toMatchObject(refused);
    }
  });

  it('nor where what it asks for is nothing that Signet writes', async () => {
    const { header, entity } = markedDraft(HEADER, ENTITY, { sign: true, encrypt: true });
    const other = latin1Bytes(latin1Text(entity).replace('sign encrypt', 'tent-Type: text/plain'));
    await expect(restoreDraft(await kept({ header, entity: other }), await portsOf('alice'))).rejects.toMatchObject(
      refused,
    );
  });

  it('takes nothing from the header outside, which anybody who keeps the mailbox can change', async () => {
    const draft = latin1Text(await kept(markedDraft(HEADER, ENTITY, { sign: true, encrypt: true })));
    const changed = draft
      .replace(/^Bcc: .*\r\n/m, 'Bcc: eve@evil.test\r\nCc: eve@evil.test\r\nReply-To: eve@evil.test\r\n')
      .replace(/^X-Identity-Key: .*\r\n/m, 'X-Identity-Key: id9\r\nFCC: imap://evil.test/\r\n');
    expect(changed).not.toBe(draft);
    const { message } = await restoreDraft(latin1Bytes(changed), await portsOf('alice'));
    expect(latin1Text(message)).not.toMatch(/evil|id9/);
    expect(latin1Text(message)).toMatch(/^Bcc: carol@example\.test\r$/m);
  });
});
