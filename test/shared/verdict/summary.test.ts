import { type Der } from '../../../shared/base/bytes';
import { NOT_ENCRYPTED } from '../../../shared/verdict/encryption-verdict';
import { type ReasonCode } from '../../../shared/verdict/reason';
import { summarize } from '../../../shared/verdict/summary';
import { type SignatureVerdict } from '../../../shared/verdict/verdict';

const perfect: SignatureVerdict = {
  layer: '0',
  isRoot: true,
  integrity: 'intact',
  path: 'valid',
  revocation: 'not-checked',
  address: 'match',
  reasons: [{ code: 'revocation-not-checked' }],
  signer: {
    name: 'Alice',
    addresses: ['alice@example.test'],
    issuer: 'CN=CA',
    serial: '01',
    certificate: new Uint8Array(0) as Der,
  },
  digestAlgorithm: 'sha256',
  signatureAlgorithm: 'rsa',
};

const state = (...signatures: readonly Partial<SignatureVerdict>[]): string =>
  summarize(
    signatures.map((one) => ({ ...perfect, ...one })),
    NOT_ENCRYPTED,
  ).state;

const reason = (code: ReasonCode): Partial<SignatureVerdict> => ({ reasons: [{ code }] });

describe('the summary of a message', () => {
  it('is unsigned without signatures', () => {
    expect(state()).toBe('unsigned');
  });

  it('gives the positive mark to a perfect signature at the root, checked for revocation or not', () => {
    expect(state({})).toBe('signed-valid');
    expect(state({ revocation: 'good', reasons: [] })).toBe('signed-valid');
  });

  it.each<[string, Partial<SignatureVerdict>]>([
    ['an invalid path', { path: 'invalid' }],
    ['an undetermined path', { path: 'undetermined' }],
    ['a revoked certificate', { revocation: 'revoked' }],
    ['undetermined revocation', { revocation: 'undetermined' }],
    ['another address', { address: 'mismatch' }],
    ['no address', { address: 'absent' }],
    ['a weak algorithm', reason('weak-algorithm')],
    ['a weak key', reason('weak-key')],
    ['a signature of another hour than Date', reason('signing-time-mismatch')],
    ['something signed that is no mail', reason('unsupported-structure')],
    ['a signature around encryption only', reason('signed-ciphertext')],
  ])('is untrusted for %s', (_, change) => {
    expect(state(change)).toBe('signed-untrusted');
  });

  it('demands everything of every signer: the worst one speaks for the message', () => {
    expect(state({}, { address: 'mismatch' })).toBe('signed-untrusted');
    expect(state({}, { integrity: 'unverifiable' })).toBe('uncheckable');
    expect(state({ integrity: 'unverifiable' }, {}, { integrity: 'altered' })).toBe('signed-invalid');
  });

  it('does not count a signature around encryption where there is one inside', () => {
    const hop: Partial<SignatureVerdict> = { integrity: 'altered', reasons: [{ code: 'signed-ciphertext' }] };
    expect(state(hop, {})).toBe('signed-valid');
    expect(state(hop, { address: 'mismatch' })).toBe('signed-untrusted');
    expect(state(hop)).toBe('signed-invalid');
    expect(state(hop, { isRoot: false })).toBe('signed-invalid');
  });

  it('never counts a signed part that is not the root', () => {
    expect(state({ isRoot: false })).toBe('partly-signed');
    expect(state({ isRoot: false, integrity: 'altered' }, {})).toBe('signed-valid');
    expect(state({ isRoot: false }, { address: 'mismatch' })).toBe('signed-untrusted');
  });

  it('names the signer and the reasons of the worst signature', () => {
    const other = { ...perfect.signer, name: 'Mallory' } as NonNullable<SignatureVerdict['signer']>;
    const summary = summarize(
      [perfect, { ...perfect, integrity: 'altered', signer: other, reasons: [{ code: 'digest-mismatch' }] }],
      NOT_ENCRYPTED,
    );
    expect(summary.signer?.name).toBe('Mallory');
    expect(summary.reasons.map(({ code }) => code)).toEqual(['digest-mismatch', 'revocation-not-checked']);
  });

  it('ranks reasons in one fixed order and tells each once', () => {
    const codes: readonly ReasonCode[] = [
      'revocation-not-checked',
      'expired',
      'address-mismatch',
      'digest-mismatch',
      'expired',
    ];
    const summary = summarize([{ ...perfect, reasons: codes.map((code) => ({ code })) }], NOT_ENCRYPTED);
    expect(summary.reasons.map(({ code }) => code)).toEqual([
      'digest-mismatch',
      'address-mismatch',
      'expired',
      'revocation-not-checked',
    ]);
  });
});
