import { nativeDifference } from '../../../addins/thunderbird/message-display/native-verdict';
import { type Summary } from '../../../shared/index';

type Ours = Pick<Summary, 'state' | 'encryption'>;
const valid: Ours = { state: 'signed-valid', encryption: 'none' };
const untrusted: Ours = { state: 'signed-untrusted', encryption: 'none' };
const said = (ours: Ours, signature: number, encryption = -1): string | undefined =>
  nativeDifference(ours, { signature, encryption }, 'en');

describe("what Thunderbird's own S/MIME says otherwise", () => {
  it('is nothing where both come to the same, and where Thunderbird says nothing', () => {
    expect([said(valid, 0), said(untrusted, 1029), said(valid, -1), said(untrusted, -1)]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it.each(['signed-untrusted', 'signed-invalid', 'uncheckable', 'partly-signed', 'unsigned'] as const)(
    'is told where Thunderbird says good and we say %s',
    (state) => {
      expect(said({ state, encryption: 'none' }, 0)).toMatch(/own S\/MIME says that the signature is good/);
    },
  );

  it.each([
    [1029, /does not trust who issued/],
    [1034, /changed after it was signed/],
    [1036, /does not accept the method/],
    [1038, /address in the certificate/],
    [1041, /over an hour/],
    [1, /no reason that can be read \(1\)/],
  ])('is told with its reason %d where we say good', (code, reason) => {
    expect(said(valid, code)).toMatch(reason);
  });

  it('is told of a message that it alone can open, whose signatures we do not see', () => {
    const closed: Ours = { state: 'unsigned', encryption: 'not-for-us' };
    expect(said(closed, 0, 0)).toMatch(/has a key that opens this message/);
    expect(said(closed, 1, -1)).toBeUndefined();
  });

  it('is told in German too', () => {
    expect(nativeDifference(valid, { signature: 1041, encryption: -1 }, 'de')).toMatch(
      /nennt die Signatur nicht gut.*Stunde/,
    );
  });
});
