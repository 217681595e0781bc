import { type JSX } from 'preact';
import { DecisionView, ExceptionOffers, PolicyAsked } from '../../../addins/ui/decision-view';
import { PolicyPanel } from '../../../addins/ui/policy-panel';
import { type Language } from '../../../addins/ui/props';
import { RecordPanel } from '../../../addins/ui/record-panel';
import { compilePolicy, EMPTY_USER_LAYER, evaluate, parsePolicy, type PolicyDocument } from '../../../shared/index';

const NOW = new Date('2026-11-27T12:00:00Z');

/** What an organisation decided, fixed and explains. */
const POLICY = {
  version: 2,
  name: 'Example Ltd.',
  contact: { text: { en: 'Ask the service desk.', de: 'Fragen Sie die Hotline.' }, at: 'desk@example.org' },
  settings: {
    sign: { value: 'always', text: { en: 'Everything we send is signed.', de: 'Alles wird signiert.' } },
    encrypt: { value: 'when-possible', change: 'stricter' },
  },
};

function documentOf(policy: object): PolicyDocument {
  const reading = parsePolicy(JSON.stringify(policy));
  if (reading.kind !== 'policy') throw new Error('a policy was expected');
  return reading.document;
}

/** Everything about policies. */
export function policyScreens(language: Language): Readonly<Record<string, JSX.Element>> {
  const nothing = (): Promise<void> => Promise.resolve();
  const document = documentOf(POLICY);
  const decision = evaluate(compilePolicy(document, EMPTY_USER_LAYER), {
    time: NOW.getTime(),
    from: 'alice@signet.example',
    recipients: [{ address: 'bob@signet.example', certificate: 'missing' }],
    subject: 'Rules',
    replyToEncrypted: false,
    calendar: false,
    attachments: [],
    size: 10,
    canSplit: false,
    signer: { state: 'usable', issuers: [] },
    choices: {},
    confirmed: [],
  });
  const own = {
    ...EMPTY_USER_LAYER,
    exceptions: [
      { kind: 'never-sign' as const, pattern: '*@partner.example', added: NOW.toISOString(), reason: 'Their gateway' },
    ],
  };
  return {
    decision: <DecisionView decision={decision} language={language} />,
    'policy asks': (
      <PolicyAsked
        questions={['certificate-missing']}
        language={language}
        onAgree={nothing}
        onRefuse={() => undefined}
      />
    ),
    'offered exceptions': (
      <ExceptionOffers
        addresses={['bob@signet.example', 'dan@signet.example']}
        language={language}
        now={() => NOW}
        onAdd={nothing}
      />
    ),
    'policy panel': (
      <PolicyPanel
        load={() => Promise.resolve({ policy: { kind: 'last-known', document, reasons: ['rolled-back'] }, own })}
        save={nothing}
        remove={nothing}
        language={language}
      />
    ),
    'decision record': (
      <RecordPanel
        load={() =>
          Promise.resolve({
            isOn: true,
            isRequired: true,
            entries: [
              { time: NOW.toISOString(), event: 'let-go', to: ['signet.example'], sign: true, encrypt: true },
              { time: NOW.toISOString(), event: 'refused', to: ['partner.example'], sign: true, encrypt: false },
            ],
          })
        }
        switchOn={nothing}
        erase={nothing}
        save={nothing}
        language={language}
      />
    ),
  };
}
