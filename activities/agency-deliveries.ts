import { eq } from 'drizzle-orm';
import { answerToken, type LinkKeys } from '../db/answer-tokens.ts';
import { ensureLink, revokeLink } from '../db/answer-links.ts';
import type { Db } from '../db/client.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { informationRequests } from '../db/schema.ts';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import type { AgencyDelivery } from '../domain/case.ts';
import type { Instant } from '../domain/instant.ts';
import { dueWords } from '../domain/words.ts';
import type { Agencies, Agency } from '../policy/agencies.ts';
import { agencyWords } from './agency-wording.ts';
import { bounced, type Messenger } from './messenger.ts';

/** How agencies are reached. */
export type AgencyReach = {
  readonly agencies: Agencies;
  readonly answerLinks: { readonly keys: LinkKeys; readonly lastDays: number; readonly publicUrl: string };
};

/**
 * Writes and sends what a request owes its agency. The link in it is made here: a message tried again, and every
 * later one about the request, carries the same. What the request is about is read behind the link, not in the mail.
 */
export async function deliverToAgency(
  { db, messenger, agencies, answerLinks }: AgencyReach & { readonly db: Db; readonly messenger: Messenger },
  { key, contactRef, requestId, agency: code, message }: AgencyDelivery,
  sentAt: Instant,
): Promise<void> {
  const agency = agencies.get(code);
  if (agency === undefined) throw bounced(`The hub knows no agency ${code}`);
  const body =
    message === 'AGENCY_NOT_NEEDED'
      ? await withoutLink(db, { requestId, contactRef, now: sentAt })
      : agencyWords(message, { contactRef, ...(await answering({ db, answerLinks }, requestId, sentAt)) });
  await messenger.send({
    key,
    contactRef,
    template: message,
    recipient: addressOf(agency, message),
    body,
    sentAt,
  });
}

function addressOf({ mailbox, safeguardingLead }: Agency, message: AgencyDelivery['message']): string {
  return message === 'AGENCY_LEAD_TOLD' ? safeguardingLead : mailbox;
}

async function answering(
  { db, answerLinks }: { readonly db: Db } & Pick<AgencyReach, 'answerLinks'>,
  requestId: string,
  now: Instant,
) {
  const { keys, lastDays, publicUrl } = answerLinks;
  const link = await ensureLink(db, { requestId, now, lastsDays: lastDays, by: SYSTEM_ACTOR.userId });
  const [request] = await db
    .select({ dueAt: informationRequests.dueAt })
    .from(informationRequests)
    .where(eq(informationRequests.requestId, requestId));
  if (request === undefined) throw new Error(`request ${requestId} is not among the requests`);
  const { calendar } = await rulesAt(db, now);
  return {
    due: dueWords(request.dueAt, calendar),
    link: new URL(`/answer/${answerToken(keys, link.id)}`, publicUrl).href,
  };
}

async function withoutLink(
  db: Db,
  {
    requestId,
    contactRef,
    now,
  }: { readonly requestId: string; readonly contactRef: string; readonly now: Instant },
): Promise<string> {
  await revokeLink(db, { requestId, now, by: SYSTEM_ACTOR.userId });
  return agencyWords('AGENCY_NOT_NEEDED', { contactRef });
}
