/** Constants that webpack puts in place (webpack.config.js). */

/** Where the production build is served, without a slash at the end. */
declare const __PUBLIC_URL__: string;
/** Microsoft Graph, or the playground's stand-in for it, without a slash at the end. */
declare const __GRAPH_URL__: string;
/** The script that gives the global `Office`. */
declare const __OFFICE_JS_URL__: string;
/** Application id for sign-in; empty where the build has none. */
declare const __CLIENT_ID__: string;
/** An https address that asks about revocation for the add-in (docs/revocation.md); empty where there is none. */
declare const __REVOCATION_RELAY__: string;
/** What the organisation sets about the protection of keys; undefined: the user decides. */
declare const __KEY_POLICY__: unknown;
/** What the organisation sets about looking for certificates (docs/finding-certificates.md). */
declare const __LOOK_UP_POLICY__: unknown;
/** Directory of the certification authority that issues by ACME (docs/getting-a-certificate.md); empty where there is none. */
declare const __ACME_DIRECTORY__: string;
/** What the organisation's policy wants of drafts (docs/policy.md); undefined where there is none. */
declare const __OUTLOOK_POLICY__: unknown;
/** The experiment with messages over 4 MB is wanted (docs/administrators.md). */
declare const __LARGE_MESSAGES__: boolean;
/** The add-in runs in the local playground: its own sign-in, its own trust anchors. */
declare const __PLAYGROUND__: boolean;

declare module '*.css';
