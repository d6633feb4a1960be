import type { AgencyCheck, AgencyCheckEvent, NotedAnswer } from './agency-checks.ts';
import type { Rag } from '../vocabulary.ts';
import { reopened } from './reopen.ts';
import { restaged } from './stages.ts';
import type { Referral } from './state.ts';

type EventOf<Type extends AgencyCheckEvent['type']> = Extract<AgencyCheckEvent, { type: Type }>;

/** The referral after something happened to one of its checks. */
export function applyAgencyCheck(referral: Referral, event: AgencyCheckEvent): Referral {
  switch (event.type) {
    case 'InformationRequested':
      return restaged({ ...referral, agencyChecks: [...checksOf(referral), checkFrom(event)] });
    case 'AgencyAsked': {
      const { requestId, askedAs, occurredAt: openedAt } = event;
      return withCheck(referral, askedAs, (check) => ({ ...check, requestId, openedAt }));
    }
    case 'AnswerNoted':
      return withCheck(referral, event.requestId, (check) => answered(check, event));
    case 'RequestEnded':
      return withCheck(referral, event.requestId, (check) => ({
        ...check,
        status: event.end === 'CLOSED' ? 'ANSWERED' : event.end,
        endedAt: event.occurredAt,
      }));
    case 'AgenciesListedMissing':
      return eachCheck(referral, (check) =>
        check.status === 'OPEN' && event.agencies.includes(check.agency)
          ? { ...check, listedMissingAt: event.occurredAt }
          : check,
      );
    case 'LateAnswerReviewed':
      return withCheck(referral, event.requestId, (check) => reviewNoted(check, event));
    case 'ChecksHastened':
      return eachCheck(referral, (check) =>
        event.requestIds.includes(check.requestId) ? { ...check, toHasten: event.rag } : check,
      );
    case 'HasteTold':
      return withCheck(referral, event.requestId, (check) => hasteTold(check, event.rag));
    case 'ChecksLetGo':
      return eachCheck(referral, (check) =>
        event.requestIds.includes(check.requestId) ? { ...check, letGoAt: event.occurredAt } : check,
      );
    case 'ReferralReopened':
      return reopened(referral);
  }
}

export function checksOf({ agencyChecks: checks = [] }: Referral): readonly AgencyCheck[] {
  return checks;
}

function checkFrom(event: EventOf<'InformationRequested'>): AgencyCheck {
  const { requestId, agency, critical, basis, requestedBy, occurredAt: requestedAt } = event;
  return { requestId, agency, critical, basis, requestedBy, requestedAt, status: 'OPEN', answers: [] };
}

function answered(check: AgencyCheck, event: EventOf<'AnswerNoted'>): AgencyCheck {
  const { type: _type, requestId: _id, occurredAt: opened, review: clock, ...answer } = event;
  const noted: NotedAnswer = { ...answer, ...(clock !== undefined && { review: { opened, clock } }) };
  const isFull = check.status === 'OPEN' && !answer.partial;
  return { ...check, answers: [...check.answers, noted], ...(isFull && { status: 'ANSWERED' }) };
}

function reviewNoted(check: AgencyCheck, event: EventOf<'LateAnswerReviewed'>): AgencyCheck {
  const { answerNo, outcome, reviewedBy, occurredAt: reviewedAt } = event;
  const answers = check.answers.map((answer) =>
    answer.answerNo === answerNo && answer.review !== undefined
      ? { ...answer, review: { ...answer.review, outcome, reviewedAt, reviewedBy } }
      : answer,
  );
  return { ...check, answers };
}

/** A still higher rating given meanwhile has yet to be told. */
function hasteTold({ toHasten, ...check }: AgencyCheck, told: Rag): AgencyCheck {
  return toHasten === undefined || toHasten === told ? check : { ...check, toHasten };
}

function withCheck(
  referral: Referral,
  requestId: string,
  change: (check: AgencyCheck) => AgencyCheck,
): Referral {
  return eachCheck(referral, (check) => (check.requestId === requestId ? change(check) : check));
}

function eachCheck(referral: Referral, change: (check: AgencyCheck) => AgencyCheck): Referral {
  return restaged({ ...referral, agencyChecks: checksOf(referral).map(change) });
}
