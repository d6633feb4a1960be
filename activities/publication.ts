import { heartbeat } from '@temporalio/activity';
import type { Db } from '../db/client.ts';
import { rulesForCase, rulesUnder } from '../db/hub-rules.ts';
import { openReferralsAfter } from '../db/open-referrals.ts';
import { readRulebook } from '../db/rulebook.ts';
import { goesBy } from '../domain/rulebook/in-force.ts';
import { referralStream } from '../domain/streams.ts';
import type { Cases } from '../temporal/cases.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases };

export type PublicationPage = {
  /** Cases that have the rules now and had others before. */
  readonly adopted: number;
  /** Cases that could not be told: not started yet, or nobody to run them. */
  readonly waiting: number;
  /** Last referral of this page; absent when there are no more. */
  readonly last?: string;
};

const PAGE = 200;
/** Cases told at once: enough to keep a worker busy, few enough to leave room for people's commands. */
const AT_ONCE = 16;
// Well under the heartbeat: a case that does not answer must not look like a worker that died.
const WAIT_MS = 5_000;

/**
 * Tells the next open cases the rules in force, those that do not go by them yet. Cases that have ended meanwhile keep
 * theirs.
 */
export async function bringRulesToCases(
  { db, cases }: Dependencies,
  after: string | undefined,
): Promise<PublicationPage> {
  const rulebook = await readRulebook(db);
  const page = await openReferralsAfter(db, after, PAGE);
  let adopted = 0;
  let waiting = 0;
  const rest = page.values();
  const tellNext = async () => {
    for (const referral of rest) {
      const rules = await rulesUnder(db, rulebook, referral.receivedAt);
      if (goesBy(referral, rules)) continue;
      const outcome = await cases.adoptRules(
        referralStream(referral.referralRef),
        rulesForCase(rules, referral.receivedAt),
        WAIT_MS,
      );
      if (outcome.kind === 'RECORDED') adopted += 1;
      if (outcome.kind === 'PENDING' || outcome.kind === 'NOT_RUNNING') waiting += 1;
      heartbeat(referral.referralRef);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellNext));
  const last = page.length < PAGE ? undefined : page.at(-1)?.referralRef;
  return { adopted, waiting, ...(last !== undefined && { last }) };
}
