import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import {
  awaitsConference,
  isBeforeS47,
  isConcluded,
  isInEnquiry,
  isReturned,
  protectionInForce,
} from './children.ts';
import type { ChildProtectionCommand } from './commands.ts';
import { awaitsCirculation, isToBeHeld, partiesOfProtection } from './convening.ts';
import { areMinutesOut } from './owed.ts';
import type { ChildProtection, ProtectedChild } from './state.ts';

type Action = ChildProtectionCommand['type'];

const STARTS_S47: readonly Role[] = [...DECIDING_ROLES, 'STRATEGY_CHAIR', 'EMERGENCY_DUTY_TEAM'];
const SEES_CHILD: readonly Role[] = ['SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'];
const PROTECTS: readonly Role[] = [...SEES_CHILD, 'STRATEGY_CHAIR'];
const CONVENES: readonly Role[] = ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...STARTS_S47];

/** Roles that may give each command (domain reference 7). */
export const PROTECTION_PERMITTED: Readonly<Record<Action, readonly Role[]>> = {
  acceptProtection: [...DECIDING_ROLES, 'STRATEGY_CHAIR'],
  planDiscussion: CONVENES,
  answerInvitation: ['AGENCY_REPRESENTATIVE'],
  sendInformation: ['AGENCY_REPRESENTATIVE'],
  recordDiscussion: STARTS_S47,
  circulateMinutes: CONVENES,
  recordMinutesGiven: CONVENES,
  startEmergencyS47: STARTS_S47,
  recordChildSeen: SEES_CHILD,
  concludeS47: DECIDING_ROLES,
  bookConference: DECIDING_ROLES,
  recordConference: DECIDING_ROLES,
  recordConferenceNotRequired: DECIDING_ROLES,
  recordPoliceProtection: PROTECTS,
  endPoliceProtection: PROTECTS,
  recordEpo: PROTECTS,
  extendEpo: PROTECTS,
  endEpo: PROTECTS,
  decideReturned: DECIDING_ROLES,
  endForChild: DECIDING_ROLES,
};

/** An agency answers its own invitation; whoever speaks for one does nothing else here but keep to the plan. */
export function concernsProtection(
  state: ChildProtection,
  action: Action,
  actor: Actor,
): boolean | undefined {
  if (actor.role !== 'AGENCY_REPRESENTATIVE') return undefined;
  return (action === 'answerInvitation' || action === 'sendInformation') && takesPart(state, actor.agency);
}

function takesPart(state: ChildProtection, agency: string): boolean {
  return partiesOfProtection(state).includes(agency);
}

/** A chair of the authority, and every agency that was invited to a discussion or took part. */
export function mayReadProtection(state: ChildProtection, { role, agency, localAuthority }: Actor): boolean {
  switch (role) {
    case 'STRATEGY_CHAIR':
      return localAuthority === 'HUB' || localAuthority === state.localAuthority;
    case 'AGENCY_REPRESENTATIVE':
      return takesPart(state, agency);
    default:
      return false;
  }
}

/** Why the case cannot take an action now, whichever child it is about. */
export function protectionObstacle(state: ChildProtection, action: Action): DomainError | undefined {
  if (action === 'acceptProtection') {
    return state.acceptedAt === undefined
      ? undefined
      : new DomainError('HANDOVER_ALREADY_ACCEPTED', 'The protection team has accepted');
  }
  return isTime(state, action)
    ? undefined
    : new DomainError('NOT_AT_THIS_STAGE', 'The child protection case is not at this stage');
}

function isTime(state: ChildProtection, action: Exclude<Action, 'acceptProtection'>): boolean {
  const { discussions } = state;
  const some = (isAt: (child: ProtectedChild) => boolean) => state.children.some((child) => isAt(child));
  switch (action) {
    case 'planDiscussion':
    case 'recordDiscussion':
      return some((child) => !isConcluded(child));
    case 'answerInvitation':
    case 'sendInformation':
      return discussions.some(isToBeHeld);
    case 'circulateMinutes':
      return discussions.some(awaitsCirculation);
    case 'recordMinutesGiven':
      return discussions.some((one) => one.circulatedAt !== undefined && !areMinutesOut(state, one));
    case 'startEmergencyS47':
      return some(isBeforeS47);
    case 'recordChildSeen':
      return some((child) => !isConcluded(child) && child.s47 !== undefined);
    case 'concludeS47':
      return some(isInEnquiry);
    case 'bookConference':
    case 'recordConferenceNotRequired':
      return some(awaitsConference);
    case 'recordConference':
      return some((child) => awaitsConference(child) && child.conference.bookedFor !== undefined);
    case 'recordPoliceProtection':
      return some((child) => lacks(child, 'POLICE_PROTECTION'));
    case 'recordEpo':
      return some((child) => lacks(child, 'EPO'));
    case 'endPoliceProtection':
      return some((child) => protectionInForce(child, 'POLICE_PROTECTION') !== undefined);
    case 'extendEpo':
      return some((child) => {
        const order = protectionInForce(child, 'EPO');
        return order !== undefined && order.extendedAt === undefined;
      });
    case 'endEpo':
      return some((child) => protectionInForce(child, 'EPO') !== undefined);
    case 'decideReturned':
      return some(isReturned);
    case 'endForChild':
      return some(({ end }) => end === undefined);
  }
}

function lacks(child: ProtectedChild, kind: 'POLICE_PROTECTION' | 'EPO'): boolean {
  return child.end === undefined && protectionInForce(child, kind) === undefined;
}
