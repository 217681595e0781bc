import { latin1Bytes } from '../../shared/base/bytes';
import { LIMITS } from '../../shared/base/limits';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { openOctets } from '../../shared/smime/open-message';
import { viewMessage } from '../../shared/smime/viewed-message';

const NOBODY = { now: new Date('2026-11-23T12:00:00Z'), anchors: [], intermediates: [] };
/** Room for a machine that is busy with other things; the first of these took minutes. */
const SOON = 10_000;

async function openSoon(message: string): Promise<OpenedMessage> {
  const started = performance.now();
  const opened = await openOctets(latin1Bytes(message), NOBODY);
  viewMessage(opened);
  expect(performance.now() - started).toBeLessThan(SOON);
  return opened;
}

describe('a protected header made to keep us busy', () => {
  it('with as many fields and as much HP-Outer as there may be is read soon', async () => {
    const long = 'a '.repeat(240);
    const pair = (i: number): string => `Subject: ${long}${i}\r\nHP-Outer: Subject: ${long}z${i}\r\n`;
    const fields = Array.from({ length: 990 }, (_, i) => pair(i)).join('');
    const opened = await openSoon(`${fields}Content-Type: text/plain; hp="cipher"\r\n\r\nHi\r\n`);
    expect(opened.headerProtection?.fields).toHaveLength(990);
  });

  it('repeats what stands outside no oftener than it stands there', async () => {
    const inner = `Content-Type: text/plain; hp="clear"\r\n${'Subject: a\r\n'.repeat(1_990)}\r\nHi`;
    const signature = 'Content-Type: application/pkcs7-signature\r\n\r\n';
    const type = 'multipart/signed; protocol="application/pkcs7-signature"; boundary="x"';
    const opened = await openSoon(
      `Subject: ${'b'.repeat(LIMITS.headerOctets / 2)}\r\nContent-Type: ${type}\r\n\r\n--x\r\n${inner}\r\n--x\r\n${signature}\r\n--x--`,
    );
    const outside = opened.headerProtection?.fields.flatMap((field) => field.outside ?? []) ?? [];
    expect(outside.map(({ length }) => length)).toEqual([LIMITS.headerOctets / 2]);
  });
});

describe('hundreds of thousands of uuencoded files', () => {
  it('are not all attachments', async () => {
    const part = `--x\r\n\r\n${'begin 644 a\nend\n'.repeat(2_000)}\r\n`;
    const opened = await openSoon(`Content-Type: multipart/mixed; boundary=x\r\n\r\n${part.repeat(300)}--x--\r\n`);
    expect(viewMessage(opened).view.body.attachments).toHaveLength(300 * LIMITS.uuencodedFiles);
  });
});
