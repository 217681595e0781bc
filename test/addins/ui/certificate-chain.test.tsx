/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { CertificateChain, type ChainProps } from '../../../addins/ui/certificate-chain';
import { CertificateView } from '../../../addins/ui/certificate-view';
import { copyText } from '../../../addins/ui/copy-text';
import {
  asDer,
  certificateFingerprint,
  parseCertificate,
  type CertificateStatus,
  type Der,
} from '../../../shared/index';
import { TestCa } from '../../support/test-ca';
import { mount } from './gallery';
import { NOW, verdictWithChain } from './samples';

let chain: readonly Der[];
beforeAll(async () => {
  chain = (await verdictWithChain()).signatures[0]?.chain ?? [];
});

const show = (props: Partial<ChainProps> = {}): HTMLElement =>
  mount(<CertificateChain certificates={chain} isValidated language="en" {...props} />);
const statusOf = (status: Omit<CertificateStatus, 'certificate'>): string => {
  const statuses = [{ certificate: chain[0] ?? asDer(new Uint8Array(0)), ...status }];
  return show({ statuses }).querySelector('[data-revocation]')?.textContent ?? '';
};

describe('the chain of a validated path', () => {
  it('names each certificate with the part it has, the trusted one last', () => {
    const links = [...show().querySelectorAll('[data-role]')];
    expect(links.map((link) => [link.getAttribute('data-role'), link.querySelector('bdi')?.textContent])).toEqual([
      ['signer', 'Bob Example'],
      ['authority', 'Signet Demo Issuing CA'],
      ['anchor', 'Signet Demo Root CA'],
    ]);
  });

  it('claims no trusted authority where no path was validated', () => {
    const root = show({ certificates: chain.slice(0, 1), isValidated: false });
    expect(root.querySelector('[data-role=anchor]')).toBeNull();
    expect(root.textContent).not.toContain('trusted');
  });

  it('says that a certificate cannot be read, and shows the others', () => {
    const root = show({ certificates: [asDer(Uint8Array.of(1, 2)), ...chain.slice(1)] });
    expect(root.textContent).toContain('cannot be read');
    expect(root.textContent).toContain('Signet Demo Root CA');
  });

  it('draws a certificate when it is opened', async () => {
    const root = show();
    const details = root.querySelector('details');
    expect(root.querySelector('.sg-certificate')).toBeNull();
    await act(() => {
      if (details) details.open = true;
      details?.dispatchEvent(new Event('toggle'));
    });
    expect(root.querySelectorAll('.sg-certificate')).toHaveLength(1);
  });
});

describe('the revocation of one certificate', () => {
  const day = new Date('2026-11-20T08:00:00Z');
  const source = { kind: 'ocsp', issuer: 'CN=Responder', thisUpdate: day, origin: 'fetched' } as const;

  it.each([
    ['good', 'Not revoked'],
    ['undetermined', 'could not be found out'],
    ['not-checked', 'Not checked'],
    ['revoked', 'Revoked'],
  ] as const)('%s is said in words: %s', (state, words) => {
    expect(statusOf({ state })).toContain(words);
  });

  it('has its time, its reason in words, and since when the key was unsafe', () => {
    const text = statusOf({ state: 'revoked', revokedAt: day, invalidityDate: day, revocationReason: 'keyCompromise' });
    expect(text).toContain('Revoked on 20 Nov 2026');
    expect(text).toContain('other hands');
    expect(text).toContain('since 20 Nov 2026');
  });

  it('names who says so, as of when, and how it came here', () => {
    const text = statusOf({ state: 'good', source });
    for (const fact of ['OCSP', 'CN=Responder', '20 Nov 2026', 'fetched from the issuer']) expect(text).toContain(fact);
  });

  it('shows a reason of no standard as it is, even one that is the name of a method', () => {
    expect(statusOf({ state: 'revoked', revokedAt: day, revocationReason: 'toString' })).toContain(': toString');
  });
});

describe('a certificate in full', () => {
  it('shows every fact with the fingerprint', async () => {
    const [own] = chain;
    if (!own) throw new Error('no certificate');
    const root = mount(<CertificateView certificate={parseCertificate(own)} language="en" />);
    const fingerprint = (await certificateFingerprint(own)).toUpperCase().replace(/(..)(?=.)/g, '$1:');
    while (!root.textContent.includes('Fingerprint')) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const fact of [
      'CN=Bob Example',
      'bob@signet.example',
      'CN=Signet Demo Issuing CA',
      '5A:',
      'EC P-256, 256 bits',
      'signing (digitalSignature)',
      'mail (emailProtection)',
      'ECDSA, SHA-256',
      fingerprint,
    ]) {
      expect(root.textContent).toContain(fact);
    }
  });

  it('says of an authority that it is one and how many may follow', () => {
    const of = (index: number): string =>
      mount(<CertificateView certificate={parseCertificate(chain[index] ?? new Uint8Array(0))} language="en" />)
        .textContent;
    expect(of(1)).toContain('yes; at most 0 further authorities');
    expect(of(0)).toContain('Authorityno');
  });

  it('is saved as a file of its octets under a safe name', async () => {
    const ca = await TestCa.create('CA', { now: NOW });
    const { certificate } = await ca.issue({ commonName: '../a\u202e/b:c' });
    const saved: (readonly [string, Uint8Array])[] = [];
    const root = mount(
      <CertificateView
        certificate={parseCertificate(certificate)}
        language="en"
        onSave={(name, octets) => void saved.push([name, octets])}
      />,
    );
    await act(async () => {
      root.querySelectorAll('button')[1]?.click();
      await Promise.resolve();
    });
    expect(saved).toEqual([['b_c.cer', new Uint8Array(certificate)]]);
  });

  it('isolates all that the certificate itself says', async () => {
    const ca = await TestCa.create('CA', { now: NOW });
    const { certificate } = await ca.issue({ commonName: 'אבג <b>x</b>' });
    const root = mount(<CertificateView certificate={parseCertificate(certificate)} language="en" />);
    expect(root.querySelector('b')).toBeNull();
    const holders = [...root.querySelectorAll('bdi')].filter(({ textContent }) => textContent.includes('אבג'));
    expect(holders).toHaveLength(1);
    expect(root.textContent.split('אבג')).toHaveLength(2);
  });
});

describe('copying', () => {
  it('selects the text where the host forbids the clipboard', async () => {
    const element = document.createElement('p');
    element.textContent = 'facts';
    document.body.append(element);
    expect(await copyText('facts', element)).toBe('selected');
    expect(document.getSelection()?.toString()).toBe('facts');
  });
});
