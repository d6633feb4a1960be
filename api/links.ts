import type { Services } from './services.ts';

export function contactLink(contactRef: string): string {
  return `/v1/contacts/${contactRef}`;
}

export function referralLink(referralRef: string): string {
  return `/v1/referrals/${referralRef}`;
}

export function requestLink(requestId: string): string {
  return `/v1/information-requests/${requestId}`;
}

export function personLink(personId: string): string {
  return `/v1/people/${personId}`;
}

export function clockLink(referralRef: string, clock: string): string {
  return `${referralLink(referralRef)}/clocks/${encodeURIComponent(clock)}`;
}

export function enquiryLink(enquiryRef: string): string {
  return `/v1/enquiries/${enquiryRef}`;
}

export function notificationLink(notificationRef: string): string {
  return `/v1/notifications/${notificationRef}`;
}

/** Everything about one family in one place. */
export function familyLink(contactRef: string): string {
  return `/v1/families/${contactRef}`;
}

/** Page of a case in the Temporal Web UI. */
export function temporalUiLink({ temporal, temporalUiUrl }: Services, workflowId: string): string {
  const base = temporalUiUrl.replace(/\/$/, '');
  return `${base}/namespaces/${temporal.options.namespace}/workflows/${encodeURIComponent(workflowId)}`;
}

export function editionLink(sha256: string): string {
  return `/v1/editions/${sha256}`;
}

export function proposalLink(no: number): string {
  return `/v1/rules/proposals/${no}`;
}

export function publicationLink(no: number): string {
  return `/v1/rules/publications/${no}`;
}
