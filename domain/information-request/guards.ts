import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import type { RequestAction, RequestCommand } from './commands.ts';
import { type AnswerRoute, type InformationRequest, isEnded } from './state.ts';

const HUB_STAFF: readonly Role[] = [
  'CONTACT_OFFICER',
  'SOCIAL_WORKER',
  ...DECIDING_ROLES,
  'EMERGENCY_DUTY_TEAM',
];

/** Roles that may give each command. Source: the hub's roles and permissions table. */
const PERMITTED: Readonly<Record<RequestAction, readonly Role[]>> = {
  giveAnswer: ['AGENCY_REPRESENTATIVE', 'SYSTEM', ...HUB_STAFF],
  withdrawRequest: ['SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'],
  pauseClock: DECIDING_ROLES,
  endPause: DECIDING_ROLES,
  addChild: ['SYSTEM'],
  removeChild: ['SYSTEM'],
  hasten: ['SYSTEM'],
};

/** Why this actor may not take this action now; undefined when they may. */
export function obstacle(
  request: InformationRequest,
  action: RequestAction,
  actor: Actor,
): DomainError | undefined {
  return mayAct(request, action, actor) ?? fitsStage(request, action);
}

function mayAct(request: InformationRequest, action: RequestAction, actor: Actor): DomainError | undefined {
  if (!PERMITTED[action].includes(actor.role)) {
    return new DomainError('NOT_PERMITTED', `The role ${actor.role} may not do this to a request`);
  }
  if (actor.localAuthority !== 'HUB' && actor.localAuthority !== request.localAuthority) {
    return new DomainError('NOT_PERMITTED', 'This request belongs to another local authority');
  }
  return speaksForAnother(request, action, actor)
    ? new DomainError('NOT_PERMITTED', 'This request was made to another agency')
    : undefined;
}

/** Whoever signed in, or holds a link, speaks for one agency; hub staff write down what they were told. */
function speaksForAnother(request: InformationRequest, action: RequestAction, actor: Actor): boolean {
  if (action !== 'giveAnswer' || HUB_STAFF.includes(actor.role)) return false;
  return actor.agency !== request.agency;
}

function fitsStage(request: InformationRequest, action: RequestAction): DomainError | undefined {
  if (isEnded(request)) {
    return new DomainError('REQUEST_ENDED', 'The hub no longer waits for this answer; ring the hub instead');
  }
  return action !== 'giveAnswer' && request.stage === 'ANSWERED'
    ? new DomainError('REQUEST_ANSWERED', 'The agency has answered this request')
    : undefined;
}

/** The way an answer comes in by, which follows from who gives it. */
export function routeOf({ role }: Pick<Actor, 'role'>): AnswerRoute {
  if (role === 'SYSTEM') return 'LINK';
  return role === 'AGENCY_REPRESENTATIVE' ? 'API' : 'HUB_STAFF';
}

/** What an answer lacks, or names wrongly; undefined when it can be taken. */
export function faultOf(
  request: InformationRequest,
  { answer, detail, corrects, route }: Extract<RequestCommand, { type: 'giveAnswer' }>,
  actor: Actor,
): DomainError | undefined {
  if (route !== routeOf(actor)) {
    return new DomainError('NOT_PERMITTED', `The role ${actor.role} does not answer this way`, 'route');
  }
  if (answer === 'REFUSED' && detail === undefined) {
    return new DomainError('MISSING_FIELD', 'An agency that refuses to share gives its reason', 'detail');
  }
  if (corrects !== undefined && !request.answers.some(({ no }) => no === corrects)) {
    return new DomainError('ANSWER_UNKNOWN', 'This request has no such answer to correct', 'corrects');
  }
  return request.stage === 'ANSWERED' && corrects === undefined
    ? new DomainError(
        'REQUEST_ANSWERED',
        'The agency has answered; a further answer names the one it corrects',
        'corrects',
      )
    : undefined;
}
