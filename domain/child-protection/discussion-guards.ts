import { DomainError } from '../errors.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import { awaitsDiscussionAfterEmergency, childAt, isBeforeS47, isConcluded } from './children.ts';
import { CHAIR_ROLES } from './codes.ts';
import type { DiscussionCommand } from './commands.ts';
import { discussionToBeHeld } from './convening.ts';
import type { Quorum } from './quorum.ts';
import type { Attendee, ChildProtection, Discussion } from './state.ts';

type RecordDiscussion = Extract<DiscussionCommand, { type: 'recordDiscussion' }>;

/**
 * The record has what every record has, whatever was decided.
 * @throws DomainError MISSING_FIELD, NOT_AT_THIS_STAGE, NOT_PERMITTED
 */
export function assertComplete(
  state: ChildProtection,
  command: RecordDiscussion,
  { isQuorate }: Quorum,
): void {
  const { no, attendance, medical, chairRole, inquorateReason } = command;
  const planned = no === undefined ? undefined : discussionToBeHeld(state, no);
  if (!CHAIR_ROLES.includes(chairRole)) {
    throw new DomainError('NOT_PERMITTED', 'The chair is a team manager or above', 'chairRole');
  }
  assertAttendance(attendance, planned);
  if (medical.needed && medical.when === undefined) {
    throw new DomainError('MISSING_FIELD', 'Say when the medical is', 'medical.when');
  }
  if (!isQuorate && inquorateReason === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'Say why the discussion was held without its quorum',
      'inquorateReason',
    );
  }
}

/** Every agency that was invited is accounted for, and what each shared is written down. */
function assertAttendance(attendance: readonly Attendee[], planned: Discussion | undefined): void {
  const named = new Set(attendance.map(({ agency }) => agency));
  const isWhole = (planned?.planned?.invited ?? []).every(({ agency }) => named.has(agency));
  if (attendance.length === 0 || !isWhole) {
    throw new DomainError('MISSING_FIELD', 'Say of every agency invited whether it was there', 'attendance');
  }
  const sentBefore = new Set((planned?.information ?? []).map(({ agency }) => agency));
  const shared = new Set(
    attendance.flatMap(({ agency, information }) => (information === undefined ? [] : [agency])),
  );
  const isSilent = attendance.some(
    ({ agency, attendance: how }) =>
      (how === 'PRESENT' || how === 'SENT_INFORMATION') && !shared.has(agency) && !sentBefore.has(agency),
  );
  if (isSilent) {
    throw new DomainError('MISSING_FIELD', 'Write down what each agency shared', 'attendance.information');
  }
}

/**
 * What may be decided there about each child. Without its quorum a discussion decides nothing but to talk again, and,
 * in an emergency, to begin; not to begin takes a team manager with the chair (transition 15).
 * @throws DomainError INQUORATE, INVALID_INSTANT, MISSING_FIELD, NOT_AT_THIS_STAGE, NOT_PERMITTED
 */
export function assertDecisions(
  state: ChildProtection,
  { children, endedAt, enquiryPlan, isEmergency }: RecordDiscussion,
  { isQuorate, missing }: Quorum,
  role: Role,
): void {
  const refs = children.map(({ referralRef }) => referralRef);
  if (refs.length === 0 || new Set(refs).size < refs.length) {
    throw new DomainError('MISSING_FIELD', 'Decide once about every child that it covers', 'children');
  }
  for (const { referralRef, decision } of children) {
    const child = childAt(state, referralRef, (one) => !isConcluded(one));
    if (endedAt <= child.waitsFrom[0]) {
      throw new DomainError(
        'INVALID_INSTANT',
        'The discussion ended before reasonable cause appeared',
        'endedAt',
      );
    }
    const mayBegin = isBeforeS47(child) || awaitsDiscussionAfterEmergency(child);
    if (decision === 'START_S47' && !mayBegin) {
      throw new DomainError('NOT_AT_THIS_STAGE', 'Enquiries about this child have begun', 'children');
    }
    if (decision === 'NO_S47' && !isBeforeS47(child)) {
      throw new DomainError(
        'NOT_AT_THIS_STAGE',
        'Enquiries that have begun end with their outcome',
        'children',
      );
    }
    const isAllowed =
      isQuorate || decision === 'CONTINUE' || (decision === 'START_S47' && isEmergency === true);
    if (!isAllowed) {
      throw new DomainError(
        'INQUORATE',
        `Without ${missing.join(', ')} the discussion decides this for no child`,
        'children',
      );
    }
  }
  if (children.some(({ decision }) => decision === 'START_S47') && enquiryPlan === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'Enquiries begin with a plan: who does what, and when',
      'enquiryPlan',
    );
  }
  if (children.some(({ decision }) => decision === 'NO_S47') && !DECIDING_ROLES.includes(role)) {
    throw new DomainError('NOT_PERMITTED', 'Not to begin takes a team manager, with the chair', 'children');
  }
}
