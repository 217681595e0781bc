import { DRAFT_FIELD } from '../../../shared/index';
import { alone } from '../../storage/index';
import { withDeadline } from './deadline';
import { openPage, session } from './environment';
import { type ComposeExperiment } from './experiment-types';
import { thunderbird } from './thunderbird';
import { type ThunderbirdEvent, type WindowProtection } from './thunderbird-types';

const CALL_MS = 10_000;

/** Of what nobody tells without the Experiment. */
const never: ThunderbirdEvent<never> = { addListener: () => undefined, removeListener: () => undefined };

const nameOf = (tabId: number): string => `protection:${tabId}`;

async function protectionOf(tabId: number): Promise<WindowProtection | null> {
  return ((await session.get(nameOf(tabId))) as WindowProtection | undefined) ?? null;
}

/**
 * A draft that the other build encrypted is shown empty, and what is saved from its window takes its place: closes the window,
 * unless something was written in it, and says why. Nothing where it cannot be found out whether it is one.
 */
async function closeSealedDraft(tabId: number): Promise<void> {
  const { compose, tabs } = thunderbird;
  const details = () => withDeadline('getComposeDetails', CALL_MS, compose.getComposeDetails(tabId));
  const { type, relatedMessageId } = await details();
  if (type !== 'draft' || relatedMessageId === undefined) return;
  const headers = await withDeadline('getHeaders', CALL_MS, thunderbird.messages.getHeaders(relatedMessageId));
  if (headers[DRAFT_FIELD.toLowerCase()] === undefined) return;
  const { isModified } = await details();
  if (isModified !== true) await tabs.remove(tabId);
  await openPage(`sending.html?draft=${isModified === true ? 'open' : 'closed'}`);
}

/**
 * A compose window without the Experiment. What is asked for lasts until Thunderbird ends, and is in no draft. Thunderbird builds
 * nothing that we could take, tells of nothing that leaves by another way, and asks nobody what to open in the place of a draft.
 */
export const composeWindow: ComposeExperiment = {
  onBuild: never,
  onLeave: never,
  onReopen: {
    ...never,
    addListener() {
      thunderbird.tabs.onCreated.addListener(({ id, type }) => {
        if (type === 'messageCompose') void closeSealedDraft(id).catch(() => undefined);
      });
    },
  },
  missing: () => Promise.resolve([]),
  getProtection: protectionOf,
  setProtection: (tabId, protection, known) =>
    alone('signet-window-protection', async () => {
      const now = await protectionOf(tabId);
      if (known !== undefined && JSON.stringify(now) !== known) return now;
      await session.set(nameOf(tabId), protection);
      return protection;
    }),
  async openPgp(tabId) {
    const details = thunderbird.compose.getComposeDetails(tabId);
    const { selectedEncryptionTechnology: technology } = await withDeadline('getComposeDetails', CALL_MS, details);
    const isOpenPgp = technology?.name === 'OpenPGP';
    return { signs: isOpenPgp && technology.signMessage, encrypts: isOpenPgp && technology.encryptBody };
  },
  draft: () => Promise.resolve(null),
  setAbout: () => Promise.resolve(),
};
