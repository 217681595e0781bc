import { protectionBy, readSendOptions, storeSendOptions } from '../../../addins/worker/send-options';

const settingsOf = (stored?: unknown) => {
  const kept = new Map<string, unknown>(stored === undefined ? [] : [['send-options', stored]]);
  return {
    get: (name: string) => Promise.resolve(kept.get(name)),
    set: (name: string, value: unknown) => Promise.resolve(void kept.set(name, value)),
  };
};

describe('how protected mail is written', () => {
  it('is as the core has it where nothing was set', async () => {
    expect(await readSendOptions(settingsOf())).toEqual({});
  });

  it('is what was stored', async () => {
    const settings = settingsOf();
    const ownDevices = { gcm: true };
    const options = {
      form: 'opaque',
      headerPolicy: 'hcp_shy',
      tripleWrap: true,
      legacyDisplay: true,
      ownDevices,
    } as const;
    await storeSendOptions(settings, options);
    expect(await readSendOptions(settings)).toEqual(options);
  });

  it.each([
    { headerPolicy: 'none' },
    { headerPolicy: null },
    { form: 'plain' },
    { tripleWrap: 'yes' },
    { legacyDisplay: 1 },
    { ownDevices: 'all' },
    { ownDevices: { gcm: 'yes', oaep: false } },
    'nonsense',
  ])('never follows %j', async (stored) => expect(await readSendOptions(settingsOf(stored))).toEqual({}));
});

describe('the options for one message', () => {
  const asked = { sign: true, encrypt: true };

  it('tell which algorithms all devices of the user read, and leave the rules of the transport', () => {
    const options = { tripleWrap: true, ownDevices: { gcm: true, oaep: true } };
    expect(protectionBy(options, { ...asked, rules: { withoutGcm: true } })).toEqual({
      ...asked,
      tripleWrap: true,
      rules: { withoutGcm: true, ownDevices: { gcm: true, oaep: true } },
    });
  });

  it('never say more than was set', () => {
    expect(protectionBy({}, asked)).toEqual({ ...asked, rules: {} });
  });
});
