import type { Instant } from '../instant.ts';
import { type Change, evolveRulebook, type Rulebook } from './rulebook.ts';

/** The rulebook as it would be if two people had just agreed on a change. */
export function supposing(rulebook: Rulebook, change: Change, now: Instant): Rulebook {
  return evolveRulebook(rulebook, {
    type: 'RulesChanged',
    occurredAt: now,
    proposal: rulebook.proposals.length + 1,
    publication: rulebook.publications.length + 1,
    change,
  });
}
