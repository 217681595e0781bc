import { headerStatus } from '../../../addins/thunderbird/background/header-status';
import { asDer, type SignerIdentity, type Summary } from '../../../shared/index';

const signer: SignerIdentity = {
  name: 'Bob',
  addresses: ['bob@signet.example'],
  issuer: 'CA',
  serial: '01',
  certificate: asDer(new Uint8Array(0)),
};
const summary = (values: Partial<Summary>): Summary => ({
  state: 'unsigned',
  encryption: 'none',
  reasons: [],
  ...values,
});

describe('the words beside the subject', () => {
  it('are none for plain mail', () => {
    expect(headerStatus(summary({}), 'en')).toBeUndefined();
  });

  it('warn where a sender who usually signs did not, and say why', () => {
    const unusual = { kind: 'usually-signed', address: 'judy@signet.example', count: 3 } as const;
    const status = headerStatus(summary({}), 'en', { continuity: unusual });
    expect(status).toMatchObject({ text: 'Not signed', tone: 'attention' });
    expect(status?.tooltip).toMatch(/judy@signet\.example are usually signed/);
    const encrypted = headerStatus(summary({ encryption: 'opened' }), 'en', { continuity: unusual });
    expect(encrypted).toMatchObject({ text: 'Not signed · Encrypted', tone: 'attention' });
    const altered = headerStatus(summary({ state: 'signed-invalid' }), 'en', { continuity: unusual });
    expect(altered).toEqual(headerStatus(summary({ state: 'signed-invalid' }), 'en'));
    for (const kind of ['first', 'same', 'new-certificate', 'new-authority'] as const) {
      expect(headerStatus(summary({}), 'en', { continuity: { ...unusual, kind } })).toBeUndefined();
    }
  });

  it('show the subject that they are given', () => {
    expect(headerStatus(summary({ encryption: 'opened' }), 'en', { subject: 'Lunch' })?.subject).toBe('Lunch');
    expect(headerStatus(summary({ encryption: 'opened' }), 'en')).not.toHaveProperty('subject');
  });

  it('name the address of a signer whose signature holds, and of no other', () => {
    const from = [{ address: 'bob@signet.example' }];
    expect(headerStatus(summary({ state: 'signed-valid', signer }), 'en', { from })?.text).toContain(
      'bob@signet.example',
    );
    for (const state of ['signed-untrusted', 'signed-invalid', 'partly-signed', 'uncheckable'] as const) {
      expect(headerStatus(summary({ state, signer }), 'en', { from })?.text).not.toContain('bob@');
    }
  });

  it('name the From that was checked, not another address of the certificate', () => {
    const two = { ...signer, addresses: ['first@other.example', 'bob@signet.example'] };
    const from = [{ address: 'bob@signet.example' }];
    const text = (given: typeof from): string | undefined =>
      headerStatus(summary({ state: 'signed-valid', signer: two }), 'en', { from: given })?.text;
    expect(text(from)).toBe('Signed · bob@signet.example');
    expect(text([])).toBe('Signed');
  });

  it('are positive for a valid signature alone', () => {
    const tones = (['signed-valid', 'signed-untrusted', 'signed-invalid', 'partly-signed', 'uncheckable'] as const).map(
      (state) => headerStatus(summary({ state, signer }), 'en')?.tone,
    );
    expect(tones).toEqual(['positive', 'attention', 'attention', 'neutral', 'attention']);
  });

  it('call for attention where encrypted mail stays closed, whatever its signature', () => {
    for (const encryption of ['not-for-us', 'failed'] as const) {
      expect(headerStatus(summary({ encryption }), 'de')?.tone).toBe('attention');
      expect(headerStatus(summary({ state: 'signed-valid', encryption, signer }), 'de')?.tone).toBe('attention');
    }
  });
});
