import type { AgencyDelivery, RequestDelivery } from '../case.ts';
import type { Instant } from '../instant.ts';
import type { RequestEvent } from './events.ts';
import { type AgencyMessage, type InformationRequest, isEnded } from './state.ts';

/** Messages to the agency, and what the referrals have yet to be told. */
export function owedDeliveries(request: InformationRequest): RequestDelivery[] {
  return [...owedToAgency(request), ...owedToReferrals(request)];
}

function owedToAgency(request: InformationRequest): AgencyDelivery[] {
  const { requestId, contactRef, agency, referralRefs, sent, knownToAgency } = request;
  const about = { contactRef, requestId, agency };
  const once = wanted(request)
    .filter((message) => !sent.includes(message))
    .map((message) => ({ key: `${requestId}/${message}`, message, ...about }));
  const added = isEnded(request) ? [] : referralRefs.filter((ref) => !knownToAgency.includes(ref));
  const message = 'AGENCY_CHILD_ADDED' as const;
  return [
    ...once,
    ...added.map((referralRef) => ({
      key: `${requestId}/${message}/${referralRef}`,
      message,
      ...about,
      referralRef,
    })),
  ];
}

/** Late, the lead is told and a reminder that never left is not sent any more. */
function wanted(request: InformationRequest): AgencyMessage[] {
  switch (request.stage) {
    case 'AWAITED': {
      const follows = followUp(request);
      return follows === undefined ? ['AGENCY_REQUEST'] : ['AGENCY_REQUEST', follows];
    }
    case 'WITHDRAWN':
      return ['AGENCY_NOT_NEEDED'];
    case 'ANSWERED':
    case 'CLOSED':
    case 'NO_ANSWER':
      return [];
  }
}

function followUp({ clocks, leadAt }: InformationRequest): AgencyMessage | undefined {
  const clock = clocks.find(({ kind }) => kind === 'AGENCY_CHECK');
  if (clock?.status === 'LATE') return 'AGENCY_LEAD_TOLD';
  if (clock?.status !== 'RUNNING') return undefined;
  const passed = clock.warnings.slice(0, clock.warningsGiven);
  if (passed.some(({ fraction }) => fraction >= leadAt)) return 'AGENCY_LEAD_TOLD';
  return passed.length > 0 ? 'AGENCY_REMINDER' : undefined;
}

/** Every answer goes to every child's referral, and then that no more will come. */
function owedToReferrals(request: InformationRequest): RequestDelivery[] {
  const { requestId, contactRef, answers, stage, referralRefs, told } = request;
  return referralRefs.flatMap((referralRef): RequestDelivery[] => {
    const about = { contactRef, requestId, referralRef };
    const untold = answers.filter(({ no }) => !told.includes(`${referralRef}/${no}`));
    if (untold.length > 0) {
      return untold.map(({ no, answer, partial, answeredAt, corrects }) => ({
        key: `${requestId}/answer/${no}/${referralRef}`,
        message: 'ANSWER_TO_NOTE',
        ...about,
        answerNo: no,
        answer,
        partial,
        answeredAt,
        ...(corrects !== undefined && { corrects }),
      }));
    }
    if (stage === 'AWAITED' || stage === 'ANSWERED' || told.includes(`${referralRef}/END`)) return [];
    return [{ key: `${requestId}/end/${referralRef}`, message: 'END_TO_NOTE', ...about, end: stage }];
  });
}

/** What a delivery makes of a request once it has arrived. */
export function delivered(delivery: RequestDelivery, now: Instant): RequestEvent[] {
  switch (delivery.message) {
    case 'ANSWER_TO_NOTE': {
      const { referralRef, answerNo } = delivery;
      return [{ type: 'ReferralTold', occurredAt: now, referralRef, answerNo }];
    }
    case 'END_TO_NOTE':
      return [{ type: 'EndTold', occurredAt: now, referralRef: delivery.referralRef }];
    default: {
      const { message, referralRef } = delivery;
      const child = referralRef !== undefined && { referralRef };
      return [{ type: 'AgencyMessageSent', occurredAt: now, message, ...child }];
    }
  }
}
