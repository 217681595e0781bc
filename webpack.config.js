const { readFileSync } = require('node:fs');
const path = require('node:path');
const webpack = require('webpack');
const CopyPlugin = require('copy-webpack-plugin');
const HtmlPlugin = require('html-webpack-plugin');
const CssPlugin = require('mini-css-extract-plugin');

/**
 * One configuration for each thing we build. `--config-name outlook` picks one.
 * PUBLIC_URL, GRAPH_URL, CLIENT_ID: where a production build of the Outlook add-in is served and which app it signs in as.
 * KEY_POLICY: JSON with `passphraseRequired` and `unlockTime` for the Outlook add-in (docs/administrators.md).
 * REVOCATION_RELAY: an https address that asks about revocation for the Outlook add-in (docs/revocation.md).
 * LOOK_UP_POLICY: JSON with `sources`, `resolver` and `template` for the Outlook add-in (docs/finding-certificates.md).
 * ACME_DIRECTORY: an https address of a certification authority that issues by ACME (docs/getting-a-certificate.md).
 * OUTLOOK_POLICY: a file that `npm run policy -- export outlook` wrote, for the guard on Send (docs/policy.md).
 * POLICY_URL: an https address of the policy that the panes of the Outlook add-in ask (docs/policy.md); manifests carry it too.
 * LARGE_MESSAGES=experiment: an unproven way for messages over 4 MB through Graph (docs/administrators.md).
 * SIGNET_PLAYGROUND=1: the Outlook add-in for the local playground.
 */
const playground = process.env.SIGNET_PLAYGROUND === '1';
const at = (...parts) => path.join(__dirname, ...parts);
const withoutSlash = (url) => url.replace(/\/+$/, '');
const OFFICE_JS = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';

const publicUrl = withoutSlash(process.env.PUBLIC_URL ?? 'https://localhost:8443/addin');
const graphUrl = withoutSlash(process.env.GRAPH_URL ?? 'https://graph.microsoft.com/v1.0');
const revocationRelay = process.env.REVOCATION_RELAY ?? '';
const keyPolicy = playground
  ? 'undefined'
  : JSON.stringify(JSON.parse(process.env.KEY_POLICY ?? 'null')).replace(/^null$/, 'undefined');
const lookUpPolicy = JSON.parse((playground ? undefined : process.env.LOOK_UP_POLICY) ?? '{}');
/** The page's policy names them, so that neither may depend on the recipient: that stops the build. */
const lookUpOrigins = [lookUpPolicy.resolver, lookUpPolicy.template]
  .filter(Boolean)
  .map((url) => new URL(url).origin)
  .join(' ');
const policyUrl = playground ? '' : (process.env.POLICY_URL ?? '');
/** The policy and its signature, and nothing else of that server. A query is no part of a source (CSP 3, 2.3.1). */
const policySources = [policyUrl]
  .filter(Boolean)
  .map((url) => new URL(url))
  .map(({ origin, pathname }) => `${origin}${pathname} ${origin}${pathname}.p7s`)
  .join(' ');
const largeMessages = process.env.LARGE_MESSAGES === 'experiment';
const acmeDirectory = process.env.ACME_DIRECTORY ?? '';
/** In the playground its page may set one, for tests. */
const outlookPolicy = [...(playground ? ['window.top.outlookPolicy'] : []), compactPolicy(process.env.OUTLOOK_POLICY)];
function compactPolicy(file) {
  if (!file) return 'undefined';
  const policy = JSON.parse(readFileSync(file, 'utf8'));
  if (policy.form !== 'signet-compact-policy-1')
    throw new Error(`OUTLOOK_POLICY: ${file} is not from "npm run policy -- export outlook" of this version`);
  return JSON.stringify(policy);
}
const officeJsUrl = playground ? '/office-js/office.js' : OFFICE_JS;

