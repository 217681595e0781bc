/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { LookUpPanel } from '../../../addins/ui/look-up-panel';
import { type LookUpOptions, type LookUpPolicy } from '../../../addins/worker/look-up-options';
import { type LookingUp } from '../../../addins/worker/looking-up';
import { SignetError, type LookUpSourceName } from '../../../shared/index';
import { mount } from './gallery';

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 10));
const OFF: LookUpOptions = {
  sources: { 'address-book': true, 'host-store': true, exchange: false, ldap: false, dns: false, web: false },
  resolver: '',
  template: '',
};

interface World {
  readonly sources?: readonly LookUpSourceName[];
  readonly options?: LookUpOptions;
  readonly fixed?: LookUpPolicy;
  readonly hasFixedServers?: boolean;
  readonly fails?: 'choice' | 'permit';
}

async function show(world: World = {}, language: 'en' | 'de' = 'en') {
  const { sources = ['address-book', 'host-store', 'ldap', 'web', 'dns'], options = OFF, fixed = {}, fails } = world;
  const events: [string, LookUpOptions][] = [];
  const gone = () => Promise.reject(new SignetError('storage', 'closed'));
  const lookingUp: Pick<LookingUp, 'sources' | 'hasFixedServers' | 'choice' | 'store' | 'permit'> = {
    sources,
    hasFixedServers: world.hasFixedServers ?? false,
    choice: () => (fails === 'choice' ? gone() : Promise.resolve({ options, fixed })),
    permit: (asked) => (fails === 'permit' ? gone() : Promise.resolve(void events.push(['permit', asked]))),
    store: (stored) => Promise.resolve(void events.push(['store', stored])),
  };
  const root = mount(<LookUpPanel lookingUp={lookingUp} language={language} />);
  const isThere = () => root.querySelector('[aria-busy=false], .sg-notice') !== null;
  for (let i = 0; i < 100 && !isThere(); i++) await act(settled);
  const input = (name: string) => root.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  const tick = (name: string) =>
    act(async () => {
      input(name)?.click();
      await settled();
    });
  const write = (name: string, value: string) =>
    act(async () => {
      const field = input(name);
      if (!field) throw new Error(`no ${name}`);
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await settled();
    });
  const button = () => root.querySelector<HTMLButtonElement>('button[type=submit]');
  const save = () =>
    act(async () => {
      button()?.click();
      await settled();
    });
  return { root, events, input, tick, write, button, save };
}

describe('the panel of places for certificates', () => {
  it('shows the places of the host in the order in which they are asked, and who learns what', async () => {
    const { root } = await show();
    const names = [...root.querySelectorAll('input')].map(({ name, checked }) => [name, checked]);
    expect(names).toEqual([
      ['look-up-address-book', true],
      ['look-up-host-store', true],
      ['look-up-ldap', false],
      ['look-up-web', false],
      ['look-up-dns', false],
    ]);
    expect(root.textContent).toContain('Tells the resolver at that address');
    expect((await show({}, 'de')).root.textContent).toContain('Bleibt auf diesem Computer.');
  });

  it('says so where the host has none, and offers nothing to save', async () => {
    const { root, button } = await show({ sources: [] });
    expect(root.textContent).toContain('Here Signet can ask nobody.');
    expect(button()).toBeNull();
  });

  it('wants an address before a place on the network can be asked', async () => {
    const { tick, write, button, events, save, input } = await show();
    await tick('look-up-dns');
    expect(button()?.disabled).toBe(true);
    expect(input('resolver')?.getAttribute('aria-invalid')).toBe('true');
    for (const wrong of ['dns.example', 'http://dns.example/q', 'https://{domain}/q']) {
      await write('resolver', wrong);
      expect(button()?.disabled).toBe(true);
    }
    await write('resolver', ' https://dns.example/q{?dns} ');
    expect(button()?.disabled).toBe(false);
    await save();
    const expected = { ...OFF, sources: { ...OFF.sources, dns: true }, resolver: 'https://dns.example/q{?dns}' };
    expect(events).toEqual([
      ['permit', expected],
      ['store', expected],
    ]);
  });

  it('wants a person in a web address', async () => {
    const { tick, write, button } = await show();
    await tick('look-up-web');
    for (const wrong of ['https://k.example/all.cer', 'https://k.example/{domain}', 'http://k.example/{address}']) {
      await write('template', wrong);
      expect(button()?.disabled).toBe(true);
    }
    for (const right of ['https://k.example/{address}.cer', 'https://{domain}/c/{local}']) {
      await write('template', right);
      expect(button()?.disabled).toBe(false);
    }
  });

  it('says that it is saved, and no longer after another change', async () => {
    const { root, save, tick } = await show();
    await tick('look-up-ldap');
    await save();
    expect(root.textContent).toContain('Saved.');
    await tick('look-up-ldap');
    expect(root.textContent).not.toContain('Saved.');
  });

  it('stores nothing where the permission cannot be asked for', async () => {
    const { root, events, save, tick } = await show({ fails: 'permit' });
    await tick('look-up-ldap');
    await save();
    expect(events).toEqual([]);
    expect(root.textContent).not.toContain('Saved.');
  });

  it('does not let what the organisation set be changed', async () => {
    const options = {
      ...OFF,
      sources: { ...OFF.sources, web: true, dns: true },
      template: 'https://k.example/{address}',
    };
    const fixed = { sources: { web: true }, template: options.template };
    const { root, input } = await show({ options: { ...options, resolver: 'https://r.example/' }, fixed });
    expect([input('look-up-web')?.disabled, input('template')?.disabled]).toEqual([true, true]);
    expect([input('look-up-dns')?.disabled, input('resolver')?.disabled]).toEqual([false, false]);
    expect(root.textContent).toContain('Your organisation has set this.');
  });

  it('lets no address be changed where the page can reach no other', async () => {
    const options = { ...OFF, sources: { ...OFF.sources, dns: true }, resolver: 'https://r.example/' };
    const { input } = await show({ options, hasFixedServers: true, sources: ['exchange', 'dns'] });
    expect([input('look-up-dns')?.disabled, input('resolver')?.disabled]).toEqual([false, true]);
  });

  it('says so where the options cannot be read', async () => {
    const { root, button } = await show({ fails: 'choice' });
    expect(button()?.disabled).toBe(true);
    expect(root.querySelectorAll('input')).toHaveLength(0);
    expect(root.querySelector('.sg-notice')).not.toBeNull();
  });
});
