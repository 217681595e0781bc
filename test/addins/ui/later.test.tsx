/** @jest-environment ./test/support/jsdom-environment.js */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { Later, later, LaterDetails, type LaterPart } from '../../../addins/ui/later';
import { mount } from './gallery';

interface Part {
  readonly text: string;
}

/** A part whose loading the test ends, well or badly. */
function controlled(): {
  readonly part: LaterPart<Part>;
  readonly starts: () => number;
  readonly end: (how: 'well' | 'badly') => Promise<void>;
} {
  let count = 0;
  let settle: Record<'well' | 'badly', () => void> | undefined;
  const start = (): Promise<Part> =>
    new Promise((resolve, reject) => {
      count++;
      settle = { well: () => resolve({ text: 'here it is' }), badly: () => reject(new Error('no connection')) };
    });
  return {
    part: later(start),
    starts: () => count,
    end: (how) =>
      act(async () => {
        settle?.[how]();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }),
  };
}

const show = (part: LaterPart<Part>, isOpen = false): HTMLElement =>
  mount(
    <LaterDetails summary="More" part={part} language="en" isOpen={isOpen}>
      {({ text }) => <p class="content">{text}</p>}
    </LaterDetails>,
  );

async function turn(root: HTMLElement, isOpen: boolean): Promise<void> {
  await act(async () => {
    const details = root.querySelector('details');
    if (!details) throw new Error('no line to open');
    details.open = isOpen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
}

const content = (root: HTMLElement): string | undefined => root.querySelector('.content')?.textContent;

describe('what is loaded later', () => {
  it('is loaded when the line is opened, and not before', async () => {
    const { part, starts, end } = controlled();
    const root = show(part);
    expect([starts(), root.querySelector('summary')?.textContent]).toEqual([0, 'More']);
    await turn(root, true);
    expect([starts(), root.querySelector('[aria-busy=true]') !== null]).toEqual([1, true]);
    await end('well');
    expect([content(root), root.querySelector('[aria-busy=true]')]).toEqual(['here it is', null]);
  });

  it('is loaded once for all places that show it', async () => {
    const { part, starts, end } = controlled();
    await turn(show(part), true);
    await end('well');
    const other = show(part, true);
    expect([starts(), content(other)]).toEqual([1, 'here it is']);
    await turn(other, false);
    expect(content(other)).toBeUndefined();
    await turn(other, true);
    expect([starts(), content(other)]).toEqual([1, 'here it is']);
  });

  it('says that it could not be loaded, and is tried again when it is opened again', async () => {
    const { part, starts, end } = controlled();
    const root = show(part);
    await turn(root, true);
    await end('badly');
    expect([root.querySelector('[role=alert]') !== null, content(root)]).toEqual([true, undefined]);
    await turn(root, false);
    await turn(root, true);
    expect([starts(), root.querySelector('[role=alert]')]).toEqual([2, null]);
    await end('well');
    expect(content(root)).toBe('here it is');
  });

  it('is what belongs to its place, where another part takes that place', async () => {
    const [one, other] = [controlled(), controlled()];
    const [first, second] = [one.part, other.part];
    const child = ({ text }: Part) => <p class="content">{text}</p>;
    const root = document.createElement('main');
    const draw = (part: LaterPart<Part>): Promise<void> =>
      act(() =>
        render(
          <Later part={part} language="en">
            {child}
          </Later>,
          root,
        ),
      );
    await draw(first);
    await one.end('well');
    expect(content(root)).toBe('here it is');
    await draw(second);
    expect([content(root), root.querySelector('[aria-busy=true]') !== null]).toEqual([undefined, true]);
    await other.end('badly');
    expect(root.textContent).not.toContain('here it is');
    await draw(first);
    expect(content(root)).toBe('here it is');
  });
});
