import { DomainError } from '../errors.ts';
import type { HubPolicy, TriageRules } from '../policy.ts';
import type { Agreement, Outcome } from '../vocabulary.ts';
import {
  type AgreementCommand,
  type AgreementEvent,
  agreementInForce,
  type AgreementFacts,
  checksAllowed,
} from './agreement.ts';
import type { ReferralCommand } from './commands.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { pastInstant } from './past-instant.ts';
import { isUndecided } from './state.ts';

const RECORDING_ROLES = [
  'CONTACT_OFFICER',
  'SOCIAL_WORKER',
  ...DECIDING_ROLES,
  'EMERGENCY_DUTY_TEAM',
] as const;

/** The family's agreement, the lawful basis, and checks the family does not know of. */
export const agreement: Matter<AgreementCommand, AgreementEvent> = {
  permitted: {
    recordAgreement: RECORDING_ROLES,
    recordLawfulBasis: RECORDING_ROLES,
    authoriseWithoutKnowledge: DECIDING_ROLES,
  },
  obstacle(referral, action) {
    return action === 'authoriseWithoutKnowledge' && !isUndecided(referral)
      ? new DomainError('ALREADY_DECIDED', 'Checks belong before the decision')
      : undefined;
  },
  accept(_referral, command, context) {
    const { actor, now } = context;
    switch (command.type) {
      case 'recordAgreement':
        return agreementRecorded(command, context);
      case 'recordLawfulBasis': {
        const { basis, purpose, necessity } = command;
        const by = { occurredAt: now, recordedBy: actor.userId };
        return [{ type: 'LawfulBasisRecorded', basis, purpose, necessity, ...by }];
      }
      case 'authoriseWithoutKnowledge': {
        const by = { occurredAt: now, authorisedBy: actor.userId };
        return [{ type: 'ChecksWithoutKnowledgeAuthorised', reason: command.reason, ...by }];
      }
    }
  },
  apply(referral, event) {
    const { occurredAt: at } = event;
    switch (event.type) {
      case 'AgreementRecorded': {
        const { type: _type, occurredAt: _at, ...record } = event;
        return { ...referral, agreements: [...(referral.agreements ?? []), { ...record, at }] };
      }
      case 'LawfulBasisRecorded': {
        const { type: _type, occurredAt: _at, ...record } = event;
        return { ...referral, lawfulBases: [...(referral.lawfulBases ?? []), { ...record, at }] };
      }
      case 'ChecksWithoutKnowledgeAuthorised': {
        const { reason, authorisedBy } = event;
        return { ...referral, checksWithoutKnowledge: { reason, authorisedBy, at } };
      }
    }
  },
};

/** Whether somebody was asked and gave this answer. */
function isAnswer(status: Agreement): boolean {
  return status === 'GIVEN' || status === 'REFUSED' || status === 'WITHDRAWN';
}

function agreementRecorded(
  command: Extract<AgreementCommand, { type: 'recordAgreement' }>,
  { actor, now }: Context,
): ReferralEvent[] {
  const { status, givenBy, method, reason } = command;
  if (isAnswer(status) && (givenBy === undefined || method === undefined)) {
    throw new DomainError(
      'MISSING_FIELD',
      'Say who answered for the family, and how',
      givenBy === undefined ? 'givenBy' : 'method',
    );
  }
  if (!isAnswer(status) && givenBy !== undefined) {
    throw new DomainError('MISSING_FIELD', 'Nobody answered, so nobody is named as answering', 'givenBy');
  }
  if (reason === undefined && (status !== 'GIVEN' || givenBy === 'YOUNG_PERSON')) {
    throw new DomainError(
      'MISSING_FIELD',
      status === 'GIVEN'
        ? 'Say why the young person can decide for themselves'
        : 'Say why there is no agreement',
      'reason',
    );
  }
  if (status === 'NOT_REQUIRED_S47' && actor.role === 'CONTACT_OFFICER') {
    throw new DomainError('NOT_PERMITTED', 'Whether harm is so suspected is for a social worker to say');
  }
  return [
    {
      type: 'AgreementRecorded',
      occurredAt: pastInstant(command.agreedAt, 'agreedAt', undefined, now),
      status,
      ...(givenBy && { givenBy }),
      ...(method && { method }),
      ...(reason && { reason }),
      recordedBy: actor.userId,
    },
  ];
}

/**
 * Whether an agency may be asked as far as the family's agreement goes.
 * @throws DomainError AUTHORISATION_NEEDED
 */
export function assertMayShare(
  facts: AgreementFacts,
  { critical }: { readonly critical: boolean },
  { triage }: HubPolicy,
): void {
  const refusal = triage && checksAllowed(facts, critical);
  if (refusal !== undefined) throw refusal;
}

/**
 * What the policy asks of the family's agreement for an outcome. What is on record counts; where nothing is, what the
 * decision itself says does.
 * @throws DomainError AGREEMENT_NEEDED with the rule and its source
 */
export function assertAgreement(
  facts: AgreementFacts,
  command: Extract<ReferralCommand, { type: 'decide' }>,
  { triage }: HubPolicy,
): void {
  if (triage === undefined) return;
  const recorded = agreementInForce(facts)?.status;
  if (recorded !== undefined && recorded !== command.agreement && command.agreement === 'GIVEN') {
    throw needed('The decision says the family agrees, and the record of its agreement does not', triage);
  }
  const position = recorded ?? command.agreement;
  if (position === 'GIVEN') return;
  switch (triage.agreement[command.outcome]) {
    case 'NOT_NEEDED':
      return;
    case 'ALWAYS':
      throw needed(`${ROUTE_WORDS[command.outcome] ?? 'This outcome'} needs the family’s agreement`, triage);
    case 'UNLESS_HARMFUL': {
      const route = ROUTE_WORDS[command.outcome] ?? 'This outcome';
      if (position === 'REFUSED' || position === 'WITHDRAWN') {
        throw needed(
          `The family does not agree. ${route} goes on only where section 47 does; offer Early Help`,
          triage,
        );
      }
      if (command.withoutAgreement === undefined) {
        throw needed(
          `${route} needs the family’s agreement, or the reason why seeking it would harm the child`,
          triage,
          'withoutAgreement',
        );
      }
    }
  }
}

const ROUTE_WORDS: Readonly<Partial<Record<Outcome, string>>> = {
  EARLY_HELP: 'Early Help',
  SINGLE_AGENCY: 'The service of one agency',
  ASSESSMENT_S17: 'An assessment under section 17',
};

function needed(rule: string, triage: TriageRules, field = 'agreement'): DomainError {
  const source = triage.sources?.agreement;
  return new DomainError('AGREEMENT_NEEDED', source === undefined ? rule : `${rule}. Rule: ${source}`, field);
}
