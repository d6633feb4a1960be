import type { Db } from '../db/client.ts';
import { keepRequest } from '../db/information-requests.ts';
import { readEvents } from '../db/streams.ts';
import type { DeliveryResult, RequestHaste, RequestNews, RequestStart, RequestStop } from '../domain/case.ts';
import type { RequestCommand } from '../domain/information-request/commands.ts';
import type { Instant } from '../domain/instant.ts';
import type { AgencyCheckCommand } from '../domain/referral/agency-checks.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { informationRequestStream, referralStream } from '../domain/streams.ts';
import type { Cases, CommandOutcome, HubClock } from '../temporal/cases.ts';
import { REQUEST_WORKFLOW } from '../workflows/contract.ts';
import { startOwedCase } from './case-starts.ts';
import { sayToCase } from './say-to-case.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/**
 * Begins a request to an agency, or has the one under way take the child on; answers its id.
 * @throws Error when it was not recorded, for whatever reason: the key makes it safe to say it again
 */
export async function askAgency(
  { db, cases, clock }: Dependencies,
  asked: RequestStart,
  at: Instant,
): Promise<DeliveryResult> {
  const { requestId, toAdd } = await db.transaction((tx) =>
    keepRequest(tx, asked, { now: at, workflowType: REQUEST_WORKFLOW }),
  );
  const workflowId = informationRequestStream(requestId);
  await startOwedCase({ db, cases, clock }, workflowId);
  if (toAdd !== undefined) {
    const command = { type: 'addChild', ...toAdd } as const;
    const outcome = await sayToCase({ db, cases }, workflowId, command, asked.key);
    if (outcome.kind !== 'RECORDED') throw notRecorded(workflowId, command, outcome);
  }
  return { requestId };
}

/** Has a request know that a child is rated higher; too late where the agency has answered, or the request has ended. */
export async function hasten(
  dependencies: Pick<Dependencies, 'db' | 'cases'>,
  { requestId, referralRef, rag, key }: RequestHaste,
): Promise<DeliveryResult> {
  return tellUnlessEnded(dependencies, requestId, { type: 'hasten', referralRef, rag }, key);
}

/** Has a request go on without a child; too late where the agency has answered, or the request has ended. */
export async function stopAsking(
  dependencies: Pick<Dependencies, 'db' | 'cases'>,
  { requestId, referralRef, key }: RequestStop,
): Promise<DeliveryResult> {
  return tellUnlessEnded(dependencies, requestId, { type: 'removeChild', referralRef }, key);
}

/** @throws Error when nobody has answered yet; a request that refuses, or has ended, has no use for it */
async function tellUnlessEnded(
  dependencies: Pick<Dependencies, 'db' | 'cases'>,
  requestId: string,
  command: RequestCommand,
  key: string,
): Promise<DeliveryResult> {
  const workflowId = informationRequestStream(requestId);
  const outcome = await sayToCase(dependencies, workflowId, command, key);
  if (outcome.kind === 'PENDING') throw notRecorded(workflowId, command, outcome);
  return { isTaken: outcome.kind === 'RECORDED' };
}

/**
 * Tells one referral what its request has come to; asked again until the referral has written it down. One whose run is
 * over, and which has no more to hear of this request, is told nothing: it asked no longer while the news was under way.
 */
export async function tellReferral(
  { db, cases }: Pick<Dependencies, 'db' | 'cases'>,
  news: RequestNews,
): Promise<void> {
  const stream = referralStream(news.referralRef);
  const command = commandOf(news);
  const outcome = await sayToCase({ db, cases }, stream, command, news.key);
  if (outcome.kind === 'RECORDED') return;
  if (outcome.kind === 'NOT_RUNNING' && (await hasEnded(db, news))) return;
  throw notRecorded(stream, command, outcome);
}

/** Whether the referral has on record that nothing more comes of the request. */
async function hasEnded(db: Db, { referralRef, requestId }: RequestNews): Promise<boolean> {
  const referral = fold(await readEvents<ReferralEvent>(db, referralStream(referralRef)));
  const check = referral?.agencyChecks?.find((one) => one.requestId === requestId);
  return check?.endedAt !== undefined;
}

function commandOf(news: RequestNews): AgencyCheckCommand {
  const { requestId } = news;
  if (news.message === 'END_TO_NOTE') return { type: 'noteRequestEnded', requestId, end: news.end };
  const { answerNo, answer, partial, answeredAt, corrects } = news;
  return {
    type: 'noteAnswer',
    requestId,
    answerNo,
    answer,
    partial,
    answeredAt,
    ...(corrects !== undefined && { corrects }),
  };
}

type Command = AgencyCheckCommand | RequestCommand;

function notRecorded(workflowId: string, { type }: Command, outcome: CommandOutcome): Error {
  const why = outcome.kind === 'REFUSED' ? outcome.refusal.code : outcome.kind;
  return new Error(`${workflowId} has not recorded ${type}: ${why}`);
}
