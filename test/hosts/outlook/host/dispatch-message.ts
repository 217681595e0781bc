import { type Method, method, RawAnswer } from './method';
import { attachmentData, recipientData } from './initial-data';
import { type HostItem } from './item';
import { type OpenedForm } from './mailbox';
import { HOST_ERROR, HostError } from './protocol';

interface Named {
  readonly name: string;
}

function sessionValue(item: HostItem, name: string): string {
  const value = item.sessionData.get(name);
  if (value === undefined) throw new HostError(HOST_ERROR.keyNotFound);
  return value;
}

const reply = (name: string, kind: OpenedForm['kind']): Method =>
  method<Record<string, unknown>>(name, 'ReadItem', ({ item, mailbox, parameters }) =>
    mailbox.open({ kind, values: parameters, item }),
  );

/** Messages read or composed: sender, attachments, headers, categories, properties, reply forms. */
export const messageMethods: Readonly<Record<number, Method>> = {
  3: method('loadCustomPropertiesAsync', 'Restricted', ({ item, addinId }) => {
    return new RawAnswer({ wasSuccessful: true, customProperties: item.customProperties.get(addinId) ?? '{}' });
  }),
  4: method<{ readonly customProperties: Record<string, unknown> }>(
    'customProperties.saveAsync',
    'ReadItem',
    async ({ item, addinId, mailbox, parameters }) => {
      item.customProperties.set(addinId, JSON.stringify(parameters.customProperties));
      await mailbox.saveProperties(item);
    },
  ),
  10: reply('displayReplyForm', 'reply'),
  11: reply('displayReplyAllForm', 'replyAll'),
  30: reply('displayReplyForm', 'reply'),
  31: reply('displayReplyAllForm', 'replyAll'),
  99: method('getInitializationContextAsync', 'ReadItem', ({ initializationContext }) => initializationContext),
  107: method('from.getAsync', 'ReadItem', ({ item }) => recipientData(item.from)),
  149: method('getAttachmentsAsync', 'ReadItem', ({ item }) => item.attachments.map(attachmentData)),
  150: method<{ readonly id: string }>('getAttachmentContentAsync', 'ReadItem', async ({ item, parameters }) => {
    const attachment = item.attachment(parameters.id);
    return { content: await attachment.load(), format: attachment.format };
  }),
  151: method<{ readonly internetHeaderKeys: readonly string[] }>(
    'internetHeaders.getAsync',
    'ReadItem',
    ({ item, parameters }) =>
      Object.fromEntries(
        parameters.internetHeaderKeys.flatMap((key) => {
          const value = item.headers.get(key);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
  ),
  152: method<{ readonly internetHeaderNameValuePairs: Record<string, string> }>(
    'internetHeaders.setAsync',
    'ReadWriteItem',
    ({ item, parameters }) => {
      for (const [key, value] of Object.entries(parameters.internetHeaderNameValuePairs)) item.headers.set(key, value);
      item.changed();
    },
  ),
  153: method<{ readonly internetHeaderKeys: readonly string[] }>(
    'internetHeaders.removeAsync',
    'ReadWriteItem',
    ({ item, parameters }) => {
      for (const key of parameters.internetHeaderKeys) item.headers.delete(key);
      item.changed();
    },
  ),
  157: method('categories.getAsync', 'ReadItem', ({ item, mailbox }) => {
    // Documented: null or an empty list where there are none, by the version of Outlook.
    if (item.categories.length === 0) return null;
    return item.categories.map(
      (displayName) =>
        mailbox.masterCategories.find((one) => one.displayName === displayName) ?? { displayName, color: 'None' },
    );
  }),
  158: method<{ readonly categories: readonly string[] }>(
    'categories.addAsync',
    'ReadWriteItem',
    async ({ item, mailbox, parameters }) => {
      const known = mailbox.masterCategories.map(({ displayName }) => displayName);
      if (!parameters.categories.every((name) => known.includes(name))) throw new HostError(HOST_ERROR.invalidCategory);
      item.categories = [...new Set([...item.categories, ...parameters.categories])];
      item.changed();
      await mailbox.saveProperties(item);
    },
  ),
  159: method<{ readonly categories: readonly string[] }>(
    'categories.removeAsync',
    'ReadWriteItem',
    async ({ item, mailbox, parameters }) => {
      item.categories = item.categories.filter((name) => !parameters.categories.includes(name));
      item.changed();
      await mailbox.saveProperties(item);
    },
  ),
  168: method('getAllInternetHeadersAsync', 'ReadItem', ({ item }) => item.receivedHeaders),
  181: reply('displayReplyFormAsync', 'reply'),
  182: reply('displayReplyAllFormAsync', 'replyAll'),
  183: reply('displayReplyFormAsync', 'reply'),
  184: reply('displayReplyAllFormAsync', 'replyAll'),
  185: method<Named & { readonly value: string }>('sessionData.setAsync', 'ReadWriteItem', ({ item, parameters }) => {
    item.sessionData.set(parameters.name, parameters.value);
  }),
  186: method<Named>('sessionData.getAsync', 'ReadItem', ({ item, parameters }) => sessionValue(item, parameters.name)),
  187: method('sessionData.getAllAsync', 'ReadItem', ({ item }) => Object.fromEntries(item.sessionData)),
  188: method('sessionData.clearAsync', 'ReadWriteItem', ({ item }) => item.sessionData.clear()),
  189: method<Named>('sessionData.removeAsync', 'ReadWriteItem', ({ item, parameters }) => {
    sessionValue(item, parameters.name);
    item.sessionData.delete(parameters.name);
  }),
};
