import type { Context, FollowOnKind, Now } from '../follow-on/kind.ts';
import { PATHWAYS } from '../referral/outcomes.ts';
import { stopThose } from './clock-rules.ts';
import type { ChildProtectionCommand } from './commands.ts';
import { discussionPlanned, informationSent, invitationAnswered } from './convening.ts';
import { discussionRecorded } from './discussions.ts';
import { endedForChild, superseded, tidied } from './endings.ts';
import {
  childSeen,
  conferenceBooked,
  conferenceHeld,
  conferenceNotRequired,
  enquiryConcluded,
  startedInEmergency,
} from './enquiries.ts';
import { applyProtection, beginProtection, type Event, inTurn } from './evolve.ts';
import { concernsProtection, mayReadProtection, PROTECTION_PERMITTED, protectionObstacle } from './guards.ts';
import { newsOfOpened, openedSettled, returnedDecided } from './handing-on.ts';
import { joinedBy, opened } from './joining.ts';
import { minutesCirculated, minutesGiven, minutesOut } from './minutes.ts';
import { nextInProtection } from './next-step.ts';
import type { ChildProtectionOpening } from './opening.ts';
import { owedByProtection } from './owed.ts';
import { legalAlerts, protectionCommand } from './protections.ts';
import type { ChildProtection } from './state.ts';
import { PROTECTION_WORDS } from './words.ts';

/**
 * From reasonable cause to suspect significant harm, by strategy discussions and enquiries under section 47, to the
 * conference or to whoever goes on with each child.
 * @see Working Together to Safeguard Children 2023, chapter 3
 */
export const childProtection: FollowOnKind<
  ChildProtection,
  ChildProtectionCommand,
  Event,
  ChildProtectionOpening
> = {
  name: 'CHILD_PROTECTION',
  words: 'Child protection',
  opens: 'ChildProtectionOpened',
  actions: [
    'acceptProtection',
    'planDiscussion',
    'answerInvitation',
    'sendInformation',
    'recordDiscussion',
    'circulateMinutes',
    'recordMinutesGiven',
    'startEmergencyS47',
    'recordChildSeen',
    'concludeS47',
    'bookConference',
    'recordConference',
    'recordConferenceNotRequired',
    'recordPoliceProtection',
    'endPoliceProtection',
    'recordEpo',
    'extendEpo',
    'endEpo',
    'decideReturned',
    'endForChild',
  ],
  permitted: PROTECTION_PERMITTED,
  hasPlan: true,
  stageWords: PROTECTION_WORDS,
  open: opened,
  join: (state, opening, context) => thenTidied(state, joinedBy(state, opening, context), context),
  begin: beginProtection,
  apply: applyProtection,
  unseen: ['LegalAlertGiven', 'HandingOnAnswered', 'ChildProtectionEnded'],
  concerns: concernsProtection,
  obstacle: protectionObstacle,
  accept: (state, command, context) => thenTidied(state, taken(state, command, context), context),
  onClock: legalAlerts,
  onNews: (state, news, context) => thenTidied(state, newsOfOpened(state, news, context), context),
  onAccepted(state, { receiver, acceptedBy }, context) {
    return state.acceptedAt === undefined ? accepted(state, receiver, acceptedBy, context) : [];
  },
  onSuperseded: (state, word, context) => thenTidied(state, superseded(state, word, context), context),
  onSettled(state, delivery, settled, context) {
    const made = [
      ...openedSettled(state, delivery, settled, context),
      ...(delivery.message === 'LETTER' ? minutesOut(state, context) : []),
    ];
    return thenTidied(state, made, context);
  },
  owes: owedByProtection,
  next: nextInProtection,
  hasNoLimit: ({ stage }) => stage === 'HANDING_ON',
  mayRead: mayReadProtection,
};

function thenTidied(state: ChildProtection, events: readonly Event[], context: Now): Event[] {
  return inTurn(
    state,
    () => events,
    (after) => tidied(after, context),
  );
}

function taken(state: ChildProtection, command: ChildProtectionCommand, context: Context): Event[] {
  switch (command.type) {
    case 'acceptProtection': {
      const { receiver = PATHWAYS.STRATEGY_S47.receiver ?? 'ASSESSMENT_TEAM' } = command;
      return accepted(state, receiver, context.actor.userId, context);
    }
    case 'planDiscussion':
      return discussionPlanned(state, command, context);
    case 'answerInvitation':
      return invitationAnswered(state, command, context);
    case 'sendInformation':
      return informationSent(state, command, context);
    case 'recordDiscussion':
      return discussionRecorded(state, command, context);
    case 'circulateMinutes':
      return minutesCirculated(state, command, context);
    case 'recordMinutesGiven':
      return inTurn(
        state,
        () => minutesGiven(state, command, context),
        (after) => minutesOut(after, context),
      );
    case 'startEmergencyS47':
      return startedInEmergency(state, command, context);
    case 'recordChildSeen':
      return childSeen(state, command, context);
    case 'concludeS47':
      return enquiryConcluded(state, command, context);
    case 'bookConference':
      return conferenceBooked(state, command, context);
    case 'recordConference':
      return conferenceHeld(state, command, context);
    case 'recordConferenceNotRequired':
      return conferenceNotRequired(state, command, context);
    case 'recordPoliceProtection':
    case 'endPoliceProtection':
    case 'recordEpo':
    case 'extendEpo':
    case 'endEpo':
      return protectionCommand(state, command, context);
    case 'decideReturned':
      return returnedDecided(state, command, context);
    case 'endForChild':
      return endedForChild(state, command, context);
  }
}

/** The protection team answers for the family from now on; each child who is handed on has a clock of their own. */
function accepted(
  state: ChildProtection,
  receiver: string,
  acceptedBy: string,
  { now, rules }: Now,
): Event[] {
  return [
    { type: 'ProtectionAccepted', occurredAt: now, receiver, acceptedBy },
    ...stopThose(state, ({ id }) => id === 'HANDOVER_ACCEPTANCE', 'ACCEPTED', now, rules),
  ];
}
