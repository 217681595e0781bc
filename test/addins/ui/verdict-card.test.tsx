/** @jest-environment ./test/support/jsdom-environment.js */
import { loadDetails, VerdictCard } from '../../../addins/ui/verdict-card';
import { type Language, type VerdictView } from '../../../addins/ui/props';
import {
  continuityText,
  nextStepText,
  protectionText,
  reasonText,
  type Layer,
  type SignerIdentity,
  type SummaryState,
} from '../../../shared/index';
import { mount } from './gallery';
import { everyVerdict, makeSigner, OPENED, READERS, verdict } from './samples';

const show = (view: VerdictView, language: Language = 'en'): HTMLElement =>
  mount(<VerdictCard verdict={view} language={language} detailsOpen />);
const word = (root: HTMLElement): string => root.querySelector('h2')?.textContent ?? '';
const OVERRIDE = '\u202e';

beforeAll(async () => {
  await loadDetails();
});

const WORDS: readonly (readonly [SummaryState, string, string])[] = [
  ['signed-valid', 'Signed', 'Signiert'],
  ['signed-untrusted', 'Signature not confirmed', 'Signatur nicht bestätigt'],
  ['signed-invalid', 'Signature does not fit', 'Signatur passt nicht'],
  ['partly-signed', 'Only a part is signed', 'Nur ein Teil ist signiert'],
  ['uncheckable', 'Could not be checked', 'Nicht prüfbar'],
  ['unsigned', 'Not signed', 'Nicht signiert'],
];

describe('the verdict card', () => {
  let signer: SignerIdentity;
  beforeAll(async () => {
    signer = await makeSigner();
  });

  it.each(WORDS)('has its word for %s in both languages', (state, english, german) => {
    expect(word(show(verdict(state, { signer })))).toBe(english);
    expect(word(show(verdict(state, { signer }), 'de'))).toBe(german);
  });

  it('says a sentence beside the word, outside the details', async () => {
    for (const view of Object.values(await everyVerdict())) {
      const sentence = show(view).querySelector('.sg-sentence');
      expect(sentence?.textContent.length).toBeGreaterThan(20);
      expect(sentence?.closest('details')).toBeNull();
    }
  });

  it('gives the positive mark to nothing but signed-valid', async () => {
    for (const [name, view] of Object.entries(await everyVerdict())) {
      const root = show(view);
      const isGood = view.summary.state === 'signed-valid';
      expect([name, root.querySelector('.sg-mark-positive') !== null]).toEqual([name, isGood]);
      expect([name, root.querySelector('.sg-tone-positive') !== null]).toEqual([name, isGood]);
      expect([name, root.querySelector('[data-icon="shield-check"],[data-icon="check"]') !== null]).toEqual([
        name,
        isGood,
      ]);
    }
  });

  it('never tells two states apart by colour alone: each differs in its word', async () => {
    const heads = new Map<string, string>();
    for (const view of Object.values(await everyVerdict())) {
      const root = show(view);
      const look = `${root.querySelector('.sg-mark')?.className ?? ''} ${word(root)}`;
      const meaning = word(root);
      expect(heads.get(meaning) ?? look).toBe(look);
      heads.set(meaning, look);
    }
    expect(heads.size).toBe(8);
  });

  it('names signer, address, issuer, serial, validity, time and algorithms in the details', () => {
    const details = show(verdict('signed-valid', { signer, encryption: OPENED })).querySelector('details');
    const text = details?.textContent ?? '';
    for (const fact of [
      'Bob Example',
      'bob@signet.example',
      'Signet Demo CA',
      '5A:4F:0C:11',
      '22 Nov 2026',
      '23 Oct 2028',
      'ECDSA P-256',
      'SHA-256',
      'AES-256-CBC',
    ]) {
      expect(text).toContain(fact);
    }
  });

  it('shows each of several signatures with its own reasons', () => {
    const view = verdict('signed-untrusted', { signer });
    const [one] = view.signatures;
    if (!one) throw new Error('no signature');
    const two = { ...one, reasons: [{ code: 'weak-algorithm', found: 'sha1' } as const] };
    const text = show({ ...view, signatures: [one, two] }).textContent;
    expect(text).toContain('Signature 1 of 2');
    expect(text).toContain('Signature 2 of 2');
    expect(text).toContain('sha1');
  });

  it('counts who can read, and says how many it does not know', () => {
    const view = verdict('unsigned', { encryption: OPENED });
    expect(show(view).querySelector('.sg-encryption')?.textContent).toBe('Encrypted You and 2 others can read it.');
    const root = mount(<VerdictCard verdict={view} language="en" readers={READERS} detailsOpen />);
    expect(root.querySelector('details')?.textContent).toContain('Alice Example (you)');
    expect(root.querySelector('details')?.textContent).toContain('Someone whose certificate is not known here');
  });

  it('speaks of the encryption alone where nothing could be opened', async () => {
    const views = await everyVerdict();
    const closed = views['not for us'];
    if (!closed) throw new Error('no sample');
    const root = show(closed);
    expect(word(root)).toBe('Encrypted, no key here');
    expect(root.textContent).not.toContain('Not signed');
  });

  it('is announced, and its details open by keyboard', () => {
    const root = show(verdict('unsigned'));
    expect(root.querySelector('[role="status"]')?.textContent).toContain('Not signed');
    expect(root.querySelector('section')?.getAttribute('aria-label')).toBe('Protection of this message');
    expect(root.querySelector('details > summary')).not.toBeNull();
  });

  it('is shown for a certificate that cannot be read and a time that is none', () => {
    const broken = { ...signer, certificate: signer.certificate.subarray(0, 20) as typeof signer.certificate };
    const root = show(
      verdict('signed-untrusted', { signer: broken, signature: { signingTime: new Date(Number.NaN) } }),
    );
    expect(root.textContent).toContain('Bob Example');
    expect(root.textContent).not.toContain('Invalid');
  });
});

