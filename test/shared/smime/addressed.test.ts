import { concat, utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { addressed } from '../../../shared/smime/addressed';
import { openCms, openOctets } from '../../../shared/smime/open-message';
import { protectEntity } from '../../../shared/smime/protect-message';
import { ALICE, type Cast, contextOf, createCast, NOW, signerOf } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

/** `inner`: the protected fields; empty: the message protects none. */
async function named(inner: string, outer: string): Promise<Record<string, readonly string[]>> {
  const entity = await protectEntity({
    entity: canonicalForm(
      utf8Bytes(`${inner}Content-Type: text/plain${inner === '' ? '' : '; hp="clear"'}\r\n\r\nHello\r\n`),
    ),
    sign: { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW },
  });
  const opened = await openOctets(concat([utf8Bytes(`From: ${ALICE}\r\n${outer}`), entity]), contextOf(cast));
  const found = Object.entries(addressed(opened)) as [string, { readonly address: string }[]][];
  return Object.fromEntries(found.map(([name, list]) => [name, list.map(({ address }) => address)]));
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
    expect(await named(`${FROM}To: b@x.example\r\n`, outer)).toEqual({ to: ['b@x.example'], cc: [], replyTo: [] });
  });

  it('is what stands outside where no recipient is protected, but no Reply-To from there', async () => {
    const outer = 'To: b@x.example\r\nReply-To: m@evil.example\r\n';
    expect(await named(FROM, outer)).toEqual({ to: ['b@x.example'], cc: [], replyTo: [] });
    expect(await named(`${FROM}Reply-To: r@x.example\r\n`, outer)).toMatchObject({ replyTo: ['r@x.example'] });
  });

  it('is nobody of bare CMS', async () => {
    const opened = await openCms(utf8Bytes('x'), contextOf(cast));
    expect(addressed(opened)).toEqual({ to: [], cc: [], replyTo: [] });
  });
});
