import { alone } from '../../storage/index';
import { withDeadline } from './deadline';
import { session } from './environment';
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
 * A compose window without the Experiment. What is asked for lasts until Thunderbird ends, and is in no draft. Thunderbird builds
 * nothing that we could take, tells of nothing that leaves by another way, and opens drafts as they are.
 */
export const composeWindow: ComposeExperiment = {
  onBuild: never,
  onLeave: never,
  onReopen: never,
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
