import { withoutMailboxPrefix } from '../../../addins/thunderbird/host/mailbox-prefix';
import { latin1Bytes, latin1Text } from '../../../shared/index';

const strip = async (text: string): Promise<string> => {
  const stripped = await withoutMailboxPrefix(new Blob([latin1Bytes(text)]));
  return latin1Text(new Uint8Array(await stripped.arrayBuffer()));
};
const MESSAGE = 'From: a@signet.example\r\nSubject: x\r\n\r\nX-Mozilla-Status: 0001\nbody\r\n';

describe('lines that Thunderbird puts before a stored message', () => {
  it('are taken off', async () => {
    expect(await strip(`X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n${MESSAGE}`)).toBe(MESSAGE);
    expect(await strip(`X-Mozilla-Status: 0001\nX-Mozilla-Keys: $label1${' '.repeat(80)}\n${MESSAGE}`)).toBe(MESSAGE);
  });

  it('are taken off at the start only, and octets behind them stay as they are', async () => {
    expect(await strip(MESSAGE)).toBe(MESSAGE);
    expect(await strip(`X-Mozilla-Status: 0001\n${MESSAGE}\xff\x00`)).toBe(`${MESSAGE}\xff\x00`);
  });

  it('are not confused with fields that came with the message', async () => {
    const own = `X-Mozilla-Status: 0001\r\n${MESSAGE}`;
    expect(await strip(own)).toBe(own);
    expect(await strip(`X-Mozilla-Draft-Info: x\n${MESSAGE}`)).toBe(`X-Mozilla-Draft-Info: x\n${MESSAGE}`);
  });

  it('leave nothing of a message that is nothing', async () => {
    expect(await strip('')).toBe('');
  });
});
