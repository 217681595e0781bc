import { type Chrome } from './chrome';
import { ADD_ON_ID } from './thunderbird';

/** Steps in the pages of the add-on, as a person takes them. Each is source that runs in such a page. */
export const PAGE = `
  const find = (selector, text = "") => [...content.document.querySelectorAll(selector)].find((one) => one.textContent.includes(text));
  const until = async (what, probe, milliseconds = 20000) => {
    for (let left = milliseconds; left > 0; left -= 50) {
      const found = probe();
      if (found) return found;
      await new Promise((resolve) => content.setTimeout(resolve, 50));
    }
    throw new Error("waited in vain for " + what + ": " + content.document.querySelector("main")?.innerText);
  };
  /** As by a hand: what asks Thunderbird for a permission counts only then. */
  const press = (element) => {
    element.scrollIntoView({ block: "center" });
    element.focus();
    const hand = content.windowUtils.setHandlingUserInput(true);
    try { element.click(); } finally { hand.destruct(); }
  };
  const choose = (select, value) => {
    select.value = value;
    select.dispatchEvent(new content.Event("change", { bubbles: true }));
  };
  const text = () => content.document.querySelector("main").innerText;
`;

/** Presses our button at the shown message, which is there for plain mail too, where no popup is open any more. */
async function openVerdict(chrome: Chrome): Promise<void> {
  await chrome.run(
    `const { extension } = WebExtensionPolicy.getByID(args[0]);
    await until("the popup before to be gone", () => ![...extension.views].some(({ viewType }) => viewType === "popup"));
    const id = args[0].replace(/[^a-z0-9]/g, "_") + "-messageDisplayAction-toolbarbutton";
    (await until("our button", () => messageWindow().document.getElementById(id))).click();
    return true;`,
    ADD_ON_ID,
  );
}

/** What the popup at a message says without its details; '' where it says nothing. */
export interface Verdict {
  readonly state: string;
  readonly mark: string;
  readonly sentence: string;
  readonly step: string;
  readonly note: string;
}

/** Opens the popup at the shown message and tells what stands in it; it stays open. */
export async function readVerdict(chrome: Chrome): Promise<Verdict> {
  await openVerdict(chrome);
  return chrome.inMessagePopup<Verdict>(`${PAGE}
    const card = await until("a verdict", () => find(".sg-card"));
    const say = (selector) => card.querySelector(selector)?.innerText.trim() ?? "";
    const mark = /sg-mark-(\\w+)/.exec(card.querySelector(".sg-mark").className)?.[1] ?? "";
    return { state: card.dataset.state, mark, sentence: say(".sg-sentence"), step: say(".sg-step"), note: say("[data-continuity]") };`);
}

/** The whole text of the popup at the shown message. */
export async function verdictText(chrome: Chrome): Promise<string> {
  await chrome.clickStatus();
  return chrome.inMessagePopup<string>(`${PAGE} await until("a verdict", () => find(".sg-card")); return text();`);
}

/** Opens the selected message in a window of its own and answers what stands beside the subject there. */
export function statusInOwnWindow(chrome: Chrome): Promise<string> {
  return chrome.run<string>(`
    mainWindow.MsgOpenNewWindowForMessage(messageWindow().gMessage);
    const window = await until("the message window", () => Services.wm.getMostRecentWindow("mail:messageWindow"));
    const badge = await until("the status", () => window.messageBrowser?.contentWindow?.document.getElementById("signet-status"));
    const text = badge.textContent;
    window.close();
    return text;`);
}

/** Answers Thunderbird's own question about a permission, which must be up or coming; tells what it said. */
export function answerPermission(chrome: Chrome, answer: 'allow' | 'deny'): Promise<string> {
  return chrome.run<string>(
    `const { panel } = mainWindow.PopupNotifications;
    const question = await until("the question about a permission", () => panel.state === "open" && panel.querySelector("popupnotification"));
    const words = question.textContent + " " + (question.getAttribute("label") ?? "") + " " + panel.textContent;
    // Thunderbird takes no answer in the first moments: nobody is to press what was not read.
    await new Promise((resolve) => mainWindow.setTimeout(resolve, 1200));
    (args[0] === "allow" ? question.button : question.secondaryButton).click();
    await until("the question to be gone", () => panel.state === "closed");
    return words.replace(/\\s+/g, " ");`,
    answer,
  );
}

/** Gives one of Thunderbird's own commands about the message that is shown, and waits for the window. */
async function composeBy(chrome: Chrome, command: string): Promise<void> {
  await chrome.run(
    `const before = composeWindows();
    messageWindow().commandController.doCommand(args[0]);
    const window = await until("the compose window", () => composeWindows().find((w) => !before.includes(w)));
    await until("the editor", () => window.composeEditorReady && window.gMsgCompose?.editor && !window.gWindowLocked);
    return true;`,
    command,
  );
}

/** Answers the message that is shown. */
export const answerMessage = (chrome: Chrome): Promise<void> => composeBy(chrome, 'cmd_replySender');

/** Forwards the message that is shown, in the text of the new one. */
export const forwardMessage = (chrome: Chrome): Promise<void> => composeBy(chrome, 'cmd_forwardInline');

/** Opens the message that is shown as a new one, or to be redirected. */
export const editAsNew = (chrome: Chrome): Promise<void> => composeBy(chrome, 'cmd_editAsNew');
export const redirectMessage = (chrome: Chrome): Promise<void> => composeBy(chrome, 'cmd_redirect');

/** Opens the draft that is shown. */
export const editDraft = (chrome: Chrome): Promise<void> => composeBy(chrome, 'cmd_editDraftMsg');

/** What stands in the message that is written. */
export const writtenText = (chrome: Chrome): Promise<string> =>
  chrome.run<string>('return composeWindows().at(-1).gMsgCompose.editor.rootElement.innerText;');

/** Source for a page: presses a key where the focus is, as a keyboard does. */
export const KEYS = `
  const strike = (key, keyCode) => {
    const input = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
    if (!input.beginInputTransactionForTests(content)) throw new Error("no keyboard");
    const event = new content.KeyboardEvent("", { key, code: key, keyCode });
    input.keydown(event);
    input.keyup(event);
  };
  const focused = () => content.document.activeElement?.textContent ?? "";
`;
