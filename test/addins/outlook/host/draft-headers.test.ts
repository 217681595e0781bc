import { createQueue } from '../../../../addins/outlook/host/call';
import { createDraftHeaders } from '../../../../addins/outlook/host/draft-headers';
import { fakeDraft, installOffice } from '../support/fake-office';

beforeAll(installOffice);

const open = (headers: Record<string, string> = {}) => {
  const fake = fakeDraft({ headers });
  return { fake, headers: createDraftHeaders(fake.item, createQueue()) };
};

describe('protection of a draft', () => {
  it.each([
    [undefined, { sign: false, encrypt: false }],
    ['', { sign: false, encrypt: false }],
    ['sign', { sign: true, encrypt: false }],
    ['encrypt', { sign: false, encrypt: true }],
    ['sign,encrypt', { sign: true, encrypt: true }],
    [' Encrypt , SIGN ', { sign: true, encrypt: true }],
  ])('is read from %p', async (value, expected) => {
    const { headers } = open(value === undefined ? {} : { 'x-signet-protection': value });
    expect(await headers.protection()).toEqual(expected);
  });

  it.each(['true', 'sign;encrypt', 'sign,', '0'])('is not guessed from %p', async (value) => {
    await expect(open({ 'x-signet-protection': value }).headers.protection()).rejects.toMatchObject({ code: 'host' });
  });

  it.each([
    [{ 'x-signet-preset': 'sign' }, { sign: true, encrypt: false }],
    [
      { 'x-signet-protection': 'encrypt', 'x-signet-preset': 'sign' },
      { sign: true, encrypt: true },
    ],
    [
      { 'x-signet-protection': 'chosen', 'x-signet-preset': 'sign' },
      { sign: false, encrypt: false, isChosen: true },
    ],
    [
      { 'x-signet-protection': 'encrypt,chosen', 'x-signet-preset': 'x' },
      { sign: false, encrypt: true, isChosen: true },
    ],
  ])('is what the user chose, else all that anybody wants: %j', async (headers, expected) => {
    expect(await open(headers).headers.protection()).toEqual(expected);
  });

  it('is not guessed from a preset that is not ours', async () => {
    await expect(open({ 'x-signet-preset': 'seal' }).headers.protection()).rejects.toMatchObject({ code: 'host' });
  });

  it('keeps the word that the user wants none, and leaves the preset alone', async () => {
    const { fake, headers } = open({ 'x-signet-preset': 'sign' });
    await headers.setProtection({ sign: false, encrypt: false, isChosen: true });
    expect(fake.headers).toEqual({ 'x-signet-protection': 'chosen', 'x-signet-preset': 'sign' });
  });

  it('is written and saved, so that other runtimes see it', async () => {
    const { fake, headers } = open();
    await headers.setProtection({ sign: true, encrypt: true, isChosen: true });
    expect(fake.headers).toEqual({ 'x-signet-protection': 'sign,encrypt,chosen' });
    expect(fake.saved).toBe(1);
  });

  it('is what the user said, where that is nothing too, and else nobody’s choice', async () => {
    const { fake, headers } = open({ 'x-signet-protection': 'sign' });
    await headers.setProtection({ sign: false, encrypt: false, isChosen: true });
    expect(fake.headers).toEqual({ 'x-signet-protection': 'chosen' });
    expect(fake.saved).toBe(1);
    await headers.setProtection({ sign: true, encrypt: false });
    expect(fake.headers).toEqual({ 'x-signet-protection': 'sign' });
    expect(await headers.protection()).toEqual({ sign: true, encrypt: false });
  });

  it.each(['headers set', 'save'])('rejects where the host fails at: %s', async (call) => {
    const { fake, headers } = open();
    fake.calls.faults.set(call, 'broken');
    await expect(headers.setProtection({ sign: true, encrypt: false })).rejects.toMatchObject({ code: 'host' });
  });
});

it('keeps the Message-ID with the draft', async () => {
  const { headers } = open();
  expect(await headers.attempts()).toBeUndefined();
  const attempts = { messageId: '<1@signet.example>', attempts: [{ first: '<2@x>', from: 'a@x', plan: '01' }] };
  await headers.setAttempts(attempts);
  expect(await headers.attempts()).toEqual(attempts);
});