const constants = new webpack.DefinePlugin({
  __PUBLIC_URL__: JSON.stringify(publicUrl),
  __GRAPH_URL__: JSON.stringify(playground ? '/graph/v1.0' : graphUrl),
  __OFFICE_JS_URL__: JSON.stringify(officeJsUrl),
  __CLIENT_ID__: JSON.stringify(process.env.CLIENT_ID ?? ''),
  __KEY_POLICY__: keyPolicy,
  __REVOCATION_RELAY__: JSON.stringify(playground ? '' : revocationRelay),
  __LOOK_UP_POLICY__: JSON.stringify(lookUpPolicy),
  __ACME_DIRECTORY__: JSON.stringify(playground ? '' : acmeDirectory),
  __OUTLOOK_POLICY__: `(${outlookPolicy.join(' ?? ')})`,
  __PLAYGROUND__: JSON.stringify(playground),
  __LARGE_MESSAGES__: JSON.stringify(largeMessages),
});

const swc = (target) => ({
  test: /\.[cm]?tsx?$/,
  exclude: /node_modules/,
  use: {
    loader: 'swc-loader',
    options: {
      jsc: {
        target,
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      },
    },
  },
});

const base = (name, folder, { target = 'es2022', minimize } = {}) => ({
  name,
  context: __dirname,
  target: ['web', target],
  devtool: false,
  performance: { hints: false },
  stats: 'errors-warnings',
  resolve: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  module: {
    rules: [
      swc(target),
      { test: /\.css$/, use: [CssPlugin.loader, 'css-loader'] },
      { test: /\.wat$/, use: at('scripts/wat.cjs') },
    ],
  },
  plugins: [constants, new CssPlugin()],
  output: { path: at('dist', folder), filename: '[name].js', clean: true, publicPath: 'auto' },
  cache: {
    type: 'filesystem',
    name: `${name}-${playground}`,
    buildDependencies: { config: [__filename] },
  },
  ...(minimize === undefined ? {} : { optimization: { minimize } }),
});

const page = (chunk, template, filename = `${chunk}.html`) =>
  new HtmlPlugin({
    filename,
    chunks: [chunk],
    template: at(template),
    scriptLoading: 'blocking',
    inject: 'body',
    minify: false,
    templateParameters: {
      officeJsUrl,
      officeOrigin: playground ? "'self'" : new URL(OFFICE_JS).origin,
      graphOrigin: playground ? "'self'" : new URL(graphUrl).origin,
      acmeOrigin: playground || acmeDirectory === '' ? '' : new URL(acmeDirectory).origin,
      lookUpOrigins,
      policySources,
      // Where Graph's upload sessions are.
      uploadOrigin: largeMessages ? 'https://outlook.office.com' : '',
      relayOrigin: playground || revocationRelay === '' ? '' : new URL(revocationRelay).origin,
    },
  });

const outlookFolder = playground ? 'playground/addin' : 'outlook';

const outlookBase = base('outlook', outlookFolder);
const outlook = {
  ...outlookBase,
  entry: {
    'task-pane': at('addins/outlook/task-pane/index.tsx'),
    commands: at('addins/outlook/commands/index.ts'),
    'policy-editor': at('addins/policy-editor/index.tsx'),
  },
  // launch-event.js is the other configuration's: it must survive the cleaning of this one.
  output: { ...outlookBase.output, clean: { keep: /launch-event\.js$/ } },
  plugins: [
    ...outlookBase.plugins,
    page('task-pane', 'addins/outlook/task-pane/index.html'),
    page('commands', 'addins/outlook/commands/index.html'),
    page('policy-editor', 'addins/policy-editor/index.html'),
    new CopyPlugin({ patterns: [{ from: at('manifests/outlook/icons'), to: 'icons' }] }),
  ],
};

const launchBase = base('outlook-launch-event', outlookFolder, { target: 'es2016' });
/** Classic Outlook on Windows runs this one file without a page, a DOM or WebCrypto: ES2016 and no chunk. */
const outlookLaunchEvent = {
  ...launchBase,
  entry: { 'launch-event': at('addins/outlook/launch-event/index.ts') },
  output: { ...launchBase.output, clean: false },
};

