import { DomainError } from '../errors.ts';
import { stopClocks } from '../follow-on/clock-keeping.ts';
import type { Context } from '../follow-on/kind.ts';
import { pastInstant } from '../referral/past-instant.ts';
import { assertClosure, assertFactors } from './census.ts';
import type { Asked } from './commands.ts';
import { assertOtherThanWorker, ended } from './ending.ts';
import type { Event } from './evolve.ts';
import { endsNot } from './guards.ts';
import { isBoundByRefusal, isChildSeen, stepDownPending, wentToConference } from './standing.ts';
import type { Assessment } from './state.ts';

/**
 * The manager signs, and the family and the agencies know in writing: then the assessment is complete (C12). What it
 * leads to follows at once, but for Early Help, which has to accept first.
 * @throws DomainError OTHER_DECIDER_NEEDED, MISSING_FIELD, AGREEMENT_NEEDED, CENSUS_RULE, NOT_AT_THIS_STAGE,
 * INVALID_INSTANT
 */
export function authorised(
  state: Assessment,
  command: Asked<'authoriseAssessment'>,
  { actor, now, rules }: Context,
): Event[] {
  assertOtherThanWorker(state, actor.userId);
  assertFactors(command.factors, command.outcome);
  assertComplete(state, command);
  assertOutcome(state, command);
  const { type: _type, authorisedAt, ...content } = command;
  const at = pastInstant(authorisedAt, 'authorisedAt', state.acceptance?.at, now);
  const stopped = [
    ...stopClocks(state, { kinds: ['ASSESSMENT'] }, 'AUTHORISED', at, rules),
    ...stopClocks(state, { kinds: ['ASSESSMENT_CHECKPOINT', 'CHILD_SEEN_S17'] }, 'AUTHORISED', now, rules),
  ];
  return [
    {
      type: 'AssessmentAuthorised',
      occurredAt: now,
      ...content,
      authorisedAt: at,
      authorisedBy: actor.userId,
    },
    ...followed(state, command, stopped, { actor, now, rules }),
  ];
}

/**
 * In place of a step-down that came back (E49), or that the manager calls off.
 * @throws DomainError OTHER_DECIDER_NEEDED, MISSING_FIELD, CENSUS_RULE, NOT_AT_THIS_STAGE
 */
export function decidedAgain(
  state: Assessment,
  command: Asked<'decideAgain'>,
  { actor, now, rules }: Context,
): Event[] {
  assertOtherThanWorker(state, actor.userId);
  if (command.outcome === 'STEP_DOWN' && stepDownPending(state) !== undefined) {
    throw new DomainError('NOT_AT_THIS_STAGE', 'Early Help has been asked and has not answered', 'outcome');
  }
  assertInformed(command.familyInformed);
  assertOutcome(state, command);
  const { type: _type, ...content } = command;
  const stopped = stopClocks(state, { kinds: ['HANDOVER_ACCEPTANCE'] }, 'DECIDED', now, rules);
  return [
    { type: 'AssessmentDecidedAgain', occurredAt: now, ...content, decidedBy: actor.userId },
    ...followed(state, command, stopped, { actor, now, rules }),
  ];
}

type Decided = Pick<Asked<'decideAgain'>, 'outcome' | 'closureCode'>;

function followed(
  state: Assessment,
  { outcome, closureCode }: Decided,
  stopped: ReturnType<typeof stopClocks>,
  context: Context,
): Event[] {
  switch (outcome) {
    case 'STEP_DOWN':
      return stopped;
    case 'NFA':
      return ended(state, { stage: 'CLOSED_NFA', ...(closureCode && { closureCode }), stopped }, context);
    case 'TO_TEAM':
      return ended(state, { stage: 'CLOSED_TO_TEAM', stopped }, context);
  }
}

/** A child whose enquiries ended in a conference does not step down from there (E49: Knowsley 4.16). */
function assertOutcome(state: Assessment, { outcome, closureCode }: Decided): void {
  assertClosure(outcome, closureCode);
  if (outcome === 'TO_TEAM') return;
  const refusal = endsNot(state);
  if (refusal !== undefined) throw refusal;
  if (outcome === 'STEP_DOWN' && wentToConference(state)) {
    throw new DomainError(
      'NOT_AT_THIS_STAGE',
      'Early Help follows a plan for a child in need, not a child protection conference',
      'outcome',
    );
  }
}

function assertInformed(familyInformed: boolean): void {
  if (familyInformed) return;
  throw new DomainError(
    'MISSING_FIELD',
    'It counts once the family and the agencies have been told in writing',
    'familyInformed',
  );
}

function assertComplete(state: Assessment, command: Asked<'authoriseAssessment'>): void {
  const { familyInformed, childsVoice, noVoiceReason, notSeenReason, noAgreementRationale } = command;
  assertInformed(familyInformed);
  if (childsVoice === undefined && noVoiceReason === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'Record what the child says, or why that is not known',
      'childsVoice',
    );
  }
  if (!isChildSeen(state) && notSeenReason === undefined) {
    throw new DomainError('MISSING_FIELD', 'Nobody has seen the child: say why', 'notSeenReason');
  }
  if (isBoundByRefusal(state) && noAgreementRationale === undefined) {
    throw new DomainError(
      'AGREEMENT_NEEDED',
      'The family refuses: offer Early Help, enquire under section 47, or say why it was assessed all the same',
      'noAgreementRationale',
    );
  }
}
