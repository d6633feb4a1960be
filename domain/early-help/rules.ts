import type { FollowOnKind } from '../follow-on/kind.ts';
import type { EarlyHelpCommand } from './commands.ts';
import { closed, type Event, ended, endedForChild, steppedUp, stepsUp } from './ending.ts';
import { contactLogged, engagementReviewed, letterSent, notEngaging, reviewHeld } from './engagement.ts';
import { apply, begin } from './evolve.ts';
import { obstacle, PERMITTED } from './guards.ts';
import { accepted, answered, feedbackGiven, handedOver, onClock, opened, refused } from './offer.ts';
import type { EarlyHelpOpening } from './opening.ts';
import { next, owes } from './owed.ts';
import type { EarlyHelp } from './state.ts';
import { EARLY_HELP_WORDS } from './words.ts';

/**
 * Early Help for a family: offered by the hub or stepped down from social care, accepted, reviewed, and closed, stepped
 * up or given back for a fresh decision. Transitions 20 to 23 and 29.
 */
export const earlyHelp: FollowOnKind<EarlyHelp, EarlyHelpCommand, Event, EarlyHelpOpening> = {
  name: 'EARLY_HELP',
  words: 'Early Help',
  opens: 'EarlyHelpOpened',
  actions: [
    'acceptFamily',
    'recordFamilyAnswer',
    'recordHandoverMeeting',
    'refuseFamily',
    'logContact',
    'recordLetterSent',
    'recordReview',
    'recordNotEngaging',
    'reviewEngagement',
    'changeLeadPractitioner',
    'giveRoutingFeedback',
    'stepUp',
    'closeEarlyHelp',
    'endForChild',
  ],
  permitted: PERMITTED,
  hasPlan: true,
  stageWords: EARLY_HELP_WORDS,
  unseen: ['EarlyHelpBegan', 'FamilyLetterDue', 'FamilySteppedUp', 'EarlyHelpEnded'],
  // What Early Help thinks of a route is often known only once it has given the family back.
  whileEnded: ['giveRoutingFeedback'],
  open: opened,
  begin(event) {
    if (event.type !== 'EarlyHelpOpened') throw new Error(`Early Help cannot begin with ${event.type}`);
    return begin(event);
  },
  apply,
  obstacle,
  accept(state, command, context) {
    const { actor, now } = context;
    switch (command.type) {
      case 'recordFamilyAnswer':
        return answered(state, command, context);
      case 'acceptFamily':
        return accepted(state, command, actor.userId, context);
      case 'refuseFamily':
        return refused(state, command, context);
      case 'recordHandoverMeeting':
        return handedOver(state, command, context);
      case 'logContact':
        return contactLogged(state, command, context);
      case 'recordLetterSent':
        return letterSent(state, command, context);
      case 'recordNotEngaging':
        return notEngaging(state, command, context);
      case 'reviewEngagement':
        return engagementReviewed(state, command, context);
      case 'recordReview':
        return reviewHeld(state, command, context);
      case 'changeLeadPractitioner': {
        const { leadPractitioner, reason } = command;
        const changedBy = actor.userId;
        return [{ type: 'LeadPractitionerChanged', occurredAt: now, leadPractitioner, reason, changedBy }];
      }
      case 'giveRoutingFeedback':
        return [feedbackGiven(command, context)];
      case 'stepUp':
        return stepsUp(command, context);
      case 'closeEarlyHelp':
        return closed(state, command, context);
      case 'endForChild':
        return endedForChild(state, command, context);
    }
  },
  onClock,
  onAccepted(state, { acceptedBy }, context) {
    const isAwaited = obstacle(state, 'acceptFamily') === undefined;
    return isAwaited ? accepted(state, { leadPractitioner: acceptedBy }, acceptedBy, context) : [];
  },
  /** A family that is stepping up is on its way to a decision of its own, which no earlier one overtakes. */
  onSuperseded(state, _word, { now, rules }) {
    return state.stage === 'STEPPING_UP' ? [] : ended(state, 'SUPERSEDED', now, rules);
  },
  onSettled(state, { message }, { caseId }, context) {
    const isTaken = message === 'CONTACT_TO_BEGIN' && state.stage === 'STEPPING_UP' && caseId !== undefined;
    return isTaken ? steppedUp(state, caseId, context) : [];
  },
  owes,
  next,
  /** What waits for a manager's look, or for the hub to take a family on, has no limit of its own. */
  hasNoLimit: ({ stage }) => stage === 'UNDER_REVIEW' || stage === 'STEPPING_UP',
  mayRead: ({ localAuthority }, actor) =>
    (actor.role === 'EARLY_HELP_MANAGER' || actor.role === 'EARLY_HELP_PRACTITIONER') &&
    (actor.localAuthority === 'HUB' || actor.localAuthority === localAuthority),
};
