/** @jest-environment ./test/support/jsdom-environment.js */
import { SealedDraftNote } from '../../../addins/thunderbird/sending/waiting-note';
import { mount } from '../ui/gallery';

describe('the note about an encrypted draft that this build does not open', () => {
  it.each([
    ['en', false, /is encrypted\. Its window was closed.*untouched/],
    ['en', true, /Close that window and save nothing/],
    ['de', false, /Fenster wurde geschlossen.*unverändert/],
    ['de', true, /Schließen Sie das Fenster, und speichern Sie nichts/],
  ] as const)('says what became of its window, and what opens it: %s %s', (language, isOpen, words) => {
    const { textContent } = mount(<SealedDraftNote language={language} isOpen={isOpen} />);
    expect(textContent).toMatch(words);
    expect(textContent).toContain('Thunderbird ESR');
  });
});
