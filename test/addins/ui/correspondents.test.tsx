/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { useCorrespondentStrings } from '../../../addins/ui/correspondent-strings';
import { CorrespondentsPanel } from '../../../addins/ui/correspondents-panel';
import { certificateAttachments, KeysOfMessage } from '../../../addins/ui/correspondents-later';
import { type Correspondents } from '../../../addins/worker/correspondents';
import {
  SignetError,
  type Correspondent,
  type CorrespondentCertificate,
  type CorrespondentDetails,
  type Der,
  type DirectoryQuery,
  type ImportReport,
} from '../../../shared/index';
import { TestCa } from '../../support/test-ca';
import { mount } from './gallery';

const BOB = 'bob@signet.example';
const DAY = new Date('2026-03-04T05:06:07Z');
const settle = (milliseconds = 60): Promise<void> =>
  act(() => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));

async function settled(isSo: () => boolean): Promise<void> {
  for (let left = 100; left > 0 && !isSo(); left--) await settle(20);
  await settle(20);
}

let der: Der;
beforeAll(async () => {
  der = (await (await TestCa.create()).issue({ commonName: 'Bob', addresses: [BOB] })).certificate;
});

const certificate = (fingerprint: string, more: Partial<CorrespondentCertificate> = {}): CorrespondentCertificate => ({
  fingerprint,
  certificate: der,
  name: 'Bob',
  issuer: 'Some CA',
  notBefore: DAY,
  notAfter: DAY,
  dates: 'within',
  uses: ['sign', 'encrypt'],
  sources: [{ kind: 'looked-up', from: 'dns' }],
  firstSeen: DAY,
  accepted: { ground: 'first', at: DAY },
  ...more,
});

function waiting(fingerprint: string): CorrespondentCertificate {
  const { accepted, ...rest } = certificate(fingerprint);
  expect(accepted).toBeDefined();
  return rest;
}

const person = (address: string, ...certificates: readonly CorrespondentCertificate[]): Correspondent => ({
  address,
  name: address.split('@')[0] ?? '',
  certificates,
});

const REPORT: ImportReport = {
  certificates: [
    { file: 0, name: 'Carol', addresses: ['carol@signet.example'], outcome: 'added' },
    { file: 0, name: 'Bob', addresses: [BOB], outcome: 'waiting', waiting: [BOB] },
  ],
  counts: {
    added: 1,
    known: 0,
    waiting: 1,
    authority: 0,
    'no-address': 0,
    'not-for-mail': 0,
    unreadable: 0,
    elsewhere: 0,
    'too-many': 0,
  },
  failures: [undefined, { code: 'malformed-certificate' }],
  isCut: false,
};

interface World {
  readonly people?: readonly Correspondent[];
  readonly waiting?: readonly Correspondent[];
  readonly details?: Partial<CorrespondentDetails>;
  readonly fails?: boolean;
}

async function panel({ people = [], waiting: waits = [], details, fails = false }: World) {
  const asked: string[] = [];
  const queries: DirectoryQuery[] = [];
  const note = <T,>(what: string, value: T): Promise<T> => {
    asked.push(what);
    return fails ? Promise.reject(new SignetError('storage', 'full', 'full')) : Promise.resolve(value);
  };
  const core: Correspondents = {
    list(query) {
      queries.push(query);
      const shown = people.filter(({ address }) => address.startsWith(query.text) && address > (query.after ?? ''));
      const next = shown[1] ? { next: shown[0]?.address ?? '' } : {};
      return Promise.resolve({ people: shown.slice(0, 1), waiting: waits, count: people.length, ...next });
    },
    details: (address) =>
      Promise.resolve({
        ...(people.find((one) => one.address === address) ?? person(address)),
        reasons: [],
        isExpiredForbidden: false,
        ...details,
      }),
    confirm: ({ address, fingerprint }) => note(`confirm ${address} ${fingerprint}`, undefined),
    allowExpired: ({ fingerprint, isAllowed }) => note(`expired ${fingerprint} ${isAllowed}`, undefined),
    remove: (fingerprint) => note(`remove ${fingerprint}`, undefined),
    import: (files) => note(`import ${files.length}`, REPORT),
    export: ({ format }) => note(`export ${format}`, new Uint8Array(3)),
  };
  const saved: string[] = [];
  const root = mount(
    <CorrespondentsPanel
      core={core}
      language="en"
      onChanged={() => asked.push('changed')}
      onSave={(name) => void saved.push(name)}
    />,
  );
  await settled(() => queries.length > 0);
  const button = (text: string): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find((one) => one.textContent === text);
  const press = async (text: string): Promise<void> => {
    const found = button(text);
    if (!found) throw new Error(`no button ${text} in: ${root.textContent}`);
    await act(() => found.click());
    await settle();
  };
  const addresses = (): readonly (string | undefined)[] =>
    [...root.querySelectorAll<HTMLElement>('li[data-address]')].map(({ dataset }) => dataset['address']);
  return { root, asked, queries, saved, press, button, addresses };
}

