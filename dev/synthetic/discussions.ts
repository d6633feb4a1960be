import { addMs, type Instant, MINUTE_MS } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { HubAuthority } from '../demo-users.ts';
import { after, type Casework } from './casework.ts';
import type { DiscussionLine } from './month-file.ts';
import { TEAM_MANAGERS } from './steps.ts';

/** Hub time from the decision to the record of the discussion it asked for; an assumption, inside the limit for it. */
const RECORDED_AFTER_MINUTES = 60;
const LASTED_MINUTES = 30;

/** What everybody needs there; each tells what it knows. */
const AGENCIES = ['SOCIAL_CARE', 'POLICE', 'HEALTH'] as const;

/**
 * The strategy discussion about the children of one family whom a decision sent that way, where it comes before
 * `until`. Enquiries begin about each of them; no share is published.
 */
export function discussionOf(
  children: readonly { readonly child: string; readonly casework: Casework }[],
  {
    authority,
    until,
    rules,
  }: { readonly authority: HubAuthority; readonly until: Instant; readonly rules: HubRules },
): DiscussionLine | undefined {
  const meant = children.filter(({ casework }) => casework.decisions.at(-1)?.outcome === 'STRATEGY_S47');
  const decidedAt = meant
    .flatMap(({ casework }) => casework.decisions.map(({ at }) => at))
    .toSorted()
    .at(-1);
  if (decidedAt === undefined) return undefined;
  const at = after(decidedAt, RECORDED_AFTER_MINUTES, rules);
  const who = TEAM_MANAGERS[authority];
  return at < until
    ? { do: 'discussion', at, who, children: meant.map(({ child }) => child), body: record(at, who) }
    : undefined;
}

function record(at: Instant, chair: string): DiscussionLine['body'] {
  return {
    heldAs: 'DISCUSSION',
    mode: 'PHONE',
    startedAt: addMs(at, -LASTED_MINUTES * MINUTE_MS),
    endedAt: at,
    chair,
    chairRole: 'TEAM_MANAGER',
    attendance: AGENCIES.map((agency) => ({
      agency,
      kind: agency,
      attendance: 'PRESENT',
      information: 'What its own record says of the family.',
    })),
    thresholdAnalysis: 'What is known points to significant harm.',
    criminalInvestigation: 'None for now.',
    medical: { needed: false },
    whatFamilyIsTold: 'That the child is seen and why.',
    toldBy: 'The social worker who visits.',
    safetyPlan: 'A relative stays with the family until the visit.',
    siblingsConsidered: true,
    dissent: 'NONE',
    enquiryPlan: 'A visit within a day, then a talk with the school.',
    actions: [],
  };
}
