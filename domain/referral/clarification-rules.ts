import { DomainError } from '../errors.ts';
import type { Role } from '../vocabulary.ts';
import type { ClarificationCommand, ClarificationEvent, Clarification } from './clarification.ts';
import { openClarification } from './clarification.ts';
import { dueAt } from '../limits.ts';
import { pastInstant } from './past-instant.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { restaged } from './stages.ts';
import { isUndecided, type Referral } from './state.ts';

const ASKING_ROLES = ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'] as const;

/** Those who hand contacts in answer for themselves. */
const ANSWERING_ROLES: readonly Role[] = ['REFERRER', 'AGENCY_REPRESENTATIVE'];

/** Questions to the referrer. The decision clock runs on; once the policy's attempts are made the hub may go on. */
export const clarification: Matter<ClarificationCommand, ClarificationEvent> = {
  permitted: {
    askReferrer: ASKING_ROLES,
    logAttempt: ASKING_ROLES,
    recordReferrerAnswer: [...ASKING_ROLES, ...ANSWERING_ROLES],
    decideOnWhatIsKnown: DECIDING_ROLES,
  },
  obstacle(referral, action) {
    if (!isUndecided(referral)) {
      return new DomainError('ALREADY_DECIDED', 'Questions to the referrer belong before the decision');
    }
    const open = openClarification(referral);
    if (action === 'askReferrer') {
      return open && new DomainError('QUESTION_OPEN', 'The referrer has not answered the question before');
    }
    return open === undefined
      ? new DomainError('NO_QUESTION_OPEN', 'No question to the referrer is open')
      : undefined;
  },
  accept(referral, command, { actor, now, rules }) {
    const open = openClarification(referral);
    switch (command.type) {
      case 'askReferrer': {
        const policy = rules.policy.triage?.clarification;
        return [
          {
            type: 'ReferrerAsked',
            occurredAt: now,
            question: command.question,
            askedBy: actor.userId,
            ...(policy && {
              decideAfter: { attempts: policy.attempts, attemptsDueAt: dueAt(now, policy.within, rules) },
            }),
            ...(referral.referrerReach === 'ELECTRONIC' && { isSent: true }),
          },
        ];
      }
      case 'logAttempt': {
        const { method, reached, triedAt } = command;
        const occurredAt = pastInstant(triedAt, 'triedAt', open?.askedAt, now);
        return [{ type: 'ReferrerContactTried', occurredAt, method, reached, triedBy: actor.userId }];
      }
      case 'recordReferrerAnswer': {
        // The time an answer took is the referrer's, so that only staff may say that it came earlier.
        const answeredAt = ANSWERING_ROLES.includes(actor.role) ? undefined : command.answeredAt;
        const occurredAt = pastInstant(answeredAt, 'answeredAt', open?.askedAt, now);
        return [{ type: 'ReferrerAnswered', occurredAt, answer: command.answer, recordedBy: actor.userId }];
      }
      case 'decideOnWhatIsKnown': {
        const needed = open?.decideAfter?.attempts ?? rules.policy.triage?.clarification.attempts ?? 0;
        if ((open?.attempts.length ?? 0) < needed) {
          throw new DomainError(
            'ATTEMPTS_OUTSTANDING',
            `The policy asks for ${needed} attempts to reach the referrer first`,
          );
        }
        return [{ type: 'AnswerGivenUp', occurredAt: now, reason: command.reason, decidedBy: actor.userId }];
      }
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'ReferrerAsked':
        return asked(referral, event);
      case 'QuestionSent':
        return withOpen(referral, (open) =>
          open.no === event.questionNo ? { ...open, sentAt: event.occurredAt } : open,
        );
      case 'ReferrerContactTried': {
        const { occurredAt: triedAt, method, reached, triedBy } = event;
        return withOpen(referral, (open) => ({
          ...open,
          attempts: [...open.attempts, { triedAt, method, reached, triedBy }],
        }));
      }
      case 'ReferrerAnswered':
        return withOpen(referral, (open) => ({
          ...open,
          answer: event.answer,
          endedAt: event.occurredAt,
          end: 'ANSWERED',
        }));
      case 'AnswerGivenUp':
        return withOpen(referral, (open) => ({
          ...open,
          endedAt: event.occurredAt,
          end: 'DECIDED_ON_WHAT_IS_KNOWN',
        }));
    }
  },
};

function asked(
  referral: Referral,
  {
    question,
    occurredAt: askedAt,
    askedBy,
    decideAfter,
    isSent,
  }: Extract<ClarificationEvent, { type: 'ReferrerAsked' }>,
): Referral {
  const earlier = referral.clarifications ?? [];
  const next: Clarification = {
    no: earlier.length + 1,
    question,
    askedAt,
    askedBy,
    ...(decideAfter && { decideAfter }),
    ...(isSent && { isSent }),
    attempts: [],
  };
  return restaged({ ...referral, clarifications: [...earlier, next] });
}

function withOpen(referral: Referral, change: (open: Clarification) => Clarification): Referral {
  const clarifications = referral.clarifications?.map((one) =>
    one.endedAt === undefined ? change(one) : one,
  );
  return restaged({ ...referral, ...(clarifications && { clarifications }) });
}
