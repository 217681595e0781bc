const { TestEnvironment } = require('jest-environment-jsdom');

/** jsdom with what browsers have and it lacks: WebCrypto, text coders, structured clone; one set of typed arrays for all. */
class BrowserEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of ['TextEncoder', 'TextDecoder', 'structuredClone', 'Uint8Array', 'ArrayBuffer']) {
      this.global[name] = globalThis[name];
    }
    Object.defineProperty(this.global, 'crypto', { value: globalThis.crypto, configurable: true });
  }
}

module.exports = BrowserEnvironment;
