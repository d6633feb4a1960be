import type { Instant } from '../../domain/instant.ts';
import type { LevelOfNeed } from '../../domain/vocabulary.ts';
import type { HubAuthority } from '../demo-users.ts';
import type { Casework, DecidedOutcome } from './casework.ts';
import type { CommandLine, CommandName } from './month-file.ts';
import type { Random } from './random.ts';

const LEVELS: Readonly<Record<DecidedOutcome, LevelOfNeed>> = {
  NFA: 1,
  ADVICE_SIGNPOST: 1,
  SINGLE_AGENCY: 2,
  EARLY_HELP: 2,
  ASSESSMENT_S17: 3,
  STRATEGY_S47: 4,
  OPEN_CASE: 3,
};

/** Agencies that a single-agency outcome can name, and who accepts for each. */
const AGENCIES = [
  { code: 'HARBOUR', who: 'demo-harbour' },
  { code: 'HEALTH', who: 'demo-health' },
  { code: 'POLICE', who: 'demo-police' },
] as const;

/** Who decides in each council. */
export const TEAM_MANAGERS: Readonly<Record<HubAuthority, string>> = {
  HARTLEPOOL: 'demo-team-manager-hartlepool',
  STOCKTON: 'demo-team-manager-stockton',
};

/** What staff do about one child, as requests to the API, up to `until`. */
export function stepsOf(
  casework: Casework,
  about: { readonly child: string; readonly authority: HubAuthority; readonly referrer: string },
  until: Instant,
  random: Random,
): CommandLine[] {
  const { child } = about;
  const manager = TEAM_MANAGERS[about.authority];
  const agency = random.pick(AGENCIES);
  const steps: CommandLine[] = [];
  const step = (at: Instant | undefined, who: string, name: CommandName, body: CommandLine['body']) => {
    if (at !== undefined && at < until) steps.push({ do: name, at, who, child, body });
  };
  if (casework.reach === 'BY_HAND') {
    step(casework.acknowledgedAt, 'demo-contact-officer', 'acknowledgement', { method: 'PHONE' });
  }
  const { withdrawal } = casework;
  step(withdrawal?.requestedAt, about.referrer, 'withdrawal', {
    action: 'REQUEST',
    reason: 'Handed in twice by mistake.',
  });
  step(withdrawal?.approvedAt, manager, 'withdrawal', {
    action: 'APPROVE',
    rationale: 'The risk is looked at in the other contact.',
    noDutyArises: true,
  });
  for (const { at, rag } of casework.ratings) {
    step(at, 'demo-social-worker', 'rating', {
      rag,
      reason: 'Rated on what the contact and our own record say.',
    });
  }
  for (const [index, { at, outcome }] of casework.decisions.entries()) {
    step(at, manager, 'decision', {
      ...decisionOf(outcome),
      ...(outcome === 'SINGLE_AGENCY' && { receiver: agency.code }),
      ...(index > 0 && { supersedes: index }),
    });
  }
  step(casework.feedbackAt, 'demo-social-worker', 'feedback', feedbackOf(casework));
  const outcome = casework.decisions.at(-1)?.outcome;
  step(casework.acceptedAt, accepterOf(outcome, agency.who), 'handover-acceptance', {});
  return steps;
}

function decisionOf(outcome: DecidedOutcome): CommandLine['body'] {
  return {
    outcome,
    level: LEVELS[outcome],
    rationale: 'Weighed against the threshold document; what is known points to this level.',
    evidenceConsidered: 'The contact, our own record and what the agencies said.',
    agreement: outcome === 'STRATEGY_S47' ? 'NOT_REQUIRED_S47' : 'GIVEN',
  };
}

function feedbackOf({ isFeedbackWithheld, reach }: Casework): CommandLine['body'] {
  if (isFeedbackWithheld) return { withhold: { reason: 'NO_SAFE_CONTACT' } };
  return { method: reach === 'ELECTRONIC' ? 'ELECTRONIC' : 'PHONE' };
}

function accepterOf(outcome: DecidedOutcome | undefined, agency: string): string {
  switch (outcome) {
    case 'EARLY_HELP':
      return 'demo-early-help-manager';
    case 'SINGLE_AGENCY':
      return agency;
    case 'OPEN_CASE':
      return 'demo-social-worker';
    default:
      return 'demo-service-manager';
  }
}
