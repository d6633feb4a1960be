/**
 * A pointer to words a person wrote. The words stay in Postgres; cases, histories and the ledger carry only this.
 * `digest` is SHA-256 over a random salt and the words, so it proves them without revealing them.
 */
export type SealedText = { readonly id: string; readonly digest: string };
