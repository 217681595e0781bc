import { isSingleAddress, SignetError, type Facts, type RecipientFacts } from '../../shared/index';

type Values = Readonly<Record<string, unknown>>;

const STATES = ['usable', 'missing', 'unknown'] as const;
const SIGNERS = ['usable', 'none', 'unusable', 'unknown'] as const;
const FIELDS = [
  'time',
  'from',
  'recipients',
  'subject',
  'replyToEncrypted',
  'calendar',
  'attachments',
  'size',
  'signer',
  'archiveCertificate',
  'choices',
  'confirmed',
  'canSplit',
] as const;

/**
 * Facts of a message from JSON that an administrator writes to try a policy. `from` must be there; recipients are addresses, or
 * objects with `address` and `certificate`; what else is left out is as for a small new message of a sender and to
 * recipients with certificates, sent now. Throws `malformed-policy` for what is not right.
 */
export function readFacts(text: string, file: string): Facts {
  const values = asObject(parsed(text, file), file);
  for (const name of Object.keys(values)) {
    if (!FIELDS.some((one) => one === name)) throw wrong(file, `${name}: one of ${FIELDS.join(', ')}`);
  }
  const { from, recipients = [], subject = '', attachments = [], size = 0, choices = {}, confirmed = [] } = values;
  const { signer = 'usable', time } = values;
  if (typeof from !== 'string' || !isSingleAddress(from)) throw wrong(file, 'from: an address');
  if (typeof subject !== 'string') throw wrong(file, 'subject: a text');
  if (typeof size !== 'number') throw wrong(file, 'size: a number');
  const state = typeof signer === 'string' ? { state: signer } : asObject(signer, `${file}: signer`);
  if (!SIGNERS.some((one) => one === state['state'])) throw wrong(file, `signer: one of ${SIGNERS.join(', ')}`);
  return {
    time: timeOf(time, file),
    from,
    recipients: listOf(recipients, `${file}: recipients`).map((one) => recipientOf(one, file)),
    subject,
    replyToEncrypted: values['replyToEncrypted'] === true,
    calendar: values['calendar'] === true,
    attachments: listOf(attachments, `${file}: attachments`).map(String),
    size,
    signer: state as unknown as Facts['signer'],
    archiveCertificate: stateOf(values['archiveCertificate'] ?? 'usable', file),
    choices: asObject(choices, `${file}: choices`),
    confirmed: listOf(confirmed, `${file}: confirmed`) as Facts['confirmed'],
    canSplit: values['canSplit'] !== false,
  };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(file, 'JSON');
  }
}

function recipientOf(value: unknown, file: string): RecipientFacts {
  const { address, certificate = 'usable' } = typeof value === 'string' ? { address: value } : asObject(value, file);
  if (typeof address !== 'string') throw wrong(file, 'recipients: addresses');
  return { address, certificate: stateOf(certificate, file) };
}

function stateOf(value: unknown, file: string): RecipientFacts['certificate'] {
  const state = STATES.find((one) => one === value);
  if (!state) throw wrong(file, `certificate: one of ${STATES.join(', ')}`);
  return state;
}

function timeOf(value: unknown, file: string): number {
  if (value === undefined) return Date.now();
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw wrong(file, 'time: such as 2027-01-31T00:00:00Z');
  return time;
}

function asObject(value: unknown, where: string): Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where, 'an object');
  return value as Values;
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(where, 'a list');
  return value as unknown[];
}

const wrong = (file: string, expected: string): SignetError =>
  new SignetError('malformed-policy', `${file}: expected ${expected}`);
