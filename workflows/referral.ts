import type { ReferralDelivery } from '../domain/case.ts';
import { adoptRules } from '../domain/referral/adopt-rules.ts';
import { awaitsNews, openReviews } from '../domain/referral/agency-checks.ts';
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

const definition: CaseDefinition<Referral, ReferralCommand, ReferralEvent, ReferralDelivery> = {
  actions: REFERRAL_ACTIONS,
  evolve,
  decide,
  onTick: (referral, context) => observe(referral, { type: 'tick' }, context),
  onDelivered: (referral, { delivery, result }, context) =>
    delivery.message === 'REQUEST_TO_OPEN'
      ? observe(
          referral,
          {
            type: 'agencyAsked',
            askedAs: delivery.requestId,
            requestId: result.requestId ?? delivery.requestId,
          },
          context,
        )
      : observe(referral, { type: 'delivered', ...delivery }, context),
  onRulesChanged: (referral, from, { now, rules }) => adoptRules(referral, from, rules, now),
  clocks: (referral) => referral.clocks,
  version: (referral) => referral.version,
  isClosed,
  isOver: (referral) => isClosed(referral) && !awaitsNews(referral) && openReviews(referral).length === 0,
  owedDeliveries,
  searchAttributes: referralAttributes,
  details: referralDetails,
};

/** One child's referral, from receipt to the receiving team's acceptance. */
export async function referral(input: ReferralWorkflowInput): Promise<void> {
  await runCase(definition, input);
}