describe('what was there before', () => {
  it.each(['first', 'same', 'new-certificate', 'new-authority', 'usually-signed'] as const)(
    'is one line beside the verdict, outside the details, and no mark: %s',
    (kind) => {
      const continuity = { kind, address: 'bob@signet.example', count: 3 };
      const root = mount(<VerdictCard verdict={verdict('unsigned')} language="en" continuity={continuity} />);
      const line = root.querySelector(`[data-continuity="${kind}"]`);
      expect(line?.textContent).toBe(continuityText(continuity, 'en'));
      expect(line?.closest('details')).toBeNull();
      expect(root.querySelector('.sg-mark-positive')).toBeNull();
    },
  );
});

describe('the one step', () => {
  it('stands beside the sentence where there is something to do, and only there', async () => {
    const steps = Object.entries(await everyVerdict()).map(([name, view]) => [
      name,
      show(view).querySelector('.sg-step')?.textContent ?? '',
      nextStepText(view.summary, 'en'),
    ]);
    for (const [name, shown, expected] of steps) expect([name, shown]).toEqual([name, expected]);
    expect(steps.filter(([, shown]) => shown === '').map(([name]) => name)).toEqual([
      'valid',
      'valid and encrypted',
      'revocation known',
      'plain',
      'encrypted only',
    ]);
  });
});

