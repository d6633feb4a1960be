import type { Db } from '../db/client.ts';
import { keepRequest } from '../db/information-requests.ts';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import type { CommandEnvelope, DeliveryResult, RequestNews, RequestStart } from '../domain/case.ts';
import type { RequestCommand } from '../domain/information-request/commands.ts';
import type { Instant } from '../domain/instant.ts';
import type { AgencyCheckCommand } from '../domain/referral/agency-checks.ts';
import { informationRequestStream, referralStream } from '../domain/streams.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import { REQUEST_WORKFLOW } from '../workflows/contract.ts';
import { startOwedCase } from './case-starts.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/** Under the time an activity has, so that a case that does not answer is asked again by the next try. */
const WAIT_MS = 5_000;

/** Begins a request to an agency, or has the one under way take the child on; answers its id. */
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
    await tell(cases, workflowId, { type: 'addChild', ...toAdd }, asked.key);
  }
  return { requestId };
}

/** Tells one referral what its request has come to; asked again until the referral has written it down. */
export async function tellReferral({ cases }: Pick<Dependencies, 'cases'>, news: RequestNews): Promise<void> {
  await tell(cases, referralStream(news.referralRef), commandOf(news), news.key);
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

/** @throws Error when it was not recorded, for whatever reason: the key makes it safe to say it again */
async function tell(
  cases: Cases,
  workflowId: string,
  command: AgencyCheckCommand | RequestCommand,
  key: string,
): Promise<void> {
  const envelope: CommandEnvelope<unknown> = { command, actor: SYSTEM_ACTOR };
  const outcome = await cases.command({ workflowId, action: command.type, envelope, updateId: key }, WAIT_MS);
  if (outcome.kind === 'RECORDED') return;
  const why = outcome.kind === 'REFUSED' ? outcome.refusal.code : outcome.kind;
  throw new Error(`${workflowId} has not recorded ${command.type}: ${why}`);
}
