/** @jest-environment jsdom */
import { readFileSync } from 'node:fs';
import { isMenu, readManifest, type AddinManifest, type CommandControl } from './manifest';

const read = (path: string, locale = 'en-US'): AddinManifest =>
  readManifest(readFileSync(path, 'utf8'), locale, '/addin/');
const FIXTURE = 'test/hosts/outlook/fixtures/manifest.xml';
const REAL = 'manifests/outlook/manifest.xml';

function commands({ compose, read: reading }: AddinManifest): readonly CommandControl[] {
  const controls = [...compose, ...reading].flatMap((group) => group.controls);
  return controls.flatMap((control) => (isMenu(control) ? control.items : [control]));
}

test('the newest block is read, with addresses moved below our own folder', () => {
  const manifest = read(FIXTURE);
  expect(manifest).toMatchObject({
    name: 'Fixture',
    permission: 'ReadWriteItem',
    functionUrl: '/addin/commands.html',
    launchUrl: '/addin/commands.html',
  });
  expect(manifest.launchEvents).toEqual([
    { type: 'OnNewMessageCompose', functionName: 'onNewMessageCompose' },
    { type: 'OnMessageSend', functionName: 'onMessageSend', sendMode: 'SoftBlock' },
  ]);
  expect(commands(manifest).map(({ id, action }) => [id, action])).toEqual([
    ['fixture.compose.tag', { kind: 'function', functionName: 'tagSubject' }],
    ['fixture.compose.pane', { kind: 'pane', url: '/addin/task-pane.html?view=compose', isPinnable: false }],
    ['fixture.read.pane', { kind: 'pane', url: '/addin/task-pane.html?view=read', isPinnable: true }],
  ]);
});

test('texts come in the language asked for, and in the default one otherwise', () => {
  expect([read(FIXTURE, 'de-DE').name, commands(read(FIXTURE, 'de-DE'))[0]?.label]).toEqual(['Probe', 'Markieren']);
  expect(read(FIXTURE, 'fr-FR').name).toBe('Fixture');
});

test.each([
  ['no manifest', '<x/>'],
  ['no XML', 'nothing'],
  ['a resid without resource', readFileSync(FIXTURE, 'utf8').replace('id="tag"', 'id="gone"')],
  ['a foreign address', readFileSync(FIXTURE, 'utf8').replace('fixture.example/app/task', 'other.example/app/task')],
  [
    'a send event that is declared twice',
    readFileSync(FIXTURE, 'utf8').replace('Type="OnNewMessageCompose"', 'Type="OnMessageSend"'),
  ],
  ['an unknown action', readFileSync(FIXTURE, 'utf8').replace('"ExecuteFunction"', '"Explode"')],
])('%s is refused', (_what, xml) => {
  expect(() => readManifest(xml, 'en-US', '/addin/')).toThrow(/manifest/);
});

test('a client below the required set has the older block: its commands and no launch events', () => {
  const xml = readFileSync(REAL, 'utf8');
  const [old, recent] = ['1.11', '1.12'].map((set) => readManifest(xml, 'en-US', '/addin/', set));
  expect(old?.launchEvents).toEqual([]);
  expect(old && commands(old).map(({ id }) => id)).toEqual(recent && commands(recent).map(({ id }) => id));
  expect(recent?.launchEvents).toHaveLength(4);
});

test('the real manifest has commands for reading and composing, and guards Send', () => {
  const manifest = read(REAL);
  expect(manifest.compose.length).toBeGreaterThan(0);
  expect(manifest.read.length).toBeGreaterThan(0);
  expect(manifest.launchEvents.map(({ type }) => type)).toContain('OnMessageSend');
  for (const { icon, label, tip } of commands(manifest)) {
    expect([icon?.startsWith('/addin/icons/'), label !== '', tip !== '']).toEqual([true, true, true]);
  }
});
