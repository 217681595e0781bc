import { type Bytes, type CanonicalOctets, utf8Bytes } from '../../../shared/base/bytes';
import { toBase64 } from '../../../shared/base/base64';
import { errorCode } from '../../../shared/base/errors';
import { signData } from '../../../shared/cms/sign';
import { composeMultipart } from '../../../shared/mime/compose-mime';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { shownText } from '../../../shared/mime/shown-text';
import { openCms, openOctets } from '../../../shared/smime/open-message';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { protectEntity } from '../../../shared/smime/protect-message';
import { type Party } from '../../support/test-ca';
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
} from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const TEXT = 'The quick brown fox\r\n';

function sign(party: Party, form: 'clear' | 'opaque' = 'clear', entity: Bytes = entityOf(TEXT)): Promise<Bytes> {
  return protectEntity({
    entity: entity as CanonicalOctets,
    sign: { signer: signerOf(party), form, signingTime: NOW },
  });
}

function encrypt(entity: Bytes, ...readers: readonly Party[]): Promise<Bytes> {
  return protectEntity({
    entity: entity as CanonicalOctets,
    encryptTo: readers.map(({ certificate }) => parseCertificate(certificate)),
  });
}

const open = (octets: Bytes, ...readers: readonly Party[]): Promise<OpenedMessage> =>
  openOctets(octets, contextOf(cast, ...readers));
const codes = (opened: OpenedMessage): readonly string[] => opened.summary.reasons.map(({ code }) => code);

describe('a signed message', () => {
  it.each(['clear', 'opaque'] as const)('is signed-valid when all holds (%s)', async (form) => {
    const opened = await open(messageOf(await sign(cast.alice, form)));
    expect(opened.summary.state).toBe('signed-valid');
    expect(codes(opened)).toEqual(['revocation-not-checked']);
    expect(opened.summary.signer?.addresses).toEqual([ALICE]);
    expect(opened.layers).toEqual([
      { path: '0', type: `signed-${form}`, children: [{ path: '0.0', type: 'mime', children: [] }] },
    ]);
    expect(shownText(opened.root)).toContain('quick brown fox');
    expect(opened.subject).toBe('Grüße');
    expect(opened.certificates).toHaveLength(1);
    expect(opened.signatures[0]?.signingTime).toEqual(NOW);
  });

  it('is signed-invalid when its text was changed', async () => {
    const opened = await open(replaced(messageOf(await sign(cast.alice)), 'quick', 'quack'));
    expect(opened.summary.state).toBe('signed-invalid');
    expect(codes(opened)).toContain('digest-mismatch');
  });

  it('survives a store with bare line feeds', async () => {
    const opened = await open(withBareLineFeeds(messageOf(await sign(cast.alice))));
    expect(opened.summary.state).toBe('signed-valid');
  });

  it('is untrusted when the sender is someone else', async () => {
    const opened = await open(messageOf(await sign(cast.alice), 'carol@example.test'));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(opened.signatures[0]?.address).toBe('mismatch');
    expect(opened.summary.reasons[0]).toEqual({
      code: 'address-mismatch',
      found: ALICE,
      expected: 'carol@example.test',
    });
  });

  it('is untrusted when its authority is unknown', async () => {
    const opened = await open(messageOf(await sign(cast.impostor)));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(opened.signatures[0]).toMatchObject({ integrity: 'intact', address: 'match' });
    expect(opened.signatures[0]?.path).not.toBe('valid');
  });

  it.each([
    ['two From fields', `From: ${ALICE}\r\nFrom: ${BOB}`],
    ['two addresses in From', `From: ${ALICE}, ${BOB}`],
    ['the address in the display name only', `From: "${ALICE}" <mallory@example.test>`],
    ['no From', 'X-From: nobody'],
  ])('never matches with %s', async (_, field) => {
    const octets = messageOf(await sign(cast.alice));
    const opened = await open(replaced(octets, `From: Someone <${ALICE}>`, field));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(opened.signatures[0]?.address).toBe('mismatch');
  });

  it('has no positive mark beside a Sender who is somebody else, such as a list', async () => {
    const opened = await open(messageOf(await sign(cast.alice), ALICE, [['Sender', 'list@example.test']]));
    expect(opened.summary).toMatchObject({
      state: 'signed-untrusted',
      reasons: [{ code: 'sender-differs', found: 'list@example.test' }, { code: 'revocation-not-checked' }],
    });
  });

  it('is validated at the time given and not at the signing time', async () => {
    const later = new Date('2030-01-01T00:00:00Z');
    const opened = await openOctets(messageOf(await sign(cast.alice)), { ...contextOf(cast), now: later });
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(codes(opened)).toContain('expired');
  });

  it('lists both signatures when it is signed twice, and needs both', async () => {
    const twice = await sign(cast.bob, 'clear', await sign(cast.alice));
    const opened = await open(messageOf(twice));
    expect(opened.signatures.map(({ layer, isRoot, address }) => [layer, isRoot, address])).toEqual([
      ['0', true, 'mismatch'],
      ['0.0', true, 'match'],
    ]);
    expect(opened.summary.state).toBe('signed-untrusted');
  });
});