const thunderbirdBase = base('thunderbird', 'thunderbird', { minimize: false });
const thunderbird = {
  ...thunderbirdBase,
  // Where chunks lie is said and not found out: a script in a message's document has no script element to look at.
  output: { ...thunderbirdBase.output, publicPath: '/' },
  entry: {
    background: at('addins/thunderbird/background/index.ts'),
    'compose-action': at('addins/thunderbird/compose-action/index.tsx'),
    'message-display': at('addins/thunderbird/message-display/index.ts'),
    'message-action': at('addins/thunderbird/message-display/action.tsx'),
    options: at('addins/thunderbird/options/index.tsx'),
    permanent: at('addins/thunderbird/permanent/index.tsx'),
    sending: at('addins/thunderbird/sending/index.tsx'),
  },
  plugins: [
    ...thunderbirdBase.plugins,
    page('compose-action', 'addins/thunderbird/compose-action/index.html'),
    page('message-action', 'addins/thunderbird/message-display/action.html'),
    page('options', 'addins/thunderbird/options/index.html'),
    page('permanent', 'addins/thunderbird/permanent/index.html'),
    page('sending', 'addins/thunderbird/sending/index.html'),
    new CopyPlugin({
      patterns: [
        { from: at('manifests/thunderbird') },
        { from: at('addins/thunderbird/experiment'), to: 'experiment', globOptions: { ignore: ['**/*.ts'] } },
      ],
    }),
  ],
};

const nodeBase = (name, folder) => {
  const web = base(name, folder, { minimize: false });
  return {
    ...web,
    target: 'node20',
    externalsPresets: { node: true },
    externals: [/^(smtp-server|imapflow|nodemailer|playwright-core|fflate)$/].map(
      (test) =>
        ({ request }, done) =>
          test.test(request) ? done(null, `commonjs ${request}`) : done(),
    ),
    output: { ...web.output, filename: '[name].cjs', publicPath: '' },
    node: { __dirname: false, __filename: false },
  };
};

const cli = {
  ...nodeBase('cli', 'cli'),
  entry: {
    inspect: at('addins/cli/inspect.ts'),
    worker: at('addins/cli/worker.ts'),
    policy: at('addins/cli/policy.ts'),
  },
};

/** A program for servers: everything in one file, to be copied alone. */
const relay = {
  ...nodeBase('relay', 'relay'),
  entry: { relay: at('addins/relay/relay.ts') },
};

const manifestsBase = nodeBase('outlook-manifests', 'outlook-manifests');
/** The generator of both manifests as a module for scripts/outlook-manifests.mjs. */
const outlookManifests = {
  ...manifestsBase,
  entry: { generate: at('manifests/outlook/generate.ts') },
  output: { ...manifestsBase.output, library: { type: 'commonjs2' } },
};

const playgroundServer = {
  ...nodeBase('playground-server', 'playground/server'),
  entry: { server: at('test/hosts/outlook/playground/server.ts') },
};

const playgroundPageBase = base('playground-page', 'playground/page');
const playgroundPage = {
  ...playgroundPageBase,
  entry: {
    index: at('test/hosts/outlook/playground/page/index.tsx'),
    'microsoft-ajax': at('test/hosts/outlook/host/microsoft-ajax.ts'),
    'shimmed-methods': at('test/hosts/outlook/host/shimmed-methods.ts'),
  },
  plugins: [...playgroundPageBase.plugins, page('index', 'test/hosts/outlook/playground/page/index.html')],
};

const thunderbirdStart = {
  ...nodeBase('thunderbird-start', 'thunderbird-start'),
  entry: { start: at('test/hosts/thunderbird/start.ts') },
};

const all = [
  outlook,
  outlookLaunchEvent,
  outlookManifests,
  thunderbird,
  cli,
  relay,
  playgroundServer,
  playgroundPage,
  thunderbirdStart,
];

module.exports = all;