describe('the list', () => {
  it('of nobody says how people come to stand in it', async () => {
    const { root } = await panel({});
    expect(root.textContent).toContain('None yet.');
    expect(root.querySelector('input[type=search]')).toBeNull();
  });

  it('shows people page by page', async () => {
    const { press, addresses, button } = await panel({
      people: [person('anna@x.example', certificate('a')), person(BOB, certificate('b'))],
    });
    expect(addresses()).toEqual(['anna@x.example']);
    await press('Show more');
    expect(addresses()).toEqual(['anna@x.example', BOB]);
    expect(button('Show more')).toBeUndefined();
  });

  it('searches when the typing pauses, once, and shows what was searched for last', async () => {
    const { root, queries, addresses } = await panel({
      people: [person('anna@x.example', certificate('a')), person(BOB, certificate('b'))],
    });
    const input = root.querySelector('input');
    for (const text of ['b', 'bo', 'bob']) {
      await act(() => {
        if (input) input.value = text;
        input?.dispatchEvent(new Event('input', { bubbles: true }));
      });
    }
    await settled(() => queries.length > 1);
    expect(queries.map(({ text }) => text)).toEqual(['', 'bob']);
    expect(addresses()).toEqual([BOB]);
  });

  it('goes back with the focus where it was', async () => {
    const { press } = await panel({ people: [person(BOB, certificate('b'))] });
    await press('Details');
    expect(document.activeElement?.textContent).toBe('Back to all people');
    await press('Back to all people');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(`Details: ${BOB}`);
  });
});

describe('a key that waits', () => {
  const people = [person(BOB, waiting('new'), certificate('old'))];

  it('stands above the others; the question shows both prints, with "not now" at hand', async () => {
    const { root, press, asked } = await panel({ people, waiting: people });
    await press('Use the new certificate…');
    const question = root.querySelector('[role=alertdialog]');
    expect(question?.textContent).toMatch(/Fingerprint.*NE:W.*Known until now.*OL:D/s);
    expect(document.activeElement?.textContent).toBe('Not now');
    await press('Not now');
    expect(asked).toEqual([]);
  });

  it('is confirmed by a yes, for its address, and the rest of the program is told', async () => {
    const { press, asked } = await panel({ people, waiting: people });
    await press('Use the new certificate…');
    await press('Yes, use it');
    expect(asked).toEqual([`confirm ${BOB} new`, 'changed']);
  });

  it('is never said to be confirmed where that failed', async () => {
    const { root, press } = await panel({ people, waiting: people, fails: true });
    await press('Use the new certificate…');
    await press('Yes, use it');
    expect(root.textContent).not.toContain('From now on');
    expect(root.querySelector('.sg-tone-error')).not.toBeNull();
  });
});

describe('the details', () => {
  it('say whether somebody can be written to encrypted, or why not', async () => {
    const people = [person(BOB, waiting('new'))];
    const one = await panel({ people, details: { reasons: [{ code: 'unconfirmed-key' }] } });
    await one.press('Details');
    expect(one.root.querySelector('[data-reason=unconfirmed-key]')).not.toBeNull();
    const two = await panel({ people: [person(BOB, certificate('b'))], details: { used: 'b' } });
    await two.press('Details');
    expect(two.root.textContent).toContain('Can be written to encrypted.');
    expect(two.root.querySelector('[data-used=true]')?.textContent).toContain('a look-up (DNS)');
  });

  it('save the certificate in four forms', async () => {
    const { press, saved, asked } = await panel({ people: [person(BOB, certificate('b'))] });
    await press('Details');
    for (const format of ['Certificate (.cer)', 'Text (.pem)', 'With issuers (.p7b)', 'Card (.vcf)'])
      await press(format);
    expect(asked).toEqual(['export cer', 'export pem', 'export p7b', 'export vcf']);
    expect(saved).toEqual([`${BOB}.cer`, `${BOB}.pem`, `${BOB}.p7b`, `${BOB}.vcf`]);
  });

  it('remove after a question, in which keeping is at hand', async () => {
    const { press, asked } = await panel({ people: [person(BOB, certificate('b'))] });
    await press('Details');
    await press('Remove');
    expect(document.activeElement?.textContent).toBe('Keep');
    await press('Keep');
    await press('Remove');
    await press('Remove');
    expect(asked).toEqual(['remove b', 'changed']);
  });

  it('take the user’s word about an expired one, show since when, and take it back', async () => {
    const expired = certificate('b', { dates: 'expired' });
    const first = await panel({ people: [person(BOB, expired)] });
    await first.press('Details');
    await first.press('Use although expired');
    expect(first.asked).toEqual(['expired b true', 'changed']);
    const second = await panel({ people: [person(BOB, { ...expired, expiredAllowedAt: DAY })] });
    await second.press('Details');
    expect(second.root.textContent).toContain('On 4 Mar 2026 you allowed');
    await second.press('Do not use it any longer');
    expect(second.asked).toEqual(['expired b false', 'changed']);
  });

  it('offer nothing of that where the organisation forbids it', async () => {
    const people = [person(BOB, certificate('b', { dates: 'expired' }))];
    const { press, button, root } = await panel({ people, details: { isExpiredForbidden: true } });
    await press('Details');
    expect(button('Use although expired')).toBeUndefined();
    expect(root.textContent).toContain('Your organisation does not allow');
  });
});

