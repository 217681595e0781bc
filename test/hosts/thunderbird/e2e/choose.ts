/** Chooses a file in the page as a person does. */
export const CHOOSE = `const choose = (input, name, base64) => {
    const octets = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const list = new content.DataTransfer();
    list.items.add(new content.File([Cu.cloneInto(octets, content)], name));
    input.files = list.files;
    input.dispatchEvent(new content.Event("change", { bubbles: true }));
  };
  const until = async (probe) => {
    for (let i = 0; i < 400; i++) { const found = probe(); if (found) return found; await new Promise((r) => content.setTimeout(r, 50)); }
    throw new Error("waited in vain: " + content.document.querySelector("main").innerText);
  };
  const find = (selector) => content.document.querySelector(selector);
  const enter = (text) => {
    const input = find("input[type=password]");
    input.value = text;
    input.dispatchEvent(new content.Event("input", { bubbles: true }));
    find("form").requestSubmit();
  };`;
