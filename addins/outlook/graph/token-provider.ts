/** Gives access tokens for Graph. Rejects with `host` and subject `sign-in` where the user is not signed in. */
export interface TokenProvider {
  /** `renew`: the last token was refused; a new one is needed. */
  token(options?: { readonly renew: boolean }): Promise<string>;
}
