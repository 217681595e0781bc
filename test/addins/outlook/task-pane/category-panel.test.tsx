/** @jest-environment ./test/support/jsdom-environment.js */
import { act } from 'preact/test-utils';
import { CategoryPanel } from '../../../../addins/outlook/task-pane/category-panel';
import { CATEGORY_NAMES } from '../../../../addins/outlook/task-pane/read/category';
import { type Language } from '../../../../addins/ui/index';
import { SignetError } from '../../../../shared/index';
import { mount } from '../../ui/gallery';

interface Facts {
  readonly stored?: string;
  readonly mayMake?: boolean;
  readonly isFull?: boolean;
  readonly language?: Language;
}

function panel({ stored, mayMake = false, isFull = false, language = 'en' }: Facts) {
  const log: string[] = [];
  const refused = new SignetError('host', 'no', 'no');
  const marking = {
    preferences: {
      category: () => stored,
      setCategory: (name: string) =>
        isFull ? Promise.reject(refused) : Promise.resolve(void log.push(`stored ${name}`)),
    },
    ensureCategory: (name: string) =>
      mayMake ? Promise.resolve(void log.push(`made ${name}`)) : Promise.reject(refused),
  };
  const changed = (): void => void log.push('changed');
  const root = mount(<CategoryPanel marking={marking} language={language} onChanged={changed} />);
  const box = (): HTMLInputElement | null => root.querySelector('input[name=markCategory]');
  const press = async (): Promise<void> => {
    await act(async () => {
      box()?.click();
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  };
  return { root, log, box, press };
}

describe('the setting of the category', () => {
  it('is off until it is switched on, and says that the category proves nothing', () => {
    const { root, box } = panel({});
    expect(box()?.checked).toBe(false);
    expect(root.textContent).toContain('not what came out');
  });

  it('makes the category where an add-in may', async () => {
    const { root, log, press } = panel({ mayMake: true });
    await press();
    const { en } = CATEGORY_NAMES;
    expect(log).toEqual([`stored ${en}`, `made ${en}`, 'changed']);
    expect(root.querySelector('.sg-tone-attention')).toBeNull();
  });

  it('says what the user has to do where it may not', async () => {
    const { root, log, press } = panel({ language: 'de' });
    await press();
    expect(log).toEqual([`stored ${CATEGORY_NAMES.de}`, 'changed']);
    expect(root.querySelector('.sg-tone-attention')?.textContent).toContain(CATEGORY_NAMES.de);
  });

  it('keeps the name it was switched on with, in whichever language it is shown', async () => {
    const { root, log, box, press } = panel({ stored: CATEGORY_NAMES.en, language: 'de' });
    expect([box()?.checked, root.textContent.includes(CATEGORY_NAMES.en)]).toEqual([true, true]);
    await press();
    expect(log).toEqual(['stored ', 'changed']);
  });

  it('says where it cannot be kept, and stays as it was', async () => {
    const { root, log, press } = panel({ isFull: true });
    await press();
    expect([log, root.querySelector('[role=alert]') !== null]).toEqual([[], true]);
  });
});
