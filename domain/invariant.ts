import type { Clock } from './clock.ts';
import { isCounting } from './clock.ts';

/**
 * What must hold of every open case, at every instant; a case of its own kind is held to the first three. The last two
 * are about the cases of a family: what one owes another, and that each that is named is there.
 */
export const INVARIANT_RULES = [
  'ONE_OWNER',
  'CLOCK_RUNS',
  'NEXT_ACTION',
  'WORKFLOW_RUNS',
  'START_IN_TIME',
  'COMMAND_IN_TIME',
  'WORD_IN_TIME',
  'CASE_LINKED',
] as const;
export type InvariantRule = (typeof INVARIANT_RULES)[number];

/** The rules that a case answers for by its own state. */
export type CaseRule = Extract<InvariantRule, 'ONE_OWNER' | 'CLOCK_RUNS' | 'NEXT_ACTION'>;

/** Why no clock of an open case counts; there is no other reason. */
export const NO_CLOCK_REASONS = ['STANDS_STILL', 'NO_LIMIT_SET'] as const;
export type NoClockReason = (typeof NO_CLOCK_REASONS)[number];

/** What an open case says of itself; absent is what it has no answer to. */
export type CaseStanding = {
  /** Who answers for it now: one, named by its team. */
  readonly owners: readonly string[];
  readonly clocks: readonly Clock[];
  readonly whyNoClock?: NoClockReason;
  /** What is to be done next, or what is waited for. */
  readonly next?: string;
};

/** The rules an open case breaks, in their order. */
export function brokenRules({ owners, clocks, whyNoClock, next }: CaseStanding): CaseRule[] {
  const broken: CaseRule[] = [];
  if (owners.length !== 1 || owners[0] === '') broken.push('ONE_OWNER');
  if (!clocks.some(isCounting) && whyNoClock === undefined) broken.push('CLOCK_RUNS');
  if (!next) broken.push('NEXT_ACTION');
  return broken;
}

/** What each broken rule means, and what puts it right, for everyone who reads it. */
export const INVARIANT_WORDS: Readonly<
  Record<InvariantRule, { readonly broken: string; readonly cure: string }>
> = {
  ONE_OWNER: {
    broken: 'Not exactly one team answers for this case',
    cure: 'A team manager takes it on today and records a decision. Tell whoever looks after the service: this is a fault.',
  },
  CLOCK_RUNS: {
    broken: 'No clock runs, and there is no reason for that',
    cure: 'A team manager looks at the case today and takes its next step. Tell whoever looks after the service: this is a fault.',
  },
  NEXT_ACTION: {
    broken: 'Nobody has a next step',
    cure: 'A team manager opens the case and decides what is next. Tell whoever looks after the service: this is a fault.',
  },
  WORKFLOW_RUNS: {
    broken: 'The case is open, but Temporal does not run it: its clocks tell nobody',
    cure: 'Whoever looks after the service opens its workflow in Temporal. One that was terminated, failed or timed out is reset to its last workflow task; it then takes the rest from the ledger. A case that follows a decision is started again by itself.',
  },
  START_IN_TIME: {
    broken: 'The case was received, but has not been started',
    cure: 'It starts by itself as soon as Temporal and a worker answer. Whoever looks after the service sees whether both run (GET /readyz).',
  },
  COMMAND_IN_TIME: {
    broken: 'A step that the hub accepted has not been recorded yet',
    cure: 'It is recorded by itself as soon as a worker answers. Whoever looks after the service sees whether Temporal and a worker run (GET /readyz).',
  },
  WORD_IN_TIME: {
    broken: 'The case has owed word to another case of the family for more than five minutes',
    cure: 'It is told by itself as soon as the other case answers. Whoever looks after the service opens both in Temporal and sees why that one does not.',
  },
  CASE_LINKED: {
    broken: 'The case names another case that is not in the ledger',
    cure: 'A team manager looks at the family today. Tell whoever looks after the service: this is a fault, or the ledger was restored from a copy that lacks it.',
  },
};
