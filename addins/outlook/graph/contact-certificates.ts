import { fromBase64, utf8Text, type Bytes, type LookUpSource } from '../../../shared/index';
import { NoAnswerError, placeOf, type AskLimits } from '../../lookup/ask-each';
import { LOOK_UP_LIMITS } from '../../lookup/limits';
import { readAnswer } from '../../revocation/read-answer';
import { type GraphClient } from './graph-client';

/** PidTagUserX509Certificate ([MS-OXOCNTC] 2.2.1.10.23): where Outlook keeps the certificates of a contact. */
const PROPERTY = 'BinaryArray 0x3A70';
/** Contacts of one address that are looked at. */
const CONTACTS = 5;

/**
 * The user's own contacts in Exchange Online, by Graph: the one place there with certificates that Graph gives out. It has
 * none of the organisation's directory. Needs `Contacts.Read`. Written after Microsoft's documentation and never run
 * against a real mailbox; the property itself is documented for Exchange, not for Graph.
 */
export function createContactSource(client: Pick<GraphClient, 'request'>, limits?: Partial<AskLimits>): LookUpSource {
  return placeOf('exchange', (address, signal) => certificatesOf(client, address, signal), { atOnce: 3, ...limits });
}

async function certificatesOf(
  client: Pick<GraphClient, 'request'>,
  address: string,
  signal: AbortSignal,
): Promise<readonly Bytes[]> {
  const filter = `emailAddresses/any(a:a/address eq '${address.replaceAll("'", "''")}')`;
  const list = await read(client, `/me/contacts?$filter=${encodeURIComponent(filter)}&$select=id&$top=${CONTACTS}`);
  const ids = listOf(list['value']).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  const expand = encodeURIComponent(`multiValueExtendedProperties($filter=id eq '${PROPERTY}')`);
  const found: Bytes[] = [];
  for (const id of ids.slice(0, CONTACTS)) {
    if (signal.aborted) throw new NoAnswerError('cancelled');
    const contact = await read(client, `/me/contacts/${encodeURIComponent(id)}?$select=id&$expand=${expand}`);
    for (const { value } of listOf(contact['multiValueExtendedProperties'])) found.push(...valuesOf(value));
  }
  return found;
}

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as unknown[]).map(objectOf) : []);

async function read(client: Pick<GraphClient, 'request'>, path: string): Promise<Json> {
  const response = await client.request(path, { timeoutMs: LOOK_UP_LIMITS.milliseconds });
  if (!response) throw new NoAnswerError('no-answer');
  if (response.status === 404) return {};
  if (response.status === 401) throw new NoAnswerError('not-authenticated');
  if (response.status === 403) throw new NoAnswerError('not-permitted');
  if (!response.ok) throw new NoAnswerError('no-answer');
  return objectOf(JSON.parse(utf8Text(await readAnswer(response, LOOK_UP_LIMITS.answerOctets)) ?? ''));
}

function valuesOf(values: unknown): readonly Bytes[] {
  const texts = Array.isArray(values) ? (values as unknown[]) : [];
  return texts.flatMap((text) => {
    const octets = typeof text === 'string' ? fromBase64(text) : undefined;
    return octets ? certificatesIn(octets) : [];
  });
}

const SEQUENCE = 0x30;

/**
 * The values of the property ([MS-OXOABK] 2.2.4.36): a SignedData, a certificate, or a list of entries, each with a tag and its
 * whole length in two octets, the low one first; those that may be either are taken.
 */
export function certificatesIn(octets: Bytes): readonly Bytes[] {
  if (octets[0] === SEQUENCE) return [octets];
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const found: Bytes[] = [];
  for (let at = 0; at + 4 <= octets.length;) {
    const length = view.getUint16(at + 2, true);
    if (length < 4 || at + length > octets.length) break;
    const value = octets.slice(at + 4, at + length);
    if (value[0] === SEQUENCE) found.push(value);
    at += length;
  }
  return found;
}
