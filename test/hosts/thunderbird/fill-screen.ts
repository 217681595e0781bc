import { type Chrome } from './chrome';

/**
 * There is no window manager on a virtual screen: the main window is laid over all of it, and the pointer into a corner.
 * Without a window manager the keyboard goes to what is under the pointer, and a popup that grows over it and shrinks again
 * closes.
 */
export async function fillScreen(chrome: Chrome): Promise<void> {
  await chrome.run(`mainWindow.moveTo(0, 0);
    mainWindow.resizeTo(mainWindow.screen.width, mainWindow.screen.height);
    const { windowUtils, document, screen } = mainWindow;
    const move = windowUtils.NATIVE_MOUSE_MESSAGE_MOVE;
    windowUtils.sendNativeMouseEvent(1, screen.height - 2, move, 0, 0, document.documentElement);
    return true;`);
}
