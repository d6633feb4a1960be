import type { Db } from '../db/client.ts';
import { deciderOf } from '../db/disputed-decisions.ts';
import { keepFollowOn, readFollowOn } from '../db/follow-ons.ts';
import { reviveReferral } from '../db/revivals.ts';
import { readEvents, readStream } from '../db/streams.ts';
import type { CaseToOpen, CaseToTell, DeliveryResult } from '../domain/case.ts';
import type { Opening } from '../domain/follow-on/openings.ts';
import { isEnded } from '../domain/follow-on/state.ts';
import type { WordBetweenCases } from '../domain/follow-on/words-between.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { isClosed } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import { FOLLOW_ON_WORKFLOWS } from '../workflows/contract.ts';
import { startOwedCase } from './case-starts.ts';
import { sayToCase } from './say-to-case.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/** Begins a case, or has the one that is open take the further child or ground on; answers its id. */
export async function openCase(
  { db, cases, clock }: Dependencies,
  { opening: asked }: CaseToOpen,
  at: Instant,
): Promise<DeliveryResult> {
  const opening = await withDecider(db, asked);
  const workflowType = FOLLOW_ON_WORKFLOWS[opening.kind];
  const { caseId, stream, isToJoin } = await db.transaction((tx) =>
    keepFollowOn(tx, opening, { now: at, workflowType }),
  );
  await startOwedCase({ db, cases, clock }, stream);
  if (isToJoin) {
    const command: WordBetweenCases = { type: 'noteOpening', opening };
    const outcome = await sayToCase({ db, cases }, stream, command, opening.key);
    // One that ended in this moment takes nothing on: the next try begins a case of its own.
    if (outcome.kind !== 'RECORDED')
      throw new Error(`${stream} has not taken the opening on: ${outcome.kind}`);
  }
  return { caseId, isTaken: true };
}

/** A case that disputes a decision of its referral does not know who made it; whoever did does not judge the dispute. */
async function withDecider(db: Db, opening: Opening): Promise<Opening> {
  if (opening.kind !== 'DISPUTE' || opening.decidedBy !== undefined) return opening;
  const { decisionNo, referralRefs } = opening;
  const decidedBy = decisionNo === undefined ? undefined : await deciderOf(db, referralRefs[0], decisionNo);
  return decidedBy === undefined ? opening : { ...opening, decidedBy };
}

/**
 * Tells another case something; answers whether it took it. A closed referral that has to decide anew runs again for
 * that.
 * @throws Error when nobody answered, or a case that is open does not run: the key makes it safe to say it again
 */
export async function tellCase(
  dependencies: Dependencies,
  { to, command, key }: CaseToTell,
  at: Instant,
): Promise<DeliveryResult> {
  const { db } = dependencies;
  await startOwedCase(dependencies, to);
  const outcome = await sayToCase(dependencies, to, command, key);
  switch (outcome.kind) {
    case 'RECORDED':
      return { isTaken: true };
    case 'REFUSED':
      return { isTaken: false };
    case 'PENDING':
      throw new Error(`${to} has not answered ${command.type}`);
    case 'NOT_RUNNING': {
      if (await isOnRecord(db, to, key)) return { isTaken: true };
      if (!(await hasClosed(db, to))) throw new Error(`${to} is open in the ledger and does not run`);
      if (!callsForDecision(command) || !to.startsWith(referralStream(''))) return { isTaken: false };
      await db.transaction((tx) => reviveReferral(tx, to.slice(referralStream('').length), at));
      await startOwedCase(dependencies, to);
      throw new Error(`${to} runs again and is told in a moment`);
    }
  }
}

/** News after which somebody has to decide anew, so that a closed referral must not miss it. */
function callsForDecision(command: WordBetweenCases): boolean {
  if (command.type !== 'noteNews') return false;
  const isUpheld = command.outcome === 'UPHELD' || command.outcome === 'PARTLY';
  return command.news === 'RETURNED' || (command.kind === 'DISPUTE' && isUpheld);
}

async function isOnRecord(db: Db, stream: string, commandId: string): Promise<boolean> {
  return (await readStream(db, stream)).some((row) => row.commandId === commandId);
}

async function hasClosed(db: Db, stream: string): Promise<boolean> {
  if (!stream.startsWith(referralStream(''))) {
    const state = await readFollowOn(db, stream);
    return state !== undefined && isEnded(state);
  }
  const referral = fold(await readEvents<ReferralEvent>(db, stream));
  return referral !== undefined && isClosed(referral);
}
