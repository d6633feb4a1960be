import type { DbOrTransaction } from '../db/client.ts';
import { readCalendar } from '../db/editions.ts';
import { readRulebook } from '../db/rulebook.ts';
import { ruledCasesAfter } from '../db/ruled-cases.ts';
import { type ClockMove, previewRules } from '../db/rules-preview.ts';
import type { Instant } from '../domain/instant.ts';
import { localTimeOf } from '../domain/local-time.ts';
import { openProposal } from '../domain/rulebook/decide.ts';
import { calendarInForce, editionsFor, goesBy } from '../domain/rulebook/in-force.ts';
import type { Rulebook } from '../domain/rulebook/rulebook.ts';
import { supposing } from '../domain/rulebook/supposing.ts';
import { hubNow } from '../temporal/cases.ts';
import type { Services } from './services.ts';

/** What other rules would do to open cases. */
export type RulesPreview = {
  readonly asOf: Instant;
  /** Open cases that were counted anew. */
  readonly cases: number;
  readonly moves: ClockMove[];
  /** Cases under editions that are not at hand. */
  readonly unknown: string[];
};

/**
 * What an open proposal would do to open cases if it were published now. Nothing is written.
 * @throws DomainError PROPOSAL_UNKNOWN, PROPOSAL_SETTLED; CALENDAR_EXHAUSTED as {@link previewUnder} does
 */
export async function previewOf(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  no: number,
): Promise<RulesPreview & { readonly proposal: number }> {
  const now = await hubNow(clock);
  return { proposal: no, ...(await previewUnder(db, ifAgreed(await readRulebook(db), no, now), now)) };
}

/**
 * What the rules of another rulebook would do to open cases. Its editions must be kept; nothing is written.
 * @throws DomainError CALENDAR_EXHAUSTED when a case lies outside the other calendar
 */
export async function previewUnder(
  db: DbOrTransaction,
  rulebook: Rulebook,
  now: Instant,
): Promise<RulesPreview> {
  const moves: ClockMove[] = [];
  const unknown: string[] = [];
  let cases = 0;
  for await (const page of previewRules(db, rulebook, now)) {
    cases += page.cases;
    moves.push(...page.moves);
    unknown.push(...page.unknown);
  }
  return { asOf: now, cases, moves, unknown };
}

/** The rulebook as it would be if this proposal were agreed now. */
function ifAgreed(rulebook: Rulebook, no: number, now: Instant): Rulebook {
  return supposing(rulebook, openProposal(rulebook, no).change, now);
}

const PAGE = 1_000;

/** How many open cases there are, and how many do not go by the rules in force yet. */
export async function publicationProgress({ db }: Pick<Services, 'db'>) {
  const rulebook = await readRulebook(db);
  const calendar = await readCalendar(db, calendarInForce(rulebook).sha256);
  let openCases = 0;
  let casesToTell = 0;
  let after: string | undefined;
  do {
    const page = await ruledCasesAfter(db, after, PAGE);
    for (const open of page) {
      const { date } = localTimeOf(open.ruledFrom, calendar);
      openCases += 1;
      if (!goesBy(open, editionsFor(rulebook, date))) casesToTell += 1;
    }
    after = page.length === PAGE ? page.at(-1)?.stream : undefined;
  } while (after !== undefined);
  return { isDone: casesToTell === 0, casesToTell, openCases };
}
