import { type Bytes, indexOf, latin1Bytes } from '../../../shared/base/bytes';
import { SignetError } from '../../../shared/base/errors';
import { CHUNK, ONE_CALL } from '../../../shared/cms/chunks';
import { concatCms, encryptContent } from '../../../shared/cms/encrypt';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { openEnvelope, type OpenedEnvelope } from '../../../shared/smime/open-envelope';
import { type OpenContext } from '../../../shared/smime/open-context';
import { withFolder } from '../../support/openssl';
import { type Cast, contextOf, createCast } from './messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const MAIL = latin1Bytes(`Content-Type: text/plain\r\n\r\n${'The invoice is 100 euros.\r\n'.repeat(10)}`);
const open = (cms: Bytes, more: Partial<OpenContext> = {}, inPlace = false): Promise<OpenedEnvelope> =>
  openEnvelope(cms, { ...contextOf(cast, cast.bob), ...more }, { expected: 'mail', inPlace });

async function sealed(content: Bytes, algorithm: 'aes-256-cbc' | 'aes-256-gcm'): Promise<Bytes> {
  const recipients = [parseCertificate(cast.bob.certificate)];
  return concatCms(await encryptContent({ content, recipients, algorithm }));
}

describe('an opened envelope', () => {
  it('of triple DES claims no confidentiality', async () => {
    const cms = await withFolder((folder) => {
      folder.write('bob.der', cast.bob.certificate);
      folder.openssl('x509', '-inform', 'DER', '-in', 'bob.der', '-out', 'bob.pem');
      folder.write('content', MAIL);
      folder.openssl(...'cms -encrypt -binary -in content -outform DER -out cms.der -des3 bob.pem'.split(' '));
      return folder.read('cms.der');
    });
    const { verdict, content } = await open(cms);
    expect(content?.octets).toEqual(MAIL);
    expect(verdict.reasons).toEqual([{ code: 'weak-algorithm', found: 'des-ede3-cbc' }, { code: 'not-authenticated' }]);
  });

  it('of AES is not weak, and of GCM authenticated', async () => {
    expect((await open(await sealed(MAIL, 'aes-256-cbc'))).verdict.reasons).toEqual([{ code: 'not-authenticated' }]);
    expect((await open(await sealed(MAIL, 'aes-256-gcm'))).verdict.reasons).toEqual([]);
  });

  it.each(['aes-256-cbc', 'aes-256-gcm'] as const)('of long %s tells progress, and can be called off', async (name) => {
    const mail = new Uint8Array(ONE_CALL + CHUNK).fill(0x61);
    mail.set(MAIL);
    const cms = await sealed(mail, name);
    const progress = jest.fn();
    const { content } = await open(cms, { work: { progress } });
    expect(Buffer.compare(content?.octets ?? MAIL, mail)).toBe(0);
    expect(progress.mock.calls.length).toBeGreaterThan(4);
    const controller = new AbortController();
    const work = { signal: controller.signal, progress: () => controller.abort() };
    await expect(open(cms, { work })).rejects.toMatchObject({ code: 'cancelled' });
    expect((await open(cms)).content?.octets.buffer).not.toBe(cms.buffer);
    expect((await open(cms, {}, true)).content?.octets.buffer).toBe(cms.buffer);
  });
});

it('every failure to decrypt is one outcome with one reason', async () => {
  const cbc = await sealed(MAIL, 'aes-256-cbc');
  const gcm = await sealed(MAIL, 'aes-256-gcm');
  const altered = (cms: Bytes, fromEnd: number): Bytes => {
    const changed = cms.slice();
    changed[cms.length - fromEnd] = (changed[cms.length - fromEnd] as number) ^ 0x10;
    return changed;
  };
  const noise = await sealed(crypto.getRandomValues(new Uint8Array(200)), 'aes-256-cbc');
  const outcomes = await Promise.all([
    open(cbc, { unwrap: () => Promise.resolve(new Uint8Array(32)) }),
    open(cbc, { unwrap: () => Promise.resolve(new Uint8Array(16)) }),
    open(gcm, { unwrap: () => Promise.resolve(new Uint8Array(32)) }),
    open(gcm, { unwrap: () => Promise.resolve(new Uint8Array(7)) }),
    open(altered(gcm, 1)),
    open(altered(gcm, 60)),
    open(noise),
  ]);
  const [first, ...others] = outcomes.map(({ verdict, content }) => {
    const { state, reasons } = verdict;
    return { state, reasons, hasContent: content !== undefined };
  });
  expect(first).toEqual({ state: 'failed', reasons: [{ code: 'decryption-failed' }], hasContent: false });
  for (const other of others) expect(other).toEqual(first);
});

describe('parameters of the content encryption that no key could work with', () => {
  const failing = (code: 'decryption-failed' | 'no-matching-recipient') => () =>
    Promise.reject(new SignetError(code, 'told by the key store'));

  it('are said alike whether the key opened or not', async () => {
    const cms = (await sealed(MAIL, 'aes-256-gcm')).slice();
    const length = indexOf(cms, Uint8Array.of(2, 1, 16));
    cms[length + 2] = 13;
    const outcomes = [await open(cms), await open(cms, { unwrap: failing('decryption-failed') })];
    expect(outcomes.map(({ verdict }) => [verdict.state, verdict.reasons])).toEqual(
      Array(2).fill(['failed', [{ code: 'malformed' }]]),
    );
    const { verdict } = await open(cms, { unwrap: failing('no-matching-recipient') });
    expect([verdict.state, verdict.reasons]).toEqual(['not-for-us', [{ code: 'not-for-us' }]]);
  });
});
