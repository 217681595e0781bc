import { type Bytes, concat, utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { openOctets } from '../../../shared/smime/open-message';
import { protectEntity } from '../../../shared/smime/protect-message';
import { ALICE, BOB, type Cast, contextOf, createCast, NOW, signerOf } from './messages';

const MALLORY = 'mallory@example.test';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const lines = (...text: string[]): string => text.map((line) => `${line}\r\n`).join('');

interface Form {
  readonly payload: string;
  readonly outer: string;
  readonly sign?: boolean;
  readonly encrypt?: boolean;
  /** Who signs; left out: Alice. */
  readonly signer?: keyof Pick<Cast, 'alice' | 'bob' | 'impostor'>;
}

async function open({ payload, outer, sign = true, encrypt = false, signer = 'alice' }: Form): Promise<OpenedMessage> {
  const entity: Bytes = await protectEntity({
    entity: canonicalForm(utf8Bytes(payload)),
    ...(sign && { sign: { signer: signerOf(cast[signer]), form: 'clear', signingTime: NOW } }),
    ...(encrypt && { encryptTo: [parseCertificate(cast.bob.certificate)] }),
  });
  return openOctets(concat([utf8Bytes(outer), entity]), contextOf(cast, cast.bob));
}

const FROM = `From: Alice <${ALICE}>`;
const OUTER = lines(FROM, `To: ${BOB}`, 'Subject: [...]');
const INNER = lines(FROM, `To: ${BOB}`, 'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Keywords: money');
const HP_OUTER = lines(`HP-Outer: ${FROM}`, `HP-Outer: To:`, ` ${BOB}`, 'HP-Outer: Subject: [...]');
const body = (hp: string): string => `${lines(`Content-Type: text/plain${hp}`)}\r\nHello\r\n`;
const CIPHER = INNER + HP_OUTER + body('; hp="cipher"');

const states = ({ headerProtection }: OpenedMessage): Record<string, string> =>
  Object.fromEntries(headerProtection?.fields.map(({ name, protection }) => [name, protection]) ?? []);

describe('header fields of a signed and encrypted message (RFC 9788 4.3.1)', () => {
  it('are confidential where HP-Outer does not repeat them', async () => {
    const opened = await open({ payload: CIPHER, outer: OUTER, encrypt: true });
    expect(states(opened)).toEqual({
      from: 'signed-only',
      to: 'signed-only',
      subject: 'signed-and-encrypted',
      keywords: 'signed-and-encrypted',
    });
    expect(opened.subject).toBe('Grüße');
    expect(opened.summary.state).toBe('signed-valid');
    expect(opened.headerProtection).toMatchObject({
      form: 'hp',
      hp: 'cipher',
      policy: 'hcp_baseline',
      fromMatches: true,
    });
  });

  it('are judged by HP-Outer, not by what a relay wrote outside', async () => {
    const outer = lines(FROM, `To: ${BOB}`, 'Subject: Re: money', 'Keywords: money');
    const opened = await open({ payload: CIPHER, outer, encrypt: true });
    expect(states(opened)).toMatchObject({ subject: 'signed-and-encrypted', keywords: 'signed-and-encrypted' });
    expect(opened.headerProtection?.fields.find(({ name }) => name === 'subject')?.outside).toBe('Re: money');
    expect(opened.subject).toBe('Grüße');
  });

  it('are encrypted only, or nothing, where the signature does not hold', async () => {
    const opened = await open({ payload: CIPHER, outer: OUTER, encrypt: true, signer: 'impostor' });
    expect(states(opened)).toMatchObject({ from: 'unprotected', subject: 'encrypted-only' });
    expect(opened.subject).toBe('Grüße');
  });

  it('are encrypted only without a signature', async () => {
    const opened = await open({ payload: CIPHER, outer: OUTER, encrypt: true, sign: false });
    expect(states(opened)).toMatchObject({ from: 'unprotected', subject: 'encrypted-only' });
  });

  it('are not confidential for an encryption that was added under way (10.2)', async () => {
    const opened = await open({ payload: INNER + body('; hp="clear"'), outer: OUTER, encrypt: true });
    expect(states(opened)).toMatchObject({ subject: 'signed-only', keywords: 'signed-only' });
  });
});

describe('header fields of a signed message', () => {
  it('are signed only, whatever hp claims (2.1.1)', async () => {
    const opened = await open({ payload: CIPHER, outer: OUTER });
    expect(states(opened)).toMatchObject({ subject: 'signed-only', keywords: 'signed-only' });
    expect(opened.headerProtection?.fields.find(({ name }) => name === 'keywords')?.isConfidential).toBe(true);
  });

  it('are not looked for where hp stands on a part (4.1)', async () => {
    const part = `${lines(`Subject: inside`)}${body('; hp="clear"')}`;
    const payload = `${lines('Content-Type: multipart/mixed; boundary=b')}\r\n--b\r\n${part}\r\n--b--\r\n`;
    const opened = await open({ payload, outer: OUTER });
    expect(opened.headerProtection).toBeUndefined();
    expect(opened.subject).toBe('[...]');
  });

  it('are a claim, and no more, without any layer', async () => {
    const opened = await openOctets(utf8Bytes(CIPHER), contextOf(cast));
    expect(new Set(Object.values(states(opened)))).toEqual(new Set(['unprotected']));
    expect(opened.summary.state).toBe('unsigned');
  });
});

describe('two senders (RFC 9788 4.4)', () => {
  it.each([
    ['the outer one was changed', lines(`From: ${MALLORY}`), INNER],
    ['the protected one is not the signer', OUTER, INNER.replace(ALICE, MALLORY)],
    ['the protected From names two', OUTER, INNER.replace(FROM, `From: ${ALICE}, ${MALLORY}`)],
    ['there are two protected From fields', OUTER, lines(`From: ${MALLORY}`) + INNER],
  ])('are never valid: %s', async (_, outer, inner) => {
    for (const encrypt of [false, true]) {
      const opened = await open({ payload: inner + body(`; hp="${encrypt ? 'cipher' : 'clear'}"`), outer, encrypt });
      expect(opened.summary.state).toBe('signed-untrusted');
      expect(opened.summary.reasons.map(({ code }) => code)).toContain('protected-from-mismatch');
      expect(opened.headerProtection?.fromMatches).toBe(false);
    }
  });

  it.each([
    ['another name', `From: The Director <${ALICE}>`],
    ['other capitals', `From: ALICE@EXAMPLE.TEST`],
  ])('are one with %s (4.4.5)', async (_, from) => {
    const opened = await open({ payload: INNER + body('; hp="clear"'), outer: lines(from, 'Subject: x') });
    expect(opened.summary.state).toBe('signed-valid');
  });

  it('are not looked for in a part', async () => {
    const forwarded = lines(`From: ${MALLORY}`, 'Subject: x') + body('; hp="clear"');
    const attached = `${lines('Content-Type: message/rfc822')}\r\n${forwarded}`;
    const payload = `${lines('Content-Type: multipart/mixed; boundary=b')}\r\n--b\r\n${attached}\r\n--b--\r\n`;
    expect((await open({ payload, outer: OUTER })).summary.state).toBe('signed-valid');
  });
});

describe('older forms', () => {
  const wrapped = (more: string, inner = lines(FROM, 'Subject: inside') + body('')): string =>
    `${lines(`Content-Type: message/rfc822${more}`)}\r\n${inner}`;

  it.each(['', '; forwarded=no'])('show the message inside message/rfc822%s (RFC 8551 3.1)', async (more) => {
    const opened = await open({ payload: wrapped(more), outer: OUTER, encrypt: true });
    expect(opened.headerProtection).toMatchObject({ form: 'rfc8551', hp: 'cipher' });
    expect(states(opened)).toEqual({ from: 'signed-only', subject: 'signed-and-encrypted' });
    expect(opened.subject).toBe('inside');
    expect(opened.root.contentType.value).toBe('text/plain');
    expect(opened.summary.state).toBe('signed-valid');
  });

  it.each([
    ['says that it is forwarded', wrapped('; forwarded=yes')],
    ['protects its own header', wrapped('', lines(FROM, 'Subject: inside') + body('; hp="clear"'))],
    [
      'is signed itself',
      wrapped(
        '',
        `${lines(FROM, 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b')}\r\n--b\r\n\r\n--b--\r\n`,
      ),
    ],
  ])('leave a message alone that %s (RFC 9788 4.10.1)', async (_, payload) => {
    const opened = await open({ payload, outer: OUTER });
    expect(opened.headerProtection).toBeUndefined();
    expect(opened.root.contentType.value).toBe('message/rfc822');
  });

  it('are no header protection without a layer', async () => {
    const opened = await openOctets(utf8Bytes(OUTER + wrapped('')), contextOf(cast));
    expect(opened.headerProtection).toBeUndefined();
  });

  it('are read where protected-headers="v1" says so', async () => {
    const opened = await open({ payload: INNER + body('; protected-headers="v1"'), outer: OUTER, encrypt: true });
    expect(opened.headerProtection).toMatchObject({ form: 'protected-headers', hp: 'cipher' });
    expect(states(opened)).toMatchObject({ from: 'signed-only', subject: 'signed-and-encrypted' });
    expect(opened.subject).toBe('Grüße');
  });

  it('name a sender that counts as much', async () => {
    const payload = wrapped('', lines(`From: ${MALLORY}`) + body(''));
    expect((await open({ payload, outer: OUTER })).summary.state).toBe('signed-untrusted');
  });
});
