import { latin1Bytes, latin1Text } from '../../../shared/base/bytes';
import { copyHeader, copyId } from '../../../shared/mime/blind-copy';

const HEADER =
  'From: alice@example.test\r\nBcc: carol@example.test,\r\n dan@example.test\r\nMessage-ID: <1@a.test>\r\n';

describe('the Message-ID of a blind copy', () => {
  it('is the same for the same reader however written, and another for anybody else', async () => {
    const one = await copyId('<1@a.test>', 'carol@example.test');
    expect(one).toMatch(/^<1\.[0-9a-f]{16}@a\.test>$/);
    expect(await copyId('<1@a.test>', 'Carol@EXAMPLE.test')).toBe(one);
    expect(await copyId('<1@a.test>', 'dan@example.test')).not.toBe(one);
    expect(await copyId('<2@a.test>', 'carol@example.test')).not.toBe(one);
  });
});

describe('the header of a blind copy', () => {
  it('names no Bcc and has an id of its own', async () => {
    const { header, messageId } = await copyHeader(latin1Bytes(HEADER), 'carol@example.test');
    const text = latin1Text(header);
    expect(text).toBe(`Message-ID: <${messageId}>\r\nFrom: alice@example.test\r\n`);
  });

  it.each(['From: a@b.test\r\n', 'Message-ID: none\r\n', 'Message-ID: <a@b> <c@d>\r\n'])(
    'is not made where the message has no single id: %j',
    async (header) => {
      await expect(copyHeader(latin1Bytes(header), 'carol@example.test')).rejects.toMatchObject({
        code: 'malformed-mime',
      });
    },
  );
});
