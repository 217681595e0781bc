/**
 * Gives access tokens for Graph. Rejects with `host`: subject `sign-in` where the user is not signed in, `not-allowed`
 * where the organisation does not let the add-in have one.
 */
export interface TokenProvider {
  /** `renew`: the last token was refused; a new one is needed. */
  token(options?: { readonly renew: boolean }): Promise<string>;
}
