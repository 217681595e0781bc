import { concat, utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { type Addressed, addressed } from '../../../shared/smime/addressed';
import { openCms, openOctets } from '../../../shared/smime/open-message';
import { protectEntity } from '../../../shared/smime/protect-message';
import { ALICE, type Cast, contextOf, createCast, NOW, signerOf } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

/** `inner`: the protected fields; empty: the message protects none. */
async function named(inner: string, outer: string): Promise<Record<string, readonly string[]>> {
  const { to, cc, replyTo } = await addressedIn(inner, outer);
  const addresses = (list: typeof to): readonly string[] => list.map(({ address }) => address);
  return { to: addresses(to), cc: addresses(cc), replyTo: addresses(replyTo) };
}

async function addressedIn(inner: string, outer: string): Promise<Addressed> {
  const entity = await protectEntity({
    entity: canonicalForm(
      utf8Bytes(`${inner}Content-Type: text/plain${inner === '' ? '' : '; hp="clear"'}\r\n\r\nHello\r\n`),
    ),
    sign: { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW },
  });
  return addressed(await openOctets(concat([utf8Bytes(`From: ${ALICE}\r\n${outer}`), entity]), contextOf(cast)));
}

describe('whom a message says that it went to', () => {
  const FROM = `From: ${ALICE}\r\n`;

  it('is what the outermost header says where none is protected, of all its fields', async () => {
    const outer =
      'To: Bob <b@x.example>, c@x.example\r\nCc: d@x.example\r\nCc: e@x.example\r\nReply-To: r@x.example\r\n';
    expect(await named('', outer)).toEqual({
      to: ['b@x.example', 'c@x.example'],
      cc: ['d@x.example', 'e@x.example'],
      replyTo: ['r@x.example'],
    });
  });

  it('is what is protected, and nobody who was added outside', async () => {
    const outer = 'To: b@x.example, mallory@evil.example\r\nCc: m@evil.example\r\nReply-To: m@evil.example\r\n';
    expect(await named(`${FROM}To: b@x.example\r\n`, outer)).toMatchObject({
      to: ['b@x.example'],
      cc: [],
      replyTo: [],
    });
  });

  it('is what stands outside where no recipient is protected, but no Reply-To from there', async () => {
    const outer = 'To: b@x.example\r\nReply-To: m@evil.example\r\n';
    expect(await named(FROM, outer)).toEqual({ to: ['b@x.example'], cc: [], replyTo: [] });
    expect(await named(`${FROM}Reply-To: r@x.example\r\n`, outer)).toMatchObject({ replyTo: ['r@x.example'] });
  });

  it('is told apart by the fields as they were written: what stands in a name is nobody', async () => {
    const to = [
      '=?UTF-8?B?TcO8bGxlciwgQW5uYQ==?= <anna@x.example>',
      '=?utf-8?q?Bob=2C_eve=40evil=2Eexample=2C?= <bob@x.example>',
      '=?utf-8?q?5=22?= <c@x.example>',
      'd@x.example',
    ];
    const found = (await addressedIn(`${FROM}To: ${to.join(',\r\n ')}\r\n`, '')).to;
    expect(found.map(({ name, address }) => `${name} <${address}>`)).toEqual([
      'Müller, Anna <anna@x.example>',
      'Bob, eve@evil.example, <bob@x.example>',
      '5" <c@x.example>',
      ' <d@x.example>',
    ]);
  });

  it('has a Reply-To that is signed where the signature is over the header', async () => {
    const replyTo = 'Reply-To: r@x.example\r\n';
    expect(await addressedIn(`${FROM}${replyTo}`, replyTo)).toMatchObject({ isReplyToSigned: true });
    expect(await addressedIn('', replyTo)).toMatchObject({ isReplyToSigned: false });
    const forged = await addressedIn(`From: mallory@evil.example\r\n${replyTo}`, replyTo);
    expect(forged).toMatchObject({ isReplyToSigned: false });
  });

  it('is nobody of bare CMS', async () => {
    const opened = await openCms(utf8Bytes('x'), contextOf(cast));
    expect(addressed(opened)).toMatchObject({ to: [], cc: [], replyTo: [], isReplyToSigned: false });
  });
});
