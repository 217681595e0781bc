import { type Method, method } from './method';
import { HOST_ERROR, HostError } from './protocol';

/**
 * Methods of Mailbox 1.13 to 1.15. The npm build of office.js does not have them: they are reached only through our own
 * `shimmed-methods.ts` in the add-in's frame. Ids are those of a 2025 build of the same library for Windows.
 */
export const shimmedMethods: Readonly<Record<number, Method>> = {
  197: method<{ readonly appendTxt: string }>(
    'body.prependOnSendAsync (shimmed)',
    'ReadWriteItem',
    ({ item, parameters }) => {
      item.prependOnSend = parameters.appendTxt;
    },
  ),
  203: method<{ readonly discardItem?: boolean }>('closeAsync (shimmed)', 'ReadWriteItem', (call) => {
    const { item, mailbox, parameters } = call;
    // The reply goes first: closing takes the frame away.
    setTimeout(() => mailbox.closeItem(item, { discard: parameters.discardItem === true }), 0);
  }),
  204: method('getAsFileAsync (shimmed)', 'ReadItem', async ({ item }) => {
    if (!item.loadFile) throw new HostError(HOST_ERROR.genericResponse);
    return item.loadFile();
  }),
  210: method('getItemClassAsync (shimmed)', 'ReadItem', ({ item }) => item.itemClass),
  215: method('sendAsync (shimmed)', 'ReadWriteItem', ({ item, mailbox }) => mailbox.sendItem(item)),
};
