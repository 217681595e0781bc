/** @jest-environment ./test/support/jsdom-environment.js */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { Editor } from '../../../addins/policy-editor/editor';
import { type Language } from '../../../addins/ui/index';
import { parsePolicy } from '../../../shared/index';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

afterEach(() => {
  for (const root of [...document.body.children]) {
    render(null, root);
    root.remove();
  }
});

/** The editor with a document in it, as somebody uses it. */
async function editor(document_: object, language: Language = 'en') {
  const root = document.body.appendChild(document.createElement('div'));
  await act(() => render(<Editor language={language} />, root));
  const one = (selector: string, within: ParentNode = root): HTMLElement => {
    const found = within.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing is ${selector}`);
    return found;
  };
  const area = one('textarea') as HTMLTextAreaElement;
  const write = async (text: string): Promise<void> => {
    await act(() => {
      area.value = text;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  await write(JSON.stringify({ version: 2, ...document_ }));
  const field = (label: string, within = root as ParentNode): Field => {
    const named = [...within.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    return one(`[id="${named?.htmlFor ?? ''}"]`) as Field;
  };
  return {
    root,
    area,
    one,
    write,
    field,
    async put(label: string, value: string, within?: string) {
      await act(() => {
        const control = field(label, within === undefined ? root : one(within));
        control.value = value;
        control.dispatchEvent(new Event('change', { bubbles: true }));
      });
    },
    async press(text: string) {
      const button = [...root.querySelectorAll('button')].find(({ textContent }) => textContent === text);
      if (!button) throw new Error(`no button ${text}`);
      button.focus();
      await act(() => button.click());
    },
    /** What stands in the text, which must be right. */
    policy(): Record<string, unknown> {
      expect(parsePolicy(area.value)).toMatchObject({ kind: 'policy' });
      return JSON.parse(area.value) as Record<string, unknown>;
    },
    outcome: () => root.querySelector('[data-outcome]')?.getAttribute('data-outcome'),
    focused: () => {
      const { activeElement } = document;
      const label = activeElement?.id ? root.querySelector(`label[for="${activeElement.id}"]`) : activeElement;
      const row = activeElement?.closest('fieldset')?.querySelector('legend');
      return [row?.textContent, label?.textContent].filter((text) => text !== undefined).join(': ');
    },
  };
}

describe('texts for users', () => {
  const text = { en: 'Everything is signed.', de: 'Alles wird signiert.' };

  it.each([
    ['a setting', { settings: { sign: { value: 'always', text } } }, '[data-setting=sign]', 'settings.sign.text'],
    ['a rule', { rules: [{ id: 'a', sign: 'require', text }] }, '[data-rule=a]', 'rules.0.text'],
  ])('of %s are edited in both languages', async (_, document_, row, path) => {
    const page = await editor(document_);
    const at = (): unknown =>
      path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], page.policy());
    const [english, german] = ['What users are told, in English or for all', 'The same in German'];
    expect([page.field(english, page.one(row)).value, page.field(german, page.one(row)).value]).toEqual([
      text.en,
      text.de,
    ]);
    await page.put(english, 'We sign.', row);
    expect(at()).toEqual({ en: 'We sign.', de: text.de });
    await page.put(german, '', row);
    expect(at()).toBe('We sign.');
    await page.put(german, 'Wir signieren.', row);
    expect(at()).toEqual({ en: 'We sign.', de: 'Wir signieren.' });
  });
});

describe('accounts', () => {
  it('are added with settings of their own, changed and taken away', async () => {
    const page = await editor({});
    await page.press('Add an account');
    const row = '[data-account]';
    await page.put('Addresses of senders (or *@domain)', 'press@a.example; *@b.example', row);
    await page.put('Add a setting', 'encrypt', row);
    await page.put('Value', '"always"', `${row} [data-setting=encrypt]`);
    expect(page.policy()['accounts']).toEqual([
      { identity: ['press@a.example', '*@b.example'], settings: { encrypt: { value: 'always' } } },
    ]);
    const offered = [...(page.field('Add a setting', page.one(row)) as HTMLSelectElement).options];
    expect(offered.map(({ value }) => value)).not.toContain('encrypt');
    expect(offered.map(({ value }) => value)).not.toContain('anchors.added');
    await page.press('Remove account press@a.example, *@b.example');
    expect(page.policy()['accounts']).toEqual([]);
  });

  it('do not begin with an address that another has', async () => {
    const page = await editor({});
    await page.press('Add an account');
    await page.press('Add an account');
    expect(page.policy()['accounts']).toHaveLength(2);
  });

  it('decide about a sample of their sender', async () => {
    const page = await editor({
      accounts: [{ identity: ['me@example.org'], settings: { encrypt: { value: 'always' } } }],
    });
    expect(page.outcome()).toBe('allow');
    await page.put('To, without one', 'bob@b.example');
    expect(page.outcome()).toBe('refuse');
    await page.put('From', 'you@example.org');
    expect(page.outcome()).not.toBe('refuse');
  });
});

describe('groups', () => {
  it('are added, named, filled and taken away', async () => {
    const page = await editor({});
    await page.press('Add a group');
    await page.put('Name', 'board', '[data-group]');
    await page.put('Addresses (or *@domain)', 'anna@a.example, *@board.example', '[data-group]');
    expect(page.policy()['groups']).toEqual({ board: ['anna@a.example', '*@board.example'] });
    await page.press('Remove group board');
    expect(page.policy()).not.toHaveProperty('groups');
  });

  it('can be what a rule is about', async () => {
    const page = await editor({ groups: { board: ['*@board.example'] }, rules: [{ id: 'a', sign: 'require' }] });
    await page.put('Groups', 'board', '[data-rule=a]');
    expect(page.policy()['rules']).toEqual([{ id: 'a', sign: 'require', when: { group: ['board'] } }]);
  });
});

describe('the focus, once something was taken away', () => {
  const rules = ['a', 'b'].map((id) => ({ id, sign: 'require', when: { subject: [id] } }));
  const accounts = ['a', 'b'].map((name) => ({ identity: [`${name}@a.example`], settings: { sign: {}, form: {} } }));

  it('is on the next row, and behind the last on the button that adds one', async () => {
    const page = await editor({ rules, groups: { g: ['*'], h: ['*'] }, accounts });
    await page.press('Remove rule a');
    expect(page.focused()).toBe('Rule b: Name');
    await page.press('Remove rule b');
    expect(page.focused()).toBe('Add a rule');
    await page.press('Remove group g');
    expect(page.focused()).toBe('Group h: Name');
    await page.press('Remove group h');
    expect(page.focused()).toBe('Add a group');
    await page.press('Remove account a@a.example');
    expect(page.focused()).toBe('Account b@a.example: Addresses of senders (or *@domain)');
    await page.press('Leave out sign');
    expect(page.focused()).toBe('form: Value');
    await page.press('Leave out form');
    expect(page.focused()).toBe('Account b@a.example: Add a setting');
    await page.press('Remove account b@a.example');
    expect(page.focused()).toBe('Add an account');
  });

  it('stays with a setting that is left out', async () => {
    const page = await editor({ settings: { encrypt: { value: 'always' } } });
    await page.press('Leave out encrypt');
    expect(page.focused()).toBe('encrypt: Value');
    expect(page.policy()['settings']).toEqual({});
  });
});

describe('what the form has no choice for', () => {
  it('is shown as it stands', async () => {
    const page = await editor({ settings: { sign: { value: 'often' } }, rules: [{ id: 'a', sign: 'demand' }] });
    expect(page.field('Value', page.one('[data-setting=sign]')).value).toBe('"often"');
    expect(page.field('Signing', page.one('[data-rule=a]')).value).toBe('demand');
  });

  it('keeps the form away where the text is no document', async () => {
    const page = await editor({});
    await page.write('{');
    expect(page.root.querySelector('[data-setting]')).toBeNull();
    expect(page.root.textContent).toContain('Correct it in its text.');
    expect(page.one('.sg-primary')).toHaveProperty('disabled', true);
  });
});

describe('what is said of the document', () => {
  it('leads from a fault to its place', async () => {
    const page = await editor({});
    await page.write('{\n  "version": 2,\n  "settings": { "sign": { "value": "often" } }\n}');
    await act(() => page.one('[data-fault=wrong-value] button').click());
    const { selectionStart, value } = page.area;
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
    expect(value.slice(selectionStart)).toMatch(/^"often"/);
  });

  it('names rules that Outlook’s guard takes for stricter, and what a document of version 1 says in vain', async () => {
    const page = await editor({ rules: [{ id: 'large', when: { size: { over: 5 } }, encrypt: 'require' }] });
    expect(page.root.textContent).toContain('stricter than they are: large');
    await page.write('{ "publicAuthorities": false, "colour": "red" }');
    expect(page.root.textContent).toContain('This in it means nothing: colour');
  });
});

describe('a sample', () => {
  it('shows what is decided where only some authorities’ certificates may sign', async () => {
    const issuer = 'ab'.repeat(32);
    const page = await editor({
      settings: {
        sign: { value: 'always' },
        'signers.issuers': { value: [issuer] },
        missingSigner: { value: 'block' },
      },
    });
    expect(page.outcome()).toBe('refuse');
    await page.put('Issuers of the sender’s certificate (SHA-256)', issuer.toUpperCase());
    expect(page.outcome()).toBe('allow');
  });
});

it('says all of this in German', async () => {
  const page = await editor({}, 'de');
  await page.press('Konto hinzufügen');
  await page.press('Gruppe hinzufügen');
  await page.press('Regel hinzufügen');
  const legends = [...page.root.querySelectorAll('legend')].map(({ textContent }) => textContent);
  expect(legends.slice(-3)).toEqual(['Konto account-1@example.org', 'Gruppe group-1', 'Regel rule-1']);
  await page.press('Regel rule-1 entfernen');
  expect(page.focused()).toBe('Regel hinzufügen');
});