describe('the details', () => {
  it('say what is signed and encrypted around what, from outside in', () => {
    const layers: readonly Layer[] = [
      { path: '0', type: 'enveloped', children: [{ path: '0.0', type: 'signed-opaque', children: [] }] },
    ];
    const root = show({ ...verdict('unsigned', { encryption: OPENED }), layers });
    const shown = [...root.querySelectorAll('[data-layer]')].map((item) => item.getAttribute('data-layer'));
    expect(shown).toEqual(['enveloped', 'signed-opaque']);
    expect(root.querySelector('[data-layer=enveloped] [data-layer=signed-opaque]')).not.toBeNull();
  });

  it('say in one sentence that the host shows another rendering', () => {
    const card = <VerdictCard verdict={verdict('unsigned')} language="en" rendering="outlook" detailsOpen />;
    expect(mount(card).querySelector('details')?.textContent).toContain('Outlook shows its own view');
    expect(show(verdict('unsigned')).textContent).not.toContain('its own view');
  });

  it.each([
    ['signed', false],
    ['changeable', true],
  ] as const)('says of encryption whose content is %s that it shows no changes: %s', async (protection, isSaid) => {
    const signer = await makeSigner();
    const encryption = { ...OPENED, protection };
    const view = verdict('signed-valid', { signer, encryption, reasons: [{ code: 'not-authenticated' }] });
    const root = mount(<VerdictCard verdict={view} language="en" detailsOpen />);
    expect(root.textContent.includes(reasonText({ code: 'not-authenticated' }, 'en'))).toBe(isSaid);
  });

  it('say whether the content could have been changed, and which key opened it', () => {
    const encryption = { ...OPENED, protection: 'changeable', openedWith: 1 } as const;
    const root = show(verdict('unsigned', { encryption }));
    expect(root.querySelector('[data-protection=changeable]')?.textContent).toBe(protectionText('changeable', 'en'));
    expect(root.textContent).toContain('Opened with your key');
    expect(root.textContent).toContain('5a02@CN=Signet Demo CA');
  });

  it('name both times of a message and when it was first verified', async () => {
    const signer = await makeSigner();
    const view = verdict('signed-valid', { signer, signature: { verifiedBefore: new Date('2026-05-03T10:00:00Z') } });
    const text = show({ ...view, date: new Date('2026-11-22T16:50:00Z') }).textContent;
    for (const fact of ['Signed (claimed)', 'Date of the message (claimed)', 'First verified here', '3 May 2026']) {
      expect(text).toContain(fact);
    }
  });
});

describe('a hostile name', () => {
  const show = async (name: string, address = 'mallory@elsewhere.example'): Promise<HTMLElement> => {
    const signer = { ...(await makeSigner()), name, addresses: [address], issuer: `CN=${name}` };
    const view = verdict('signed-untrusted', { signer, from: [{ name, address }] });
    return mount(<VerdictCard verdict={view} language="en" detailsOpen />);
  };

  it('is text, not markup', async () => {
    const root = await show('<img src=x onerror=alert(1)><b>Bob</b>');
    expect(root.querySelector('img, b, script')).toBeNull();
    expect(root.querySelector('details')?.textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('loses what turns the direction of writing, hides or breaks lines', async () => {
    const root = await show(`Bob${OVERRIDE}moc.elpmaxe\u2066\u200b\u00ad\u0000\u0007\nExample\u{e0041}`);
    expect(root.textContent).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u00ad\u200b\u202a-\u202e\u2066-\u2069]/);
    expect(root.textContent).not.toMatch(/[\u{e0000}-\u{e007f}]/u);
  });

  it('is isolated wherever it stands, right-to-left letters too', async () => {
    const name = 'אבג (bob@signet.example)';
    const root = await show(name);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let places = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent?.includes('אבג')) continue;
      places++;
      expect(node.parentElement?.closest('bdi')).not.toBeNull();
    }
    expect(places).toBeGreaterThanOrEqual(2);
  });

  it('is cut where it does not end, and does not push the address away', async () => {
    const root = await show('A'.repeat(5_000));
    expect(root.querySelector('.sg-sentence')?.textContent).toContain('mallory@elsewhere.example');
    expect(root.textContent.length).toBeLessThan(3_000);
  });

  it('that looks like an address does not stand for the address in the sentence', async () => {
    const root = await show('ceo@signet.example');
    expect(root.querySelector('.sg-sentence')?.textContent).not.toContain('ceo@signet.example');
  });
});
