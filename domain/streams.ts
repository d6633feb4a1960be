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

/** The stream that tells what was said of two person records, in the order of their references. */
export function personMatchStream([first, second]: readonly [string, string]): string {
  return `person-match:${first}~${second}`;
}

/** The stream of a request for advice in the ledger. */
export function enquiryStream(enquiryRef: string): string {
  return `enquiry:${enquiryRef}`;
}

/** The stream of a notification in the ledger. */
export function notificationStream(notificationRef: string): string {
  return `notification:${notificationRef}`;
}

/** The stream of the hub's rulebook in the ledger. */
export const RULEBOOK_STREAM = 'rulebook:hub';

/** The workflow that brings one publication to open cases. */
export function publicationWorkflow(publication: number): string {
  return `publication:${publication}`;
}
