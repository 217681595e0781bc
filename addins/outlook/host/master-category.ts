import { officeCall } from './call';

type CategoryMailbox = Partial<Pick<Office.Mailbox, 'masterCategories'>>;

/** Gray, by the documentation: it says neither good nor bad. */
const COLOUR = 'Preset12';

/**
 * Sees to it that the mailbox has a category of that name. Rejects with `host` where Outlook does not let the add-in look or
 * add one: it takes ReadWriteMailbox, which Signet's manifest does not ask for by itself.
 */
export async function ensureMasterCategory({ masterCategories }: CategoryMailbox, name: string): Promise<void> {
  const there = await officeCall<Office.CategoryDetails[] | null>('masterCategories.getAsync', (done) =>
    need(masterCategories).getAsync(done as (result: Office.AsyncResult<Office.CategoryDetails[]>) => void),
  );
  if (there?.some(({ displayName }) => displayName === name)) return;
  await officeCall('masterCategories.addAsync', (done) =>
    need(masterCategories).addAsync([{ displayName: name, color: COLOUR }], done),
  );
}

function need(categories: Office.MasterCategories | undefined): Office.MasterCategories {
  if (!categories) throw new Error('Mailbox 1.8 expected');
  return categories;
}
