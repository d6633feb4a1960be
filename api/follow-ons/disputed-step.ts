import { eq } from 'drizzle-orm';
import type { DbOrTransaction } from '../../db/client.ts';
import { deciderOf } from '../../db/disputed-decisions.ts';
import { readFollowOn } from '../../db/follow-ons.ts';
import { followOns } from '../../db/schema.ts';
import { readEvents } from '../../db/streams.ts';
import type { DisputeOpening, DisputeSubject } from '../../domain/dispute/opening.ts';
import { lastDecider } from '../../domain/follow-on/decider.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import { latestDecision } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';

/** What is disputed: a step of a case, about a child, and who took it. */
export type DisputedStep = Pick<DisputeOpening, 'about' | 'decisionNo' | 'decidedBy'> & {
  readonly referralRef: string;
};

type Named = {
  readonly referralRef?: string;
  readonly caseId?: string;
  readonly subject: DisputeSubject;
};

/** What somebody disputes who names a referral or a case; undefined when there is none of that name, or it is a dispute. */
export async function disputedStep(
  db: DbOrTransaction,
  { referralRef, caseId, subject }: Named,
): Promise<DisputedStep | undefined> {
  if (referralRef !== undefined) return stepOfReferral(db, referralRef);
  const [row] = await db
    .select({ stream: followOns.stream })
    .from(followOns)
    .where(eq(followOns.caseId, caseId ?? ''));
  const state = row && (await readFollowOn(db, row.stream));
  if (row === undefined || state === undefined || state.kind === 'DISPUTE') return undefined;
  const [first] = state.referralRefs;
  return { about: row.stream, referralRef: first, ...(await stepOfCase(db, state, subject)) };
}

async function stepOfReferral(db: DbOrTransaction, referralRef: string): Promise<DisputedStep | undefined> {
  const about = referralStream(referralRef);
  const referral = fold(await readEvents<ReferralEvent>(db, about));
  if (referral === undefined) return undefined;
  const decision = latestDecision(referral);
  const made = decision && { decisionNo: decision.no, decidedBy: decision.decidedBy };
  return { about, referralRef, ...made };
}

/** At a hand-over the threshold is that of the decision it follows; any other step of a case is the case's own. */
async function stepOfCase(
  db: DbOrTransaction,
  state: FollowOn,
  subject: DisputeSubject,
): Promise<Pick<DisputedStep, 'decisionNo' | 'decidedBy'>> {
  const decisionNo = 'decisionNo' in state ? state.decisionNo : undefined;
  const isOfDecision = subject === 'THRESHOLD' && decisionNo !== undefined;
  const decidedBy = isOfDecision
    ? await deciderOf(db, state.referralRefs[0], decisionNo)
    : lastDecider(state);
  return { ...(isOfDecision && { decisionNo }), ...(decidedBy !== undefined && { decidedBy }) };
}
