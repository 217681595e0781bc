import {
  LeavingGuard,
  leavingMessage,
  type LeavingMessage,
} from '../../../addins/thunderbird/background/leaving-guard';
import { type LeavingFacts } from '../../../addins/thunderbird/host/compose-tabs';
import { useStrings } from '../../../addins/ui/index';
import { latin1Bytes, SignetError } from '../../../shared/index';

const SIGNED = 'multipart/signed; protocol="application/pkcs7-signature"; boundary=b';
const ENVELOPED = 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m';

const leaving = (type: string, more: Partial<LeavingFacts> = {}, body = 'text\r\n'): LeavingFacts => ({
  kind: 'program',
  mode: 0,
  from: 'Alice <alice@signet.example>',
  to: 'Bob <bob@signet.example>, dan@signet.example',
  cc: '',
  bcc: 'carol@signet.example',
  newsgroups: '',
  messageId: 'one@signet.example',
  head: latin1Bytes(`Subject: x\r\nContent-Type: ${type}\r\n\r\n${body}`).buffer,
  ...more,
});

describe('what is said of a message that leaves without Signet', () => {
  it.each([
    ['text/plain', 'none'],
    [SIGNED, 'signed'],
    ['multipart/signed; protocol="Application/X-PKCS7-Signature"; boundary=b', 'signed'],
    ['multipart/signed; protocol="application/pgp-signature"; boundary=b', 'signed'],
    ['multipart/signed; boundary=b', 'none'],
    ['multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', 'encrypted'],
    ['multipart/encrypted; boundary=b', 'none'],
    [ENVELOPED, 'encrypted'],
    ['application/x-pkcs7-mime; smime-type=authEnveloped-data', 'encrypted'],
    ['application/pkcs7-mime; smime-type=signed-data', 'signed'],
    ['application/pkcs7-mime; smime-type=certs-only', 'none'],
    ['application/pkcs7-mime', 'none'],
    ['text/plain\r\nX-Other: multipart/signed', 'none'],
  ])('%s is %s', (type, protection) => {
    expect(leavingMessage(leaving(type)).protection).toBe(protection);
  });

  it('says what is protected by OpenPGP', () => {
    const isOpenPgp = (type: string): boolean => leavingMessage(leaving(type)).isOpenPgp;
    expect(isOpenPgp('multipart/signed; protocol="application/pgp-signature"')).toBe(true);
    expect([SIGNED, ENVELOPED, 'text/plain; protocol="application/pgp-signature"'].filter(isOpenPgp)).toEqual([]);
  });

  it('names recipients by address, blind ones too', () => {
    expect(leavingMessage(leaving('text/plain'))).toEqual({
      kind: 'program',
      recipients: ['bob@signet.example', 'dan@signet.example', 'carol@signet.example'],
      subject: 'x',
      messageId: '',
      isAutomatic: false,
      protection: 'none',
      isOpenPgp: false,
      isInvitation: false,
    });
  });

  it('knows an invitation by its part, however deep, and takes no text for one', () => {
    const part = '--b\r\nContent-type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n';
    expect(leavingMessage(leaving('multipart/mixed; boundary=b', {}, part)).isInvitation).toBe(true);
    expect(leavingMessage(leaving('text/plain', {}, 'see Content-Type: text/calendar\r\n')).isInvitation).toBe(false);
  });

  it('does not know an invitation in what it cannot see: sealed, or beyond 64 KB', () => {
    for (const type of [ENVELOPED, 'multipart/encrypted; protocol="application/pgp-encrypted"'])
      expect(leavingMessage(leaving(type)).isInvitation).toBe('unknown');
    const long = leaving('text/plain', {}, 'x'.repeat(65_536));
    expect(leavingMessage({ ...long, head: long.head.slice(0, 65_536) }).isInvitation).toBe('unknown');
  });

  it('reads a header that fills all that it was given', () => {
    const head = latin1Bytes(`Content-Type: ${SIGNED}`).buffer;
    expect(leavingMessage(leaving('text/plain', { head })).protection).toBe('signed');
  });
});

describe('holding it', () => {
  const words = useStrings('en').thunderbird.notByUs;
  const asking = (type: string, sign: boolean, encrypt: boolean): Promise<object> =>
    new LeavingGuard('en').mayLeave(leaving(type, { kind: 'window', asked: { sign, encrypt } }));

  it.each([
    ['text/plain', true, false],
    ['text/plain', false, true],
    [SIGNED, false, true],
    [SIGNED, true, true],
    ['multipart/signed; protocol="application/pgp-signature"', true, true],
  ])('holds %s where signing (%s) or encrypting (%s) was asked for', async (type, sign, encrypt) => {
    expect(await asking(type, sign, encrypt)).toEqual({ held: words });
  });

  it.each([
    ['text/plain', false, false],
    [SIGNED, true, false],
    [ENVELOPED, false, true],
    [ENVELOPED, true, true],
    ['multipart/encrypted; protocol="application/pgp-encrypted"', true, true],
  ])('lets %s go where no more was asked for (%s, %s)', async (type, sign, encrypt) => {
    expect(await asking(type, sign, encrypt)).toEqual({ held: null });
  });

  it('holds nothing by itself that was not written in a window', async () => {
    for (const kind of ['program', 'file', 'outbox'] as const)
      expect(await new LeavingGuard('en').mayLeave(leaving('text/plain', { kind, asked: null }))).toEqual({
        held: null,
      });
  });

  it('asks the rule, holds what the rule holds and, where the rule fails, everything', async () => {
    const seen: LeavingMessage[] = [];
    const held = new LeavingGuard('de', (message) => (seen.push(message), Promise.resolve('not without a signature')));
    expect(await held.mayLeave(leaving('text/plain', { kind: 'file' }))).toEqual({ held: 'not without a signature' });
    expect(seen).toMatchObject([{ kind: 'file', protection: 'none' }]);
    const failing = new LeavingGuard('en', () => Promise.reject(new SignetError('storage', 'no policy')));
    expect(await failing.mayLeave(leaving(SIGNED))).toEqual({ held: expect.stringMatching(/\w/) as string });
  });
});
