import { fromBase64, type Bytes, type LookUpSource } from '../../../shared/index';
import { NoAnswerError, placeOf } from '../../lookup/ask-each';
import { LOOK_UP_LIMITS } from '../../lookup/limits';
import { createQueue, officeCall } from './call';

/** Elements of a contact that have certificates, each in base64 (Exchange 2010 SP2 and later). */
const ELEMENTS = ['UserSMIMECertificate', 'MSExchangeCertificate'];
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types';
const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages';
/** Characters of an answer that is looked at; a contact may have a picture. */
const ANSWER_LENGTH = 1 << 20;

/**
 * Directory and contacts of Exchange on premises, by ResolveNames (EWS), which gives certificates with the whole contact.
 * Office.js lends it where the manifest asks for ReadWriteMailbox, and not for Exchange Online any more. One question at a
 * time. Written after Microsoft's documentation and never run against a real server.
 */
export function createExchangeDirectory(mailbox: Pick<Office.Mailbox, 'makeEwsRequestAsync'>): LookUpSource {
  const queue = createQueue();
  const ask = (address: string, signal: AbortSignal): Promise<readonly Bytes[]> =>
    queue(() => certificatesOf(mailbox, address, signal));
  return placeOf('exchange', ask, { atOnce: 1 });
}

async function certificatesOf(
  mailbox: Pick<Office.Mailbox, 'makeEwsRequestAsync'>,
  address: string,
  signal: AbortSignal,
): Promise<readonly Bytes[]> {
  if (signal.aborted) throw new NoAnswerError('cancelled');
  const answer = await officeCall<string>(
    'makeEwsRequestAsync',
    (done) => mailbox.makeEwsRequestAsync(resolveNames(address), done),
    LOOK_UP_LIMITS.milliseconds,
  );
  if (answer.length > ANSWER_LENGTH) throw new NoAnswerError('too-large');
  return certificatesIn(answer);
}

/** The request; `smtp:` asks for this address and not for names that begin like it. */
export function resolveNames(address: string): string {
  const entry = `smtp:${address}`.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${TYPES}" xmlns:m="${MESSAGES}"><soap:Header><t:RequestServerVersion Version="Exchange2010_SP2"/></soap:Header><soap:Body><m:ResolveNames ReturnFullContactData="true" SearchScope="ActiveDirectoryContacts" ContactDataShape="AllProperties"><m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames></soap:Body></soap:Envelope>`;
}

/** Nobody of that address is an error in EWS, and an answer here. */
function certificatesIn(xml: string): readonly Bytes[] {
  const page = new DOMParser().parseFromString(xml, 'application/xml');
  const code = page.getElementsByTagNameNS(MESSAGES, 'ResponseCode')[0]?.textContent;
  if (code === 'ErrorNameResolutionNoResults') return [];
  if (code !== 'NoError' && code !== 'ErrorNameResolutionMultipleResults') throw new NoAnswerError('no-answer');
  return ELEMENTS.flatMap((name) => [...page.getElementsByTagNameNS(TYPES, name)])
    .flatMap((element) => [...element.getElementsByTagNameNS(TYPES, 'Base64Binary')])
    .flatMap(({ textContent }) => fromBase64(textContent.replace(/\s/g, '')) ?? []);
}
