import type { ReferralDelivery } from '../domain/case.ts';
import { adoptRules } from '../domain/referral/adopt-rules.ts';
import { awaitsNews, openReviews } from '../domain/referral/agency-checks.ts';
import { REFERRAL_ACTIONS, type ReferralCommand, type ReferralNotice } from '../domain/referral/commands.ts';
import { decide, observe } from '../domain/referral/decide.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { evolve } from '../domain/referral/evolve.ts';
import { followOnDeliveries } from '../domain/referral/follow-on-openings.ts';
import { joinDeliveries } from '../domain/referral/joining-rules.ts';
import { owedDeliveries } from '../domain/referral/next-action.ts';
import { isClosed, type Referral } from '../domain/referral/state.ts';
import { runCase } from './case.ts';
import type { CaseDefinition, Delivered } from './case-definition.ts';
import type { ReferralWorkflowInput } from './contract.ts';
import { referralAttributes, referralDetails } from './referral-view.ts';

const definition: CaseDefinition<Referral, ReferralCommand, ReferralEvent, ReferralDelivery> = {
  actions: REFERRAL_ACTIONS,
  evolve,
  decide,
  onTick: (referral, context) => observe(referral, { type: 'tick' }, context),
  onDelivered: (referral, delivered, context) => {
    const notice = noticeOf(delivered);
    return notice === undefined ? [] : observe(referral, notice, context);
  },
  onRulesChanged: (referral, from, { now, rules }) => adoptRules(referral, from, rules, now),
  clocks: (referral) => referral.clocks,
  version: (referral) => referral.version,
  isClosed,
  isOver: (referral) =>
    isClosed(referral) &&
    !awaitsNews(referral) &&
    openReviews(referral).length === 0 &&
    joinDeliveries(referral).length === 0 &&
    followOnDeliveries(referral).length === 0,
  owedDeliveries,
  searchAttributes: referralAttributes,
  details: referralDetails,
};

function noticeOf({ delivery, result }: Delivered<ReferralDelivery>): ReferralNotice | undefined {
  switch (delivery.message) {
    case 'CASE_TO_OPEN':
      return { type: 'followOnBegun', key: delivery.key, caseId: result.caseId ?? '' };
    case 'CASE_TO_TELL':
      return { type: 'followOnTold', delivery, isTaken: result.isTaken === true };
    case 'JOIN_TO_ADMIT':
    case 'DECISION_TO_SHARE':
    case 'END_TO_SHARE':
      return { type: 'joinSettled', delivery, isTaken: result.isTaken === true };
    case 'REQUEST_TO_OPEN': {
      const { requestId: askedAs } = delivery;
      return { type: 'agencyAsked', askedAs, requestId: result.requestId ?? askedAs };
    }
    case 'REQUEST_TO_HASTEN': {
      const { requestId, rag } = delivery;
      return { type: 'requestHastened', requestId, rag };
    }
    case 'OPEN_CASE_WORKER':
    case 'OPEN_CASE_MANAGER':
      return { type: 'linkTold', delivery };
    case 'REQUEST_TO_STOP':
      // One that was answered first is told by its own case.
      return result.isTaken === true ? { type: 'requestStopped', requestId: delivery.requestId } : undefined;
    default:
      return { type: 'delivered', ...delivery };
  }
}

/** One child's referral, from receipt to the receiving team's acceptance. */
export async function referral(input: ReferralWorkflowInput): Promise<void> {
  await runCase(definition, input);
}
