import { type JSX } from 'preact';
import { type OrderView } from '../../../addins/acme/order';
import { AcmeOrderRow } from '../../../addins/ui/acme-order';
import { IdentityDetails } from '../../../addins/ui/identity-details';
import { ImportDone } from '../../../addins/ui/import-done';
import { ImportPreviewView } from '../../../addins/ui/import-preview';
import { ImportSteps } from '../../../addins/ui/import-steps';
import { KeyProtectionPanel } from '../../../addins/ui/key-protection-panel';
import { LockedNotice } from '../../../addins/ui/lock-part';
import { LossText } from '../../../addins/ui/loss-text';
import { PersistenceNote } from '../../../addins/ui/persistence-note';
import { type Language } from '../../../addins/ui/props';
import { ReminderView } from '../../../addins/ui/reminder-view';
import { RemoveIdentity } from '../../../addins/ui/remove-identity';
import { RequestForm } from '../../../addins/ui/request-form';
import { TakeIdentity } from '../../../addins/ui/take-identity';
import { UnlockForm } from '../../../addins/ui/unlock-form';
import { UnprovenAnswer } from '../../../addins/ui/unproven-answer';
import { WaitingRequests } from '../../../addins/ui/waiting-requests';
import { type IdentityOffer } from '../../../addins/worker/own-identities';
import { type Der, type IdentityPreview, type SelfTest, type WaitingRequest } from '../../../shared/index';
import { fakeLock } from '../../support/key-lock';
import { fakeCore, fakeGetting } from './identity-screen';
import { IDENTITIES } from './samples';

const ALICE = 'alice@signet.example';
const DAY = new Date('2026-11-20T10:00:00Z');
const nothing = (): void => undefined;
const later = (): Promise<void> => Promise.resolve();
const accounts = (): Promise<readonly string[]> => Promise.resolve([ALICE, 'team@signet.example']);

/** A screen, and the button that a person presses first, counted from 0. */
export interface IdentityScreenSample {
  readonly screen: JSX.Element;
  readonly press?: number;
}

const TESTED: SelfTest = {
  isGood: false,
  steps: [
    { name: 'sign', outcome: 'good' },
    { name: 'encrypt', outcome: 'left-out', why: 'usage' },
    { name: 'verify', outcome: 'failed', reasons: [{ code: 'no-path' }] },
    { name: 'trust', outcome: 'attention', reasons: [{ code: 'no-path' }] },
  ],
};
const FOUND: IdentityPreview = {
  id: 'f1',
  name: 'Alice Example of the Department for Unusually Long Names',
  addresses: [ALICE, 'alice.example-with-a-rather-long-local-part@department.signet.example'],
  accounts: [ALICE],
  issuer: 'Signet Demo Issuing Authority for Persons, Generation 3',
  notBefore: DAY,
  notAfter: new Date('2027-11-20T10:00:00Z'),
  uses: ['sign', 'encrypt'],
  keyAlgorithm: 'rsa',
  keyBits: 1024,
  state: 'usable',
  isTrusted: false,
  reasons: [{ code: 'no-path' }],
  problems: ['identity-expiring', 'no-account', 'weak-key', 'weak-digest', 'chain-missing', 'not-trusted'],
  isImportable: true,
};
const OFFER: IdentityOffer = {
  identities: [FOUND],
  missing: undefined,
  formats: ['pfx'],
  mac: 'absent',
  keys: 2,
  keysWithoutCertificate: 1,
  certificates: 1,
  friendlyNames: [],
  accept: () => Promise.resolve([]),
  discard: nothing,
};
const REQUEST: WaitingRequest = {
  id: 'r1',
  created: DAY,
  pem: `-----BEGIN CERTIFICATE REQUEST-----\n${`${'MIIB'.repeat(16)}\n`.repeat(4)}-----END CERTIFICATE REQUEST-----\n`,
  subject: '',
  addresses: [ALICE],
  keyAlgorithm: 'rsa',
};
const ORDER: OrderView = {
  id: 'o1',
  directory: 'https://certificates.authority.example/acme/directory',
  address: ALICE,
  created: DAY,
  step: 'mail',
  problem: 'mail-missing',
  detail: 'The authority says something long that nobody here has written',
  passedOver: ['mail-wrong-sender', 'mail-not-authentic'],
};

