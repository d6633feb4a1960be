import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Services } from '../../api/services.ts';
import { informationRequests, messages } from '../../db/schema.ts';
import { readEvents } from '../../db/streams.ts';
import type { Actor } from '../../domain/actor.ts';
import type { RequestCommand } from '../../domain/information-request/commands.ts';
import type { RequestEvent } from '../../domain/information-request/events.ts';
import { fold } from '../../domain/information-request/evolve.ts';
import type { InformationRequest } from '../../domain/information-request/state.ts';
import type { AgencyCheck, ReviewOutcome } from '../../domain/referral/agency-checks.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import { informationRequestStream } from '../../domain/streams.ts';
import type { Rag } from '../../domain/vocabulary.ts';
import type { CommandOutcome } from '../../temporal/cases.ts';
import { commandsFor, give, referralOf, untilReferral, words } from './cases.ts';
import { actor, socialWorker, teamManager } from './people.ts';

/** Somebody of the police who may answer what the police are asked. */
export const policeOfficer = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });

type Ask = Extract<ReferralCommand, { type: 'requestInformation' }>;

/** Asks an agency about a child whose family's knowledge a manager answers for. */
export async function ask(
  services: Services,
  referralRef: string,
  { rag = 'AMBER', ...overrides }: Partial<Ask> & { readonly rag?: Rag } = {},
): Promise<CommandOutcome> {
  const sealed = (text: string) => words(services, referralRef, text);
  const { rating, checksWithoutKnowledge } = await referralOf(services, referralRef);
  if (rating?.rag !== rag)
    await give(services, referralRef, await commandsFor(services, referralRef).rate(rag));
  if (checksWithoutKnowledge === undefined) {
    const reason = await sealed('Ambrosia could not be reached.');
    await give(services, referralRef, { type: 'authoriseWithoutKnowledge', reason }, { actor: teamManager });
  }
  return give(
    services,
    referralRef,
    {
      type: 'requestInformation',
      agency: 'POLICE',
      questions: await sealed('Has Quillon been reported missing?'),
      disclosed: ['NAMES', 'DATE_OF_BIRTH'],
      basis: 'PUBLIC_TASK',
      necessity: await sealed('Quillon may be at risk.'),
      critical: false,
      ...overrides,
    },
    { actor: socialWorker },
  );
}

/** Gives a command to the workflow of a request, by the agency unless told otherwise. */
export function giveRequest(
  { cases }: Services,
  requestId: string,
  command: RequestCommand,
  by: { readonly actor?: Actor; readonly updateId?: string } = {},
): Promise<CommandOutcome> {
  const { actor: who = policeOfficer, updateId = randomUUID() } = by;
  const workflowId = informationRequestStream(requestId);
  const envelope = { command, actor: who };
  return cases.command({ workflowId, action: command.type, envelope, updateId }, 20_000);
}

type Answer = Extract<RequestCommand, { type: 'giveAnswer' }>;

/** What a manager says of a late answer. */
export async function reviewed(
  services: Services,
  referralRef: string,
  requestId: string,
  outcome: ReviewOutcome,
): Promise<ReferralCommand> {
  const rationale = await words(services, referralRef, 'Weighed against what was known.');
  return { type: 'reviewLateAnswer', requestId, answerNo: 1, outcome, rationale };
}

/** A full answer by the agency itself that nothing is known, unless it says otherwise. */
export function answer(overrides: Partial<Answer> = {}): Answer {
  return { type: 'giveAnswer', answer: 'NOTHING_KNOWN', partial: false, route: 'API', ...overrides };
}

export function requestEvents({ db }: Services, requestId: string): Promise<RequestEvent[]> {
  return readEvents<RequestEvent>(db, informationRequestStream(requestId));
}

/** The request as the ledger tells it now. */
export async function requestOf(services: Services, requestId: string): Promise<InformationRequest> {
  const request = fold(await requestEvents(services, requestId));
  if (request === undefined) throw new Error(`request ${requestId} is not in the ledger`);
  return request;
}

/** Waits until the ledger of a request satisfies `holds`. */
export async function untilRequest(
  services: Services,
  requestId: string,
  holds: (request: InformationRequest) => boolean,
): Promise<InformationRequest> {
  for (const deadlineMs = Date.now() + 15_000; ; await sleep(20)) {
    const request = fold(await requestEvents(services, requestId));
    if (request !== undefined && holds(request)) return request;
    if (Date.now() > deadlineMs) throw new Error(`request ${requestId} stayed ${JSON.stringify(request)}`);
  }
}

/** The last check of a referral with an agency, once it satisfies `holds`. */
export async function untilCheck(
  services: Services,
  referralRef: string,
  holds: (check: AgencyCheck) => boolean,
  agency = 'POLICE',
): Promise<AgencyCheck> {
  const last = (checks: readonly AgencyCheck[] = []) => checks.findLast((check) => check.agency === agency);
  const referral = await untilReferral(services, referralRef, ({ agencyChecks }) => {
    const check = last(agencyChecks);
    return check !== undefined && holds(check);
  });
  const check = last(referral.agencyChecks);
  if (check === undefined) throw new Error(`referral ${referralRef} has no check with ${agency}`);
  return check;
}

/** Asks the police and waits until the agency has its request; gives the request's id. */
export async function asked(
  services: Services,
  referralRef: string,
  overrides: Partial<Ask> & { readonly rag?: Rag } = {},
): Promise<string> {
  const outcome = await ask(services, referralRef, overrides);
  if (outcome.kind !== 'RECORDED') throw new Error(`asking was ${JSON.stringify(outcome)}`);
  const { requestId } = await untilCheck(
    services,
    referralRef,
    ({ openedAt }) => openedAt !== undefined,
    overrides.agency,
  );
  await untilRequest(services, requestId, ({ sent }) => sent.includes('AGENCY_REQUEST'));
  return requestId;
}

/** What agencies were sent about a contact, in the order of sending. */
export async function sentTo({ db }: Services, contactRef: string): Promise<string[]> {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.contactRef, contactRef))
    .orderBy(messages.sentAt);
  return rows.filter(({ template }) => template.startsWith('AGENCY_')).map(({ template }) => template);
}

export async function requestRow({ db }: Services, requestId: string) {
  const [row] = await db
    .select()
    .from(informationRequests)
    .where(eq(informationRequests.requestId, requestId));
  return row;
}
