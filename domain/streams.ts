/** The stream of a referral in the ledger; also its workflow id. */
export function referralStream(referralRef: string): string {
  return `referral:${referralRef}`;
}

/** The stream of an information request in the ledger; also its workflow id. */
export function informationRequestStream(requestId: string): string {
  return `information-request:${requestId}`;
}

/** The stream of a contact in the ledger. */
export function contactStream(contactRef: string): string {
  return `contact:${contactRef}`;
}

/** The stream of the hub's rulebook in the ledger. */
export const RULEBOOK_STREAM = 'rulebook:hub';

/** The workflow that brings one publication to open cases. */
export function publicationWorkflow(publication: number): string {
  return `publication:${publication}`;
}
