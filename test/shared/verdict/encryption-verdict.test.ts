import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { encryptionVerdict, NOT_ENCRYPTED, recipientNames } from '../../../shared/verdict/encryption-verdict';
import { type EncryptionVerdict, type SummaryState } from '../../../shared/verdict/verdict';
import { TestCa } from '../../support/test-ca';

let alice: Certificate;
let bob: Certificate;
beforeAll(async () => {
  const ca = await TestCa.create('CA');
  [alice, bob] = (await Promise.all(
    ['alice', 'bob'].map(async (name) =>
      parseCertificate((await ca.issue({ commonName: name, addresses: [`${name}@example.test`] })).certificate),
    ),
  )) as [Certificate, Certificate];
});

const layer = (more: Partial<EncryptionVerdict> = {}): EncryptionVerdict => ({
  ...NOT_ENCRYPTED,
  state: 'opened',
  ...more,
});
const CBC = layer();
const GCM = layer({ authenticated: true });
const CLOSED = layer({ state: 'not-for-us' });

describe('what protects decrypted content from change', () => {
  it.each<[string, readonly EncryptionVerdict[], SummaryState, string | undefined]>([
    ['nothing, where nothing is encrypted', [], 'signed-valid', undefined],
    ['nothing that is known, where it stays closed', [CLOSED], 'unsigned', undefined],
    ['nothing that is known, where an inner layer stays closed', [GCM, CLOSED], 'unsigned', undefined],
    ['nothing, for CBC alone', [CBC], 'unsigned', 'changeable'],
    ['nothing, for a signature that is not good', [CBC], 'signed-untrusted', 'changeable'],
    ['nothing, for a signature of a part', [CBC], 'partly-signed', 'changeable'],
    ['a good signature', [CBC], 'signed-valid', 'signed'],
    ['authenticated encryption', [GCM], 'unsigned', 'authenticated'],
    ['authenticated encryption outside', [GCM, CBC], 'unsigned', 'authenticated'],
    ['authenticated encryption inside', [CBC, GCM], 'unsigned', 'authenticated'],
  ])('is %s', (_, layers, state, protection) => {
    expect(encryptionVerdict(layers, state, []).protection).toBe(protection);
  });
});

describe('the key that opened a message', () => {
  const recipient = (id: string): EncryptionVerdict['recipients'][number] => ({ kind: 'ktri', algorithm: 'rsa', id });
  const opened = (ids: readonly string[], own: readonly Certificate[]): number | undefined =>
    encryptionVerdict([layer({ recipients: ids.map(recipient) })], 'unsigned', own).openedWith;

  it('is the one recipient that is the reader, by issuer and serial number or by key identifier', () => {
    const [byIssuer, byKey] = recipientNames(bob) as [string, string];
    const [other] = recipientNames(alice) as [string];
    expect(opened([other, byIssuer], [bob])).toBe(1);
    expect(opened([byKey, other], [bob])).toBe(0);
  });

  it('is not guessed where several are, or none', () => {
    const [a, b] = [recipientNames(alice)[0] as string, recipientNames(bob)[0] as string];
    expect(opened([a, b], [alice, bob])).toBeUndefined();
    expect(opened([a], [bob])).toBeUndefined();
    expect(opened([], [bob])).toBeUndefined();
  });
});
