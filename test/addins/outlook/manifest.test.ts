/** @jest-environment jsdom */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TextEncoder } from 'node:util';
import { manifestFiles, variantFor } from '../../../manifests/outlook/generate';
import { xmlFindings } from './manifest-xml-rules';

Object.assign(globalThis, { TextEncoder });
const ROOT = resolve(__dirname, '../../..');
const source = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const xml = source('manifests/outlook/manifest.xml');

/** What the sources of a bundle give to Office.actions.associate. */
const namesIn = (path: string): string[] =>
  [...source(path).matchAll(/\bassociate\('(\w+)'/g)].map(([, name]) => name ?? '');
const associated = new Set([
  ...namesIn('addins/outlook/launch-event/handlers.ts'),
  ...namesIn('addins/outlook/commands/index.ts'),
]);

it('what is committed is what the source gives', () => {
  for (const [name, text] of manifestFiles()) expect(source(`manifests/outlook/${name}`)).toBe(text);
});

describe('the add-in only manifest', () => {
  it('keeps every rule', () => {
    expect(xmlFindings(xml, associated)).toEqual([]);
  });

  it.each(['SoftBlock', 'Block'] as const)('keeps every rule elsewhere, with %s', (sendMode) => {
    const variant = variantFor('https://addin.example.org/signet/', { sendMode });
    const text = manifestFiles(variant).get('manifest.xml') ?? '';
    expect(xmlFindings(text, associated)).toEqual([]);
    expect(text).toContain('https://addin.example.org/signet/task-pane.html');
    expect(text).not.toContain('localhost');
    // Both ways of sending have the mode of the deployment.
    const modes = [...text.matchAll(/Type="(On\w+Send)" [^>]*SendMode="(\w+)"/g)].map(([, type, mode]) => [type, mode]);
    expect(modes).toEqual([
      ['OnMessageSend', sendMode],
      ['OnAppointmentSend', sendMode],
    ]);
  });

  it('asks for the whole mailbox only where it is told to', () => {
    expect(xml).toContain('<Permissions>ReadWriteItem</Permissions>');
    const files = manifestFiles(variantFor('https://addin.example.org/signet', { permission: 'ReadWriteMailbox' }));
    expect(files.get('manifest.xml')).toContain('<Permissions>ReadWriteMailbox</Permissions>');
    expect(xmlFindings(files.get('manifest.xml') ?? '', associated)).toEqual([]);
    expect(files.get('manifest.json')).toContain('"Mailbox.ReadWrite.User"');
  });

  it('names only pictures that are there', () => {
    const pictures = [...xml.matchAll(/"https:\/\/localhost:8443\/addin\/(icons\/[^"]+)"/g)].map(([, path]) => path);
    expect(pictures.length).toBeGreaterThan(15);
    for (const path of pictures) expect(source(`manifests/outlook/${path ?? ''}`)).not.toBe('');
  });

  it('names only pages that are built', () => {
    const built = ['task-pane.html', 'commands.html', 'launch-event.js', 'help.html'];
    const named = [...xml.matchAll(/"https:\/\/localhost:8443\/addin\/([\w-]+\.(?:html|js))/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(built.sort());
    for (const page of ['help', 'privacy', 'terms'])
      expect(source(`manifests/outlook/pages/${page}.html`)).toContain('<h1');
  });

  it('has the control that the send guard points to', () => {
    const [, command = ''] =
      /SEND_COMMAND = '([^']+)'/.exec(source('addins/outlook/launch-event/smart-alert.ts')) ?? [];
    expect(xml).toContain(`<Control xsi:type="Button" id="${command}">`);
  });

  it('has the picture that notices show', () => {
    const [, icon = ''] = /const ICON = '([^']+)'/.exec(source('addins/outlook/host/notice.ts')) ?? [];
    expect(icon).not.toBe('');
    expect(xml).toContain(`<bt:Image id="${icon}"`);
  });

  const swap = (from: string | RegExp, to: string): string => {
    const changed = xml.replace(from, to);
    if (changed === xml) throw new Error(`nothing like ${String(from)}`);
    return changed;
  };
  it.each([
    [
      'a resource that is not there',
      'resid',
      () => swap('<FunctionFile resid="url.commands"', '<FunctionFile resid="x"'),
    ],
    [
      'a resource of the wrong list',
      'resid',
      () => swap('<Description resid="compose.send.tip"', '<Description resid="compose.send.label"'),
    ],
    [
      'an address without https',
      'https',
      () => swap('id="url.commands" DefaultValue="https:', 'id="url.commands" DefaultValue="http:'),
    ],
    ['a missing icon size', 'icon', () => swap(/\s*<bt:Image size="80" [^>]*>/, '')],
    [
      'events on another page',
      'runtime',
      () => swap(/(<\/LaunchEvents>\s*<SourceLocation resid=")url\.commands"/, '$1url.read"'),
    ],
    ['a repeated control', 'control-id', () => swap(/smime\.compose\.send/g, 'smime.compose.menu')],
    ['an unknown function', 'function', () => swap('<FunctionName>toggleSign<', '<FunctionName>toggleAll<')],
    [
      'an event handler that is not there',
      'function',
      () => swap('FunctionName="onMessageSend"', 'FunctionName="other"'),
    ],
    ['a set below its events', 'event-set', () => swap('DefaultMinVersion="1.12"', 'DefaultMinVersion="1.11"')],
    [
      'children out of order',
      'order',
      () => swap(/(<Supertip>[\s\S]*?<\/Supertip>)(\s*)(<Icon>[\s\S]*?<\/Icon>)/, '$3$2$1'),
    ],
    [
      'pinning in 1.0',
      'only-1.1',
      () => swap(/(<SourceLocation resid="url\.read"\/>)/, '$1<SupportsPinning>true</SupportsPinning>'),
    ],
    ['a high base set', 'base-set', () => swap('MinVersion="1.5"', 'MinVersion="1.14"')],
    ['an app domain with a path', 'app-domain', () => swap('</AppDomain>', '/x</AppDomain>')],
    ['the default language twice', 'locale', () => swap('<Override Locale="de-de"', '<Override Locale="en-us"')],
    ['a bare language', 'locale', () => swap('<bt:Override Locale="de-de"', '<bt:Override Locale="de"')],
    ['a long label', 'length', () => swap(/(id="compose\.send\.label" DefaultValue=")[^"]*/, `$1${'x'.repeat(65)}`)],
    [
      'a surface only in 1.1',
      'overrides',
      () => swap(/<ExtensionPoint xsi:type="MessageReadCommandSurface">[\s\S]*?<\/ExtensionPoint>/, ''),
    ],
    ['no script for classic', 'runtime', () => swap(/<Override type="javascript"[^>]*>/, '')],
    ['a version below 1', 'version', () => swap('<Version>1.0.0', '<Version>0.1.0')],
    ['no send mode', 'send-mode', () => swap(' SendMode="SoftBlock"', '')],
    [
      'a send mode on an event that is none',
      'send-mode',
      () => swap('Type="OnNewMessageCompose"', 'Type="OnNewMessageCompose" SendMode="Block"'),
    ],
    ['a send event twice', 'event', () => swap('Type="OnAppointmentSend"', 'Type="OnMessageSend"')],
    [
      'a resource nobody uses',
      'unused',
      () => swap('<bt:ShortStrings>', '<bt:ShortStrings><bt:String id="x" DefaultValue="x"/>'),
    ],
  ])('is caught with %s', (_what, rule, broken) => {
    expect(xmlFindings(broken(), associated).map((finding) => finding.split(':')[0])).toContain(rule);
  });
});

describe('where it is served', () => {
  it.each(['http://example.org', 'https://example.org/?x=1', 'example.org'])('cannot be %s', (url) => {
    expect(() => variantFor(url)).toThrow();
  });

  it.each([{ sendMode: 'PromptUser' }, { sendMode: 'block' }, { permission: 'ReadItem' }])(
    'has no manifest that would not hold what is to be held, or asks for what nobody gives: %j',
    (words) => {
      expect(() => variantFor('https://example.org', words as object)).toThrow(
        /^OUTLOOK_(SEND_MODE|PERMISSION): one of/,
      );
    },
  );
});