/** Every screen for identities and their keys in one language. `chain`: certificates to show in the details. */
export function identityScreens(
  language: Language,
  chain: readonly Der[],
): Readonly<Record<string, IdentityScreenSample>> {
  const core = fakeCore({
    selfTest: () => Promise.resolve(TESTED),
    identityTrust: () => Promise.resolve({ isTrusted: false, chain, reasons: [{ code: 'no-path' }] }),
    writersTo: () => Promise.resolve(3),
    getting: fakeGetting({
      exportIdentity: () => Promise.resolve({ file: new Uint8Array(1), passphrase: 'abcd-efgh-jkmn-pqrs-tuvw' }),
    }),
  });
  const [identity] = IDENTITIES;
  if (!identity) throw new Error('no identity among the samples');
  const props = { identity, core, language, onChanged: nothing };
  const made = { ...identity, isMadeHere: true };
  const keys = (state: Parameters<typeof fakeLock>[0]): JSX.Element => (
    <KeyProtectionPanel keys={fakeLock(state)} language={language} />
  );
  const done = { core, language, added: [identity.id], isFirst: true, onChanged: nothing };
  const steps = { core, accounts, language, onCancel: nothing, onDone: nothing };
  const persistence = { isKept: () => Promise.resolve(false), ask: () => Promise.resolve(false) };
  const lost = { storage: 's', fingerprints: ['a', 'b'], at: DAY.toISOString() };
  const reminder = {
    id: 'aa',
    name: 'Alice Example',
    addresses: [ALICE],
    notAfter: DAY,
    daysLeft: 14,
    threshold: 14,
  } as const;
  const question = { language, isBusy: false, onAccept: nothing, onRefuse: nothing };
  return {
    'import: a file': { screen: <ImportSteps {...steps} /> },
    'import: what was found': {
      screen: <ImportPreviewView language={language} offer={OFFER} isBusy={false} onAccept={later} />,
    },
    'added from a file': { screen: <ImportDone {...done} identities={[identity]} /> },
    'added, made here': { screen: <ImportDone {...done} identities={[made]} /> },
    'details of an identity': { screen: <IdentityDetails {...props} onBack={nothing} /> },
    'removing an identity': { screen: <RemoveIdentity {...props} />, press: 0 },
    'taking an identity along': { screen: <TakeIdentity {...props} />, press: 0 },
    'a request': {
      screen: (
        <RequestForm
          {...props}
          accounts={accounts}
          isBusy={false}
          onAdded={nothing}
          onOrder={later}
          onCancel={nothing}
        />
      ),
    },
    'a request that waits': {
      screen: <WaitingRequests waiting={[REQUEST]} language={language} onRemove={later} onInstall={later} />,
      press: 0,
    },
    'an answer without proof': { screen: <UnprovenAnswer unproven={[FOUND]} {...question} /> },
    'an order': {
      screen: (
        <ul class="sg-identities">
          <AcmeOrderRow core={core} language={language} order={ORDER} onOrders={nothing} onAdded={nothing} />
        </ul>
      ),
    },
    'keys by the profile': { screen: keys({}) },
    'keys unlocked': { screen: keys({ protection: 'passphrase' }) },
    'keys locked by the organisation’s rules': {
      screen: keys({ protection: 'passphrase', isLocked: true, isRequired: true, isTimeFixed: true }),
    },
    'unlocking keys': {
      screen: <UnlockForm keys={fakeLock()} language={language} why="open" onUnlocked={nothing} onCancel={nothing} />,
    },
    'a first passphrase': {
      screen: <UnlockForm keys={fakeLock()} language={language} why="keep" isUnset onUnlocked={nothing} />,
    },
    'keys stayed locked': { screen: <LockedNotice text="stillLocked" language={language} onUnlock={nothing} /> },
    'keys are gone': { screen: <LossText lost={lost} language={language} onAccept={nothing} /> },
    'storage that may be cleared': { screen: <PersistenceNote persistence={persistence} language={language} /> },
    'an end that comes near': { screen: <ReminderView reminder={reminder} language={language} onDismiss={nothing} /> },
  };
}
