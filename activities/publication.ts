import { heartbeat } from '@temporalio/activity';
import type { Db } from '../db/client.ts';
import { readRulebook } from '../db/rulebook.ts';
import { ruledCasesAfter } from '../db/ruled-cases.ts';
import { rulesOfCaseUnder } from '../db/rules-of-cases.ts';
import { goesBy } from '../domain/rulebook/in-force.ts';
import type { Cases } from '../temporal/cases.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases };

export type PublicationPage = {
  /** Cases that have the rules now and had others before. */
  readonly adopted: number;
  /** Cases that could not be told: not started yet, or nobody to run them. */
  readonly waiting: number;
  /** Stream of the last case of this page; absent when there are no more. */
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
  const page = await ruledCasesAfter(db, resumed(after), PAGE);
  let adopted = 0;
  let waiting = 0;
  const rest = page.values();
  const tellNext = async () => {
    for (const open of rest) {
      const rules = await rulesOfCaseUnder(db, rulebook, open);
      if (goesBy(open, rules)) continue;
      const outcome = await cases.adoptRules(open.stream, rules, WAIT_MS);
      if (outcome.kind === 'RECORDED') adopted += 1;
      if (outcome.kind === 'PENDING' || outcome.kind === 'NOT_RUNNING') waiting += 1;
      heartbeat(open.stream);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellNext));
  const last = page.length < PAGE ? undefined : page.at(-1)?.stream;
  return { adopted, waiting, ...(last !== undefined && { last }) };
}

/**
 * Where a round goes on. One that was under way when only referrals were told names a referral by its reference; it
 * begins anew, and passes over those that were told.
 */
function resumed(after: string | undefined): string | undefined {
  return after?.includes(':') === true ? after : undefined;
}
