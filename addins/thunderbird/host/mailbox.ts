import { type AcmeMailbox } from '../../acme/run-order';
import { withDeadline } from './deadline';
import { experiment } from './experiment';
import { thunderbird } from './thunderbird';

const QUERY_MS = 30_000;
const READ_MS = 60_000;
const SEND_MS = 120_000;

/** Thunderbird's folders and servers, as far as a challenge goes through them: whatever account has the address. */
export const mailbox: AcmeMailbox = {
  async find({ from, since }, most) {
    const query = thunderbird.messages.query({ subject: 'ACME:', author: from, fromDate: since });
    let list = await withDeadline('messages.query', QUERY_MS, query);
    const found = [...list.messages];
    while (list.id !== null && found.length < most) {
      list = await withDeadline('messages.continueList', QUERY_MS, thunderbird.messages.continueList(list.id));
      found.push(...list.messages);
    }
    const newest = found.sort((a, b) => b.date.getTime() - a.date.getTime()).slice(0, most);
    return newest.map(({ id }) => ({ id: String(id) }));
  },
  async read({ id }) {
    const raw = thunderbird.messages.getRaw(Number(id), { data_format: 'File' });
    return new Uint8Array(await (await withDeadline('messages.getRaw', READ_MS, raw)).arrayBuffer());
  },
  async send({ from, to, messageId, octets }) {
    // The fields of the transport have the id without brackets.
    const id = messageId.replace(/^<|>$/g, '');
    const sending = experiment('signetMail').send({ from, to, messageId: id }, octets.slice().buffer);
    await withDeadline('signetMail.send', SEND_MS, sending);
  },
};