describe('files', () => {
  const file = (): File =>
    Object.defineProperty(new File([Uint8Array.of(1)], 'people.vcf'), 'arrayBuffer', {
      value: () => Promise.resolve(new ArrayBuffer(1)),
    });

  it('that are dropped are imported, and each certificate is told of, each file too', async () => {
    const { root, asked } = await panel({});
    const drop = new Event('drop', { bubbles: true, cancelable: true });
    Object.assign(drop, { dataTransfer: { files: [file(), file()] } });
    await act(() => void root.querySelector('.sg-drop')?.dispatchEvent(drop));
    await settle();
    expect(asked).toEqual(['import 2', 'changed']);
    expect(root.querySelector('.sg-drop [role=status]')?.textContent).toBe(
      '1 × added, 1 × waits for your confirmation',
    );
    expect(root.querySelectorAll('[data-report] > li')).toHaveLength(2);
    expect(root.querySelector('.sg-tone-error')?.textContent).toContain('people.vcf');
  });

  it('have a picker that the keyboard reaches', async () => {
    const { root } = await panel({});
    const input = root.querySelector<HTMLInputElement>('.sg-drop input[type=file]');
    expect([input?.multiple, input?.tabIndex, input?.accept.includes('.ldif')]).toEqual([true, 0, true]);
  });
});

describe('beside a message', () => {
  const attachment = (filename: string, contentType = 'application/octet-stream') => ({
    index: filename.length,
    filename,
    contentType,
    size: 1,
  });

  it('certificates are found among the attachments by name or type', () => {
    const list = [
      attachment('bob.CER'),
      attachment('card.vcf', 'text/plain'),
      attachment('noname', 'application/pkix-cert'),
      attachment('letter.pdf', 'application/pdf'),
      attachment('cer'),
    ];
    expect(certificateAttachments(list).map(({ filename }) => filename)).toEqual(['bob.CER', 'card.vcf', 'noname']);
  });

  async function beside(attachments: readonly ReturnType<typeof attachment>[], isChanged = false) {
    const asked: string[] = [];
    const mail = {
      view: { body: { parts: [], attachments } },
      ...(isChanged && { changedKey: { address: BOB, fingerprint: 'aa' } }),
      importAttachments(indexes: readonly number[]) {
        asked.push(`import ${indexes.join()}`);
        return Promise.resolve(REPORT);
      },
    } as unknown as Parameters<typeof KeysOfMessage>[0]['mail'];
    const correspondents = {
      confirm: ({ fingerprint }: { fingerprint: string }) => Promise.resolve(void asked.push(`confirm ${fingerprint}`)),
    } as unknown as Correspondents;
    const root = mount(
      <KeysOfMessage mail={mail} core={{ correspondents }} language="en" onChanged={() => asked.push('changed')} />,
    );
    await settle();
    const press = async (text: string): Promise<void> => {
      const found = [...root.querySelectorAll('button')].find((one) => one.textContent === text);
      await act(() => found?.click());
      await settle();
    };
    return { root, asked, press };
  }

  it('nothing is shown for most', async () => {
    expect((await beside([attachment('letter.pdf')])).root.textContent).toBe('');
  });

  it('one click adds what is attached', async () => {
    const { root, asked, press } = await beside([attachment('bob.cer'), attachment('x.pdf')]);
    await press('Add to my people');
    expect(asked).toEqual(['import 7', 'changed']);
    expect(root.textContent).toContain('Carol');
  });

  it('a changed key is told and confirmed in one step: the one that is shown', async () => {
    const { root, asked, press } = await beside([], true);
    expect(root.textContent).toContain(`${BOB} signed with a new key`);
    await press('Use the new certificate…');
    await press('Yes, use it');
    expect(asked).toEqual(['confirm aa', 'changed']);
  });
});

it('the words are there in both languages, filled in alike', () => {
  const leaves = (value: unknown, path = ''): readonly string[] => {
    const text = typeof value === 'function' ? (value as (...words: unknown[]) => string)(2, 'x') : value;
    if (typeof text === 'string') return [`${path}: ${typeof value}, ${text.trim() === '' ? 'empty' : 'full'}`];
    return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  };
  expect(leaves(useCorrespondentStrings('de'))).toEqual(leaves(useCorrespondentStrings('en')));
});
