import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import webpack, { type Configuration } from 'webpack';

const ROOT = resolve(__dirname, '../../../..');
const configurations = jest.requireActual<readonly Configuration[]>(join(ROOT, 'webpack.config.js'));
let bundle = '';

/** The real bundle, as the production build makes it. */
async function build(folder: string): Promise<string> {
  const found = configurations.find(({ name }) => name === 'outlook-launch-event');
  const config = { ...found, mode: 'production', cache: false, output: { ...found?.output, path: folder } } as const;
  await new Promise<void>((done, reject) => {
    webpack(config, (error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')));
      else done();
    });
  });
  return readFileSync(join(folder, 'launch-event.js'), 'utf8');
}

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signet-launch-'));
  try {
    bundle = await build(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

interface World {
  readonly headers?: Record<string, string> | null;
  readonly language?: string;
  readonly settings?: Record<string, unknown>;
  /** What stands in place of the host's methods. */
  readonly broken?: Partial<Record<'get' | 'set' | 'save', 'fails' | 'throws' | 'silent'>>;
  readonly noItem?: boolean;
}

interface Completed {
  readonly allowEvent?: boolean;
  readonly errorMessage?: string;
  readonly cancelLabel?: string;
  readonly commandId?: string;
}

type Done = (result: object) => void;

/** Classic Outlook's runtime: no page, no storage, no WebCrypto; only what Office itself gives, and timers. */
class ClassicRuntime {
  readonly handlers = new Map<string, (event: object) => void>();
  readonly headers: Record<string, string>;
  saved = 0;
  #world: World;

  constructor(world: World) {
    this.#world = world;
    this.headers = { ...world.headers };
    const settings = world.settings ?? {};
    const Office = {
      AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
      actions: { associate: (name: string, handler: (event: object) => void) => this.handlers.set(name, handler) },
      context: {
        displayLanguage: world.language ?? 'en-US',
        roamingSettings: { get: (name: string) => settings[name] },
        mailbox: { item: world.noItem ? undefined : this.#item() },
      },
    };
    const quick = (run: () => void): unknown => setTimeout(run, 0);
    runInContext(bundle, createContext({ Office, setTimeout: quick, clearTimeout }));
  }

  #item() {
    const answer = (name: 'get' | 'set' | 'save', done: Done, make: () => unknown): void => {
      const how = this.#world.broken?.[name];
      if (how === 'throws') throw new Error('host');
      if (how === 'silent') return;
      done(how === 'fails' ? { status: 'failed', error: { code: 9000 } } : { status: 'succeeded', value: make() });
    };
    return {
      internetHeaders: {
        getAsync: (_names: string[], done: Done) =>
          answer('get', done, () => (this.#world.headers === null ? null : this.headers)),
        setAsync: (more: object, done: Done) => answer('set', done, () => void Object.assign(this.headers, more)),
      },
      saveAsync: (done: Done) => answer('save', done, () => ++this.saved && 'id'),
    };
  }

  fire(name: string): Promise<Completed[]> {
    const completed: Completed[] = [];
    this.handlers.get(name)?.({ completed: (options: Completed = {}) => completed.push(options) });
    return new Promise((done) => setTimeout(() => done(completed), 20));
  }
}

const send = async (world: World): Promise<Completed> => {
  const completed = await new ClassicRuntime(world).fire('onMessageSend');
  expect(completed).toHaveLength(1);
  return completed[0] ?? {};
};

describe('the launch-event bundle', () => {
  it('is ES2016 and needs no cryptography', () => {
    const { diagnostics = [] } = ts.transpileModule(bundle, {
      compilerOptions: { target: ts.ScriptTarget.ES2016, allowJs: true },
      reportDiagnostics: true,
    });
    expect(diagnostics).toEqual([]);
    const file = ts.createSourceFile('x.js', bundle, ts.ScriptTarget.ES2016, true);
    const tooNew: string[] = [];
    const visit = (node: ts.Node): void => {
      const isAsync =
        ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.AsyncKeyword);
      const isChain = ts.isOptionalChain(node);
      const isNullish = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
      const isBareCatch = ts.isCatchClause(node) && !node.variableDeclaration;
      const isSpread = ts.isSpreadAssignment(node);
      const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
      if (isAsync || isChain || isNullish || isBareCatch || isSpread || isImport)
        tooNew.push(node.getText().slice(0, 60));
      ts.forEachChild(node, visit);
    };
    visit(file);
    expect(tooNew).toEqual([]);
    expect(bundle).not.toMatch(/pkijs|asn1|subtle|indexedDB|localStorage/);
  });

  it('makes its handlers known without waiting for anything', () => {
    expect([...new ClassicRuntime({}).handlers.keys()].sort()).toEqual(['onMessageSend', 'onNewMessageCompose']);
  });
});

describe('plain Send', () => {
  it.each([[{}], [null], [{ 'x-signet-protection': '' }], [{ 'x-other': 'sign' }]])(
    'goes where no protection is asked for: %p',
    async (headers) => {
      expect(await send({ headers })).toEqual({ allowEvent: true });
    },
  );

  it.each(['sign', 'encrypt', 'sign,encrypt', 'SIGN'])(
    'is blocked where protection is asked for: %p',
    async (value) => {
      const decision = await send({ headers: { 'x-signet-protection': value } });
      expect(decision).toMatchObject({ allowEvent: false, commandId: 'smime.compose.send' });
    },
  );

  it('finds the header in any case', async () => {
    expect(await send({ headers: { 'X-Signet-Protection': 'sign' } })).toMatchObject({ allowEvent: false });
  });

  it('is blocked where the value is not known', async () => {
    expect(await send({ headers: { 'x-signet-protection': 'seal' } })).toMatchObject({ allowEvent: false });
  });

  it.each(['fails', 'throws', 'silent'] as const)('is blocked where reading %s', async (how) => {
    expect(await send({ broken: { get: how } })).toMatchObject({ allowEvent: false });
  });

  it('is blocked where there is no draft to ask', async () => {
    expect(await send({ noItem: true })).toMatchObject({ allowEvent: false });
  });

  it.each(['en-US', 'de-DE'])('keeps to the lengths that Smart Alerts take, in %s', async (language) => {
    for (const headers of [{ 'x-signet-protection': 'sign' }, { 'x-signet-protection': 'seal' }]) {
      const { errorMessage = '', cancelLabel = '' } = await send({ headers, language });
      expect(errorMessage.length).toBeGreaterThan(20);
      expect(errorMessage.length).toBeLessThanOrEqual(500);
      expect(cancelLabel.length).toBeGreaterThan(2);
      expect(cancelLabel.length).toBeLessThanOrEqual(20);
    }
  });
});

describe('a new message', () => {
  const compose = async (world: World) => {
    const runtime = new ClassicRuntime(world);
    const completed = await runtime.fire('onNewMessageCompose');
    return { runtime, completed };
  };
  const wanted = { settings: { 'signet.signByDefault': true } };

  it('starts signed where the user wants it so, and is saved', async () => {
    const { runtime, completed } = await compose(wanted);
    expect(runtime.headers).toEqual({ 'x-signet-protection': 'sign' });
    expect(runtime.saved).toBe(1);
    expect(completed).toHaveLength(1);
  });

  it.each([[{}], [{ 'signet.signByDefault': false }], [{ 'signet.signByDefault': 'true' }]])(
    'starts plain otherwise: %p',
    async (settings) => {
      const { runtime, completed } = await compose({ settings });
      expect(runtime.headers).toEqual({});
      expect(runtime.saved).toBe(0);
      expect(completed).toHaveLength(1);
    },
  );

  it.each([{ set: 'fails' }, { set: 'throws' }, { set: 'silent' }, { save: 'fails' }, { save: 'throws' }] as const)(
    'opens whatever the host does: %p',
    async (broken) => {
      expect((await compose({ ...wanted, broken })).completed).toHaveLength(1);
    },
  );
});
