import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FRAME_STYLE, FRAME_STYLE_SOURCE } from '../../../addins/ui/message-frame';

const ROOT = resolve(__dirname, '../../..');
const page = (name: string): string => readFileSync(join(ROOT, 'addins/outlook', name, 'index.html'), 'utf8');
const policyOf = (html: string): Map<string, string[]> => {
  const [, policy = ''] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html) ?? [];
  return new Map(
    policy
      .split(';')
      .map((one) => one.trim().split(/\s+/))
      .map(([name = '', ...rest]) => [name, rest]),
  );
};

describe.each(['task-pane', 'commands'])('the page %s', (name) => {
  const html = page(name);
  const policy = policyOf(html);

  it('runs scripts of its own and of Office only', () => {
    expect(policy.get('default-src')).toEqual(["'none'"]);
    // Microsoft's office.js loads a library of its own from the second address.
    const [, sources = ''] = /script-src ([^;]*);/.exec(html) ?? [];
    expect(sources.replace(/<%=|%>/g, '').match(/'[a-z-]+'|https:[^' ]+|officeOrigin/g)).toEqual([
      "'self'",
      // Attachments that Outlook gives out as base64 are decoded there.
      ...(name === 'task-pane' ? ["'wasm-unsafe-eval'"] : []),
      'officeOrigin',
      'officeOrigin',
      "'self'",
      'https://ajax.aspnetcdn.com',
    ]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
  });

  it('holds no script and no style of its own', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/i);
    expect(html).not.toMatch(/<style|\bstyle=|\son\w+=/i);
  });
});

it('the pane starts workers of its own and no other', () => {
  expect(policyOf(page('task-pane')).get('worker-src')).toEqual(["'self'"]);
});

it('the pane lets the message frame have its one style sheet and no other', () => {
  const digest = createHash('sha256').update(FRAME_STYLE).digest('base64');
  expect(FRAME_STYLE_SOURCE).toBe(`'sha256-${digest}'`);
  expect(policyOf(page('task-pane')).get('style-src-elem')).toEqual(["'self'", FRAME_STYLE_SOURCE]);
});
