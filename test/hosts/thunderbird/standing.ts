import { type Chrome } from './chrome';

/** What stands open in Thunderbird and whether it works online, for whoever waited for a message in vain. */
export async function standing(chrome: Chrome): Promise<string> {
  return chrome
    .run<string>(
      `const windows = [...Services.wm.getEnumerator(null)].map((window) => {
        const box = window.document.getElementById("infoBody")?.textContent ?? "";
        const { gWindowLocked, gSendLocked, gSendOperationInProgress } = window;
        const state = JSON.stringify({ gWindowLocked, gSendLocked, gSendOperationInProgress });
        return [window.location.href, window.document.title, box, state].join(" | ");
      });
      return "Thunderbird is " + (Services.io.offline ? "offline" : "online") + "\\n" + windows.join("\\n");`,
    )
    .catch((error: unknown) => `Thunderbird does not answer: ${String(error)}`);
}
