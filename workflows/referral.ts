import { adoptRules } from '../domain/referral/adopt-rules.ts';
import { REFERRAL_ACTIONS, type ReferralCommand } from '../domain/referral/commands.ts';
import { decide, observe } from '../domain/referral/decide.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { evolve } from '../domain/referral/evolve.ts';
import { owedDeliveries } from '../domain/referral/next-action.ts';
import { isClosed, type Referral } from '../domain/referral/state.ts';
import { runCase } from './case.ts';
import type { CaseDefinition } from './case-definition.ts';
import type { ReferralWorkflowInput } from './contract.ts';
import { referralAttributes, referralDetails } from './referral-view.ts';

const definition: CaseDefinition<Referral, ReferralCommand, ReferralEvent> = {
  actions: REFERRAL_ACTIONS,
  evolve,
  decide,
  onTick: (referral, context) => observe(referral, { type: 'tick' }, context),
  onDelivered: (referral, delivery, context) =>
    observe(referral, { type: 'delivered', ...delivery }, context),
  onRulesChanged: (referral, from, { now, rules }) => adoptRules(referral, from, rules, now),
  clocks: (referral) => referral.clocks,
  version: (referral) => referral.version,
  isClosed,
  owedDeliveries,
  searchAttributes: referralAttributes,
  details: referralDetails,
};

/** One child's referral, from receipt to the receiving team's acceptance. */
export async function referral(input: ReferralWorkflowInput): Promise<void> {
  await runCase(definition, input);
}
