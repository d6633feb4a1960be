import type { FollowOnDelivery } from '../domain/case.ts';
import { adoptRules } from '../domain/follow-on/adopt-rules.ts';
import { type FollowOn, kindNamed } from '../domain/follow-on/kinds.ts';
import {
  actionsOf,
  type AnyCommand,
  type AnyEvent,
  decide,
  evolve,
  owedDeliveries,
  settled,
  tick,
} from '../domain/follow-on/run.ts';
import { type FollowOnName, isEnded } from '../domain/follow-on/state.ts';
import { wordsOwed } from '../domain/follow-on/words-owed.ts';
import { runCase } from './case.ts';
import type { CaseDefinition } from './case-definition.ts';
import type { FollowOnWorkflowInput } from './contract.ts';
import { followOnAttributes, followOnDetails } from './follow-on-view.ts';

function definitionOf(name: FollowOnName): CaseDefinition<FollowOn, AnyCommand, AnyEvent, FollowOnDelivery> {
  return {
    actions: actionsOf(kindNamed(name)),
    evolve,
    decide,
    onTick: tick,
    onDelivered: (state, { delivery, result: { isTaken = true, caseId } }, context) =>
      settled(state, delivery, { isTaken, ...(caseId !== undefined && { caseId }) }, context),
    onRulesChanged: (state, from, { now, rules }) => adoptRules(state, from, rules, now),
    clocks: (state) => state.clocks,
    version: (state) => state.version,
    isClosed: isEnded,
    // Its last words reach other cases before the run ends.
    isOver: (state) => isEnded(state) && wordsOwed(state).length === 0,
    owedDeliveries,
    searchAttributes: followOnAttributes,
    details: followOnDetails,
  };
}

/** Runs a case that follows a decision, of the kind named. */
export async function runFollowOn(name: FollowOnName, input: FollowOnWorkflowInput): Promise<void> {
  await runCase(definitionOf(name), input);
}
