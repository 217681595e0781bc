// @ts-check
/* global ChromeUtils, Services, IOUtils, PathUtils, Ci */
'use strict';

/** Opens drafts and templates that Thunderbird cannot open, with the message that the background page makes of them. */
(function (exports) {
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const OPENED = ['Draft', 'Template', 'EditTemplate', 'EditAsNew'].map((name) => Ci.nsIMsgCompType[name]);

  const folder = PathUtils.join(PathUtils.profileDir, 'signet-drafts');
  /** By the name of its file, out of which Thunderbird reads it: what the window continues. */
  const continued = new Map();

  async function addressOf({ message, protection }, uri) {
    await IOUtils.makeDirectory(folder, { permissions: 0o700 });
    const name = `${Services.uuid.generateUUID().toString().slice(1, -1)}.eml`;
    const path = PathUtils.join(folder, name);
    await IOUtils.write(path, new Uint8Array(message));
    continued.set(name, { protection, uri, path });
    return `${Services.io.newFileURI(await IOUtils.getFile(path)).spec}?type=application/x-message-display`;
  }

  /** `ask` answers of a message what is to be opened in its place, why nothing is, or nothing: it is opened as it is. */
  async function open(ask, original, [url, header, uri, ...others]) {
    const draft = await ask(header).catch(({ message }) => ({ refused: message }));
    if (draft?.refused) Services.prompt.alert(null, 'Signet', draft.refused);
    else original(url, header, draft ? await addressOf(draft, uri) : uri, ...others);
  }

  /** Has what opens compose windows ask first; gives back what undoes that. */
  function wrapOpen(ask) {
    const service = MailServices.compose;
    const get = (_target, name) => {
      const value = service[name]?.bind?.(service) ?? service[name];
      const isAsked = (args) => args[1] instanceof Ci.nsIMsgDBHdr && OPENED.includes(args[3]);
      if (name !== 'OpenComposeWindow') return value;
      return (...args) => (isAsked(args) ? void open(ask, value, args) : value(...args));
    };
    MailServices.compose = new Proxy({}, { get });
    return () => void (MailServices.compose = service);
  }

  /** What a window continues, from when it is loaded: the next draft takes the place of the encrypted one. */
  function continueIn(window) {
    const [params] = window.arguments ?? [];
    const uri = params instanceof Ci.nsIMsgComposeParams ? params.originalMsgURI : '';
    const draft = continued.get(/\/signet-drafts\/([^/?]+)/.exec(uri)?.[1]);
    if (!draft) return;
    Object.assign(window, { signetDraft: draft.uri, signetProtection: draft.protection });
    const begin = () => {
      const { compFields: fields } = window.gMsgCompose;
      for (const name of ['draftId', 'templateId']) if (fields[name]) fields[name] = draft.uri;
    };
    window.addEventListener('compose-window-init', begin, { capture: true, once: true });
    // Thunderbird reads pictures of its text out of the file later.
    window.addEventListener('unload', () => IOUtils.remove(draft.path, { ignoreAbsent: true }), { once: true });
  }

  /** What a Thunderbird that ended otherwise has left. */
  const clear = () => IOUtils.remove(folder, { recursive: true, ignoreAbsent: true });

  exports.signetDrafts = { clear, continueIn, wrapOpen };
})(this);