describe('the form of a signed message', () => {
  const cms = (): Promise<Uint8Array> =>
    signData({ content: entityOf(TEXT), signer: signerOf(cast.alice), form: 'attached', signingTime: NOW });

  it.each([
    ['x-pkcs7-mime', 'Content-Type: application/x-pkcs7-mime; name=smime.p7m'],
    ['octet-stream by its file name', 'Content-Type: application/octet-stream; name="smime.p7m"'],
    ['a lying smime-type', 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data'],
    ['no smime-type', 'Content-Type: application/pkcs7-mime'],
  ])('is found by content: %s', async (_, header) => {
    const entity = rawEntity(`${header}\r\nContent-Transfer-Encoding: base64`, toBase64(await cms()));
    expect((await open(messageOf(entity))).summary.state).toBe('signed-valid');
  });

  it('is found though the transfer encoding is not named', async () => {
    const entity = rawEntity('Content-Type: application/pkcs7-mime', toBase64(await cms()));
    expect((await open(messageOf(entity))).summary.state).toBe('signed-valid');
  });

  it('makes a damaged one uncheckable', async () => {
    const entity = rawEntity('Content-Type: application/pkcs7-mime; smime-type=signed-data', 'MIIBnothing');
    const opened = await open(messageOf(entity));
    expect(opened.summary.state).toBe('uncheckable');
    expect(codes(opened)).toContain('malformed');
  });

  it('makes a multipart/signed without precisely two parts uncheckable', async () => {
    const part = utf8Bytes('Content-Type: text/plain\r\n\r\none');
    const parts = [part, part, part];
    const entity = composeMultipart('signed; protocol="application/pkcs7-signature"; micalg=sha-256', parts);
    expect((await open(messageOf(entity))).summary.state).toBe('uncheckable');
  });

  it.each(['clear', 'opaque'] as const)('makes one with two content types uncheckable (%s)', async (form) => {
    const octets = messageOf(await sign(cast.alice, form), ALICE);
    const twofold = replaced(octets, 'Content-Type: ', 'Content-Type: text/html\r\nContent-Type: ');
    const reversed = replaced(octets, 'MIME-Version: 1.0\r\n', '');
    expect((await open(reversed)).summary.state).toBe('signed-valid');
    expect((await open(twofold)).summary.state).toBe('unsigned');
    const second = messageOf(await sign(cast.alice, form), ALICE, [['X-Place', 'here']]);
    const header = 'X-Place: here';
    const type =
      form === 'clear' ? 'multipart/signed; protocol="application/pkcs7-signature"' : 'application/pkcs7-mime';
    expect((await open(replaced(second, header, `Content-Type: ${type}`))).summary.state).toBe('uncheckable');
  });

  it('leaves PGP/MIME alone', async () => {
    const parts = ['Content-Type: text/plain\r\n\r\none', 'Content-Type: application/pgp-signature\r\n\r\nx'];
    const entity = composeMultipart('signed; protocol="application/pgp-signature"', parts.map(utf8Bytes));
    expect((await open(messageOf(entity))).summary.state).toBe('unsigned');
  });

  it('does not believe content that is there twice', async () => {
    const attached = rawEntity(
      'Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64',
      toBase64(await cms()),
    );
    const parts = [utf8Bytes('Content-Type: text/plain\r\n\r\nsomething else'), attached];
    const entity = composeMultipart('signed; protocol="application/pkcs7-signature"; micalg=sha-256', parts);
    const opened = await open(messageOf(entity));
    expect(opened.summary.state).not.toMatch(/^signed-(valid|untrusted)$/);
    expect(codes(opened)).toContain('content-twice');
  });
});

describe('a signed part', () => {
  it('inside another message is shown and never counted', async () => {
    const parts = [await sign(cast.alice), utf8Bytes('Content-Type: text/plain\r\n\r\nlist footer')];
    const opened = await open(messageOf(composeMultipart('mixed', parts)));
    expect(opened.summary.state).toBe('partly-signed');
    expect(opened.signatures[0]).toMatchObject({ layer: '0.0', isRoot: false, integrity: 'intact', path: 'valid' });
    expect(opened.errant.map(({ path }) => path)).toEqual(['0.0']);
    expect(opened.layers[0]).toMatchObject({ type: 'mime', children: [{ path: '0.0', type: 'signed-clear' }] });
  });

  it('that is encrypted is not opened, and does not make the message encrypted', async () => {
    const secret = await encrypt(entityOf('secret'), cast.bob);
    const parts = [utf8Bytes('Content-Type: text/html\r\n\r\n<img src="'), secret];
    const opened = await open(messageOf(composeMultipart('mixed', parts)), cast.bob);
    expect(opened.encryption.state).toBe('none');
    expect(opened.errant).toMatchObject([{ path: '0.0', root: undefined }]);
  });

  it('does not change what the root signature is worth', async () => {
    const inner = composeMultipart('mixed', [entityOf('above'), await sign(cast.impostor)]);
    const opened = await open(messageOf(await sign(cast.alice, 'clear', inner)));
    expect(opened.summary.state).toBe('signed-valid');
    expect(opened.signatures).toHaveLength(2);
  });
});

describe('an encrypted message', () => {
  it('opens to what is inside, and a signature inside it is at the root', async () => {
    const opened = await open(messageOf(await encrypt(await sign(cast.alice), cast.bob, cast.alice)), cast.alice);
    expect(opened.encryption).toMatchObject({
      state: 'opened',
      authenticated: false,
      contentAlgorithm: 'aes-256-cbc',
    });
    expect(opened.encryption.recipients.map(({ kind }) => kind).sort()).toEqual(['kari', 'ktri']);
    expect(opened.summary).toMatchObject({ state: 'signed-valid', encryption: 'opened' });
    expect(shownText(opened.root)).toContain('quick brown fox');
  });

  it('is not for us without a matching key, and unsigned', async () => {
    const octets = messageOf(await encrypt(await sign(cast.alice), cast.bob));
    const opened = await open(octets, cast.alice);
    expect(opened.summary).toMatchObject({ state: 'unsigned', encryption: 'not-for-us' });
    expect(codes(opened)).toEqual(['not-for-us']);
    expect(codes(await open(octets))).toEqual(['no-keys']);
  });

  it('fails with one code when it is damaged', async () => {
    const octets = messageOf(await encrypt(entityOf(TEXT), cast.alice));
    const at = octets.length - 60;
    octets[at] = octets[at] === 65 ? 66 : 65;
    const opened = await open(octets, cast.alice);
    expect(['failed', 'opened']).toContain(opened.encryption.state);
  });

  it.each(['alice', 'bob', 'impostor'] as const)(
    'counts the inner signature when %s triple wraps it',
    async (outer) => {
      const wrapped = await sign(cast[outer], 'clear', await encrypt(await sign(cast.alice), cast.alice));
      const opened = await open(messageOf(wrapped), cast.alice);
      expect(opened.signatures.map(({ layer, isRoot }) => [layer, isRoot])).toEqual([
        ['0', true],
        ['0.0.0', true],
      ]);
      expect(opened.summary.state).toBe('signed-valid');
      expect(opened.signatures[0]?.reasons.map(({ code }) => code)).toContain('signed-ciphertext');
      expect(codes(opened)).not.toContain('signed-ciphertext');
    },
  );

  it('is not vouched for by a signature from outside alone', async () => {
    const wrapped = await sign(cast.alice, 'clear', await encrypt(entityOf(TEXT), cast.alice));
    const opened = await open(messageOf(wrapped), cast.alice);
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(codes(opened)).toContain('signed-ciphertext');
  });
});

describe('the signing time', () => {
  const signedAt = (signingTime: Date): Promise<Bytes> =>
    protectEntity({ entity: entityOf(TEXT), sign: { signer: signerOf(cast.alice), form: 'clear', signingTime } });
  const later = (minutes: number): Date => new Date(NOW.getTime() + 60_000 * minutes);

  it.each([-60, 0, 59, 60])('may be %i minutes from Date', async (minutes) => {
    expect((await open(messageOf(await signedAt(later(minutes))))).summary.state).toBe('signed-valid');
  });

  it.each([-61, 61, 600_000])('%i minutes from Date bars the good mark', async (minutes) => {
    const opened = await open(messageOf(await signedAt(later(minutes))));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(opened.summary.reasons[0]).toMatchObject({
      code: 'signing-time-mismatch',
      expected: '2026-11-23 12:00 UTC',
    });
  });

  it('is not compared where there is no Date', async () => {
    const message = messageOf(await signedAt(later(600)));
    const undated = replaced(message, 'Date: Mon, 23 Nov 2026', 'X-Date: Mon, 23 Nov 2026');
    expect((await open(undated)).summary.state).toBe('signed-valid');
  });

  it.each([
    ['names no time', 'Date: Xyz, 23 Xyz 2026'],
    ['is in a form that only some programs read', 'Date: 11/23/2026'],
    ['stands there twice', 'Date: Tue, 30 Nov 2027 12:00:00 +0000\r\nDate: Mon, 23 Nov 2026'],
    ['has another time behind', 'Date: Mon, 23 Nov 2026 12:00:00 +0000 Tue, 30 Nov 2027'],
  ])('bars the good mark where Date %s', async (_, field) => {
    const opened = await open(replaced(messageOf(await signedAt(NOW)), 'Date: Mon, 23 Nov 2026', field));
    expect(opened.summary.state).toBe('signed-untrusted');
    expect(opened.summary.reasons[0]?.code).toBe('signing-time-mismatch');
  });
});

describe('other CMS', () => {
  it('opens without a message around it; nobody claims to be its sender', async () => {
    const cms = await signData({
      content: entityOf(TEXT),
      signer: signerOf(cast.alice),
      form: 'attached',
      signingTime: NOW,
    });
    const opened = await openCms(cms, contextOf(cast));
    expect(opened.signatures[0]).toMatchObject({ integrity: 'intact', path: 'valid', address: 'absent' });
    expect(shownText(opened.root)).toContain('quick brown fox');
    const asked = await openCms(cms, { ...contextOf(cast), requiredAddress: BOB });
    expect(asked.signatures[0]?.address).toBe('mismatch');
  });

  it('verifies over detached content, in canonical form if need be', async () => {
    const content = entityOf(TEXT);
    const cms = await signData({ content, signer: signerOf(cast.alice), form: 'detached', signingTime: NOW });
    const context = contextOf(cast);
    expect((await openCms(cms, context, content)).signatures[0]?.integrity).toBe('intact');
    expect((await openCms(cms, context, withBareLineFeeds(content))).signatures[0]?.integrity).toBe('intact');
    expect((await openCms(cms, context, utf8Bytes('other'))).signatures[0]?.integrity).toBe('altered');
    expect((await openCms(cms, context)).summary.state).toBe('uncheckable');
  });
});

describe('a hostile message', () => {
  it('with too many layers is refused with its limit', async () => {
    let entity: Bytes = entityOf(TEXT);
    for (let i = 0; i < 14; i++) entity = await sign(cast.alice, 'clear', entity);
    await expect(open(messageOf(entity))).rejects.toMatchObject({ code: 'limit' });
  });

  it('cut off anywhere gives a verdict and no positive mark', async () => {
    const octets = messageOf(await encrypt(await sign(cast.alice), cast.alice));
    for (let length = 0; length < octets.length; length += 97) {
      const opened = await open(octets.subarray(0, length), cast.alice).catch(errorCode);
      if (typeof opened !== 'string') expect(opened.summary.state).not.toBe('signed-valid');
      else expect(opened).toBe('limit');
    }
  });

  it('with many signed parts has only so many of them checked', async () => {
    const part = await sign(cast.alice);
    const opened = await open(
      messageOf(
        composeMultipart(
          'mixed',
          Array.from({ length: 60 }, () => part),
        ),
      ),
    );
    expect(opened.signatures.length).toBeLessThan(30);
    expect(opened.summary.state).toBe('partly-signed');
    expect(codes(opened)).toContain('limit');
  });
});
