import { type Bytes, latin1Bytes, latin1Text } from '../../shared/base/bytes';
import { composeMultipart } from '../../shared/mime/compose-mime';
import { attachmentsOf, shownText } from '../../shared/mime/shown-text';
import { openOctets } from '../../shared/smime/open-message';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { protectEntity } from '../../shared/smime/protect-message';
import { type Party } from '../support/test-ca';
import {
  ALICE,
  BOB,
  type Cast,
  contextOf,
  createCast,
  entityOf,
  messageOf,
  NOW,
  rawEntity,
  replaced,
  signerOf,
  withBareLineFeeds,
} from '../shared/smime/messages';

/** What the signature holds for must be what the reader sees, and nothing beside it. */
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const sign = (party: Party, entity: Bytes, form: 'clear' | 'opaque' = 'clear'): Promise<Bytes> =>
  protectEntity({ entity: rawOctets(entity), sign: { signer: signerOf(party), form, signingTime: NOW } });
const rawOctets = (entity: Bytes): ReturnType<typeof rawEntity> => entity as ReturnType<typeof rawEntity>;
const open = (octets: Bytes): Promise<OpenedMessage> => openOctets(octets, contextOf(cast));

describe('line ends changed on the way', () => {
  const parts = [
    'Content-Type: text/plain\r\n\r\nWe agree.',
    'Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nNot at all.',
  ];

  it('that a store makes leave the message signed', async () => {
    const opened = await open(
      withBareLineFeeds(messageOf(await sign(cast.alice, composeMultipart('mixed', parts.map(latin1Bytes))))),
    );
    expect(opened.summary.state).toBe('signed-valid');
    expect(shownText(opened.root).trim()).toBe('We agree.');
    expect(attachmentsOf(opened.root)).toHaveLength(1);
  });

  it.each([
    ['a header line', 'text/plain\r\nContent-Disposition', 'text/plain\rContent-Disposition'],
    ['the line of a boundary', 'agree.\r\n--', 'agree.\r--'],
    ['the empty line', 'attachment\r\n\r\nNot', 'attachment\r\n\rNot'],
  ])('that take apart %s break the signature', async (_, from, to) => {
    const octets = messageOf(await sign(cast.alice, composeMultipart('mixed', parts.map(latin1Bytes))));
    const opened = await open(replaced(octets, from, to));
    expect(opened.summary.state).toBe('signed-invalid');
  });
});
