import { heartbeat } from '@temporalio/activity';
import type { Db } from '../db/client.ts';
import { finishRun, recordViolations, stuckOwed, type Violation } from '../db/invariants.ts';
import { openAmong, type OpenCase, openCasesAfter, readStreams, unstarted } from '../db/open-cases.ts';
import { isCounting } from '../domain/clock.ts';
import { type AnyEvent, fold as foldFollowOn, standingOfFollowOn } from '../domain/follow-on/run.ts';
import { isEnded as isFollowOnEnded } from '../domain/follow-on/state.ts';
import { followOnOf } from '../domain/follow-on/stream.ts';
import type { RequestEvent } from '../domain/information-request/events.ts';
import { fold as foldRequest } from '../domain/information-request/evolve.ts';
import { standingOfRequest } from '../domain/information-request/owner-invariant.ts';
import { isEnded } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';
import { brokenRules, type CaseStanding } from '../domain/invariant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { standingOf } from '../domain/referral/owner-invariant.ts';
import { isClosed, type Referral } from '../domain/referral/state.ts';
import { informationRequestStream } from '../domain/streams.ts';
import { type Cases, hubNow, type HubClock } from '../temporal/cases.ts';
import { brokenBetween } from './family-checks.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/** Where a run stands: when it began, and the stream up to which it has come. */
export type InvariantCursor = { readonly runAt?: Instant; readonly after?: string };

export type InvariantPage = {
  readonly runAt: Instant;
  readonly checked: number;
  /** Last case of this page; absent when there are no more. */
  readonly last?: string;
};

const PAGE = 500;

/**
 * Holds the next open cases to the rules, each as the ledger tells it, and keeps what it finds. Doing it again finds the
 * same.
 */
export async function checkOpenCases(
  { db, cases, clock }: Dependencies,
  { runAt: begun, after }: InvariantCursor,
): Promise<InvariantPage> {
  const runAt = begun ?? (await hubNow(clock));
  const page = await openCasesAfter(db, after, PAGE);
  const streams = page.map(({ stream }) => stream);
  const events = await readStreams(db, streams);
  const found = [...brokenByState(page, events), ...(await brokenBetween(db, { page, events, now: runAt }))];
  heartbeat();
  const unattended = await cases.unattended(streams);
  heartbeat();
  const notRunning = page.filter(({ stream }) => unattended.has(stream));
  await recordViolations(db, [...found, ...(await withoutWorkflow(db, notRunning))], runAt);
  const last = page.length < PAGE ? undefined : page.at(-1)?.stream;
  return { runAt, checked: page.length, ...(last !== undefined && { last }) };
}

function brokenByState(
  page: readonly OpenCase[],
  events: ReadonlyMap<string, readonly DomainEvent[]>,
): Violation[] {
  return page.flatMap(({ stream, localAuthority }) => {
    const standing = standingIn(stream, events.get(stream) ?? []);
    return standing === undefined
      ? []
      : brokenRules(standing).map((rule) => ({ stream, rule, localAuthority }));
  });
}

/** Undefined for a case that has closed meanwhile, or has only words left to say. */
function standingIn(stream: string, events: readonly DomainEvent[]): CaseStanding | undefined {
  if (stream.startsWith(informationRequestStream(''))) {
    const request = foldRequest(events as readonly RequestEvent[]);
    return request === undefined || isEnded(request) ? undefined : standingOfRequest(request);
  }
  if (followOnOf(stream) !== undefined) {
    const state = foldFollowOn(events as readonly AnyEvent[]);
    return state === undefined || isFollowOnEnded(state) ? undefined : standingOfFollowOn(state);
  }
  const referral = fold(events as readonly ReferralEvent[]);
  return referral === undefined || isOver(referral) ? undefined : standingOf(referral);
}

/** Nothing is left of it, not even a late answer to be reviewed. */
function isOver(referral: Referral): boolean {
  return isClosed(referral) && !referral.clocks.some(isCounting);
}

/** Asked again, because a case may have closed since the page was read; one whose start is owed has yet to begin. */
async function withoutWorkflow(db: Db, notRunning: readonly OpenCase[]): Promise<Violation[]> {
  const streams = notRunning.map(({ stream }) => stream);
  const [stillOpen, owed] = [await openAmong(db, streams), await unstarted(db, streams)];
  return notRunning
    .filter(({ stream }) => stillOpen.has(stream) && !owed.has(stream))
    .map(({ stream, localAuthority }) => ({ stream, rule: 'WORKFLOW_RUNS', localAuthority }));
}

/** Adds what has been owed for too long, clears what this run found no more, and answers how many are left. */
export async function finishInvariantRun(
  { db, clock }: Dependencies,
  { runAt, checked }: { readonly runAt: Instant; readonly checked: number },
): Promise<number> {
  const now = await hubNow(clock);
  await recordViolations(db, await stuckOwed(db, now), runAt);
  return finishRun(db, { runAt, now, checked });
}
