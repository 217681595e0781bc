import { type AddressInfo, createServer } from 'node:net';
import { type Marionette } from '../hosts/thunderbird/marionette';

/** A mail server that says nothing: one that is not there would open a dialog. It keeps no process alive. */
export function silentPort(): Promise<number> {
  const server = createServer((socket) => socket.unref()).unref();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Runs the body of an async function in the background page of an add-on, once its script has set the global `name`. In it
 * `page` is the page's window and `text` what is given; what it returns must be text.
 */
export function inBackgroundPage(
  remote: Marionette,
  { addOn, name }: { readonly addOn: string; readonly name: string },
  body: string,
  text: string,
): Promise<string | null> {
  return remote.run<string | null>(
    `const [body, text, addOn, global] = args;
      const window = Services.wm.getMostRecentWindow("mail:3pane");
      let view;
      for (let i = 0; i < 400 && !view; i++) {
        const extension = WebExtensionPolicy.getByID(addOn)?.extension;
        view = extension && [...extension.views].find(({ viewType }) => viewType === "background");
        if (!view) await new Promise((resolve) => window.setTimeout(resolve, 50));
      }
      const manager = view.xulBrowser.messageManager;
      const name = "bench:" + Math.random();
      return new Promise((resolve, reject) => {
        const listener = ({ data }) => {
          manager.removeMessageListener(name, listener);
          data.error === undefined ? resolve(data.value) : reject(new Error(data.error));
        };
        manager.addMessageListener(name, listener);
        const script = "(async () => { const page = content.wrappedJSObject; const text = " + JSON.stringify(text) + ";" +
          "for (let i = 0; !page[" + JSON.stringify(global) + "] && i < 400; i++) await new Promise((r) => content.setTimeout(r, 50));" + body + "})()" +
          ".then((value) => sendAsyncMessage(" + JSON.stringify(name) + ", { value }), (e) => sendAsyncMessage(" + JSON.stringify(name) + ", { error: String(e) }));";
        manager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(script), false);
      });`,
    body,
    text,
    addOn,
    name,
  );
}
