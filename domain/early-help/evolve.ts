import { begun, moved } from '../follow-on/facts.ts';
import { type CaseOwner, ownerNow } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { EarlyHelpEvent } from './events.ts';
import type { ContactAttempt, EarlyHelp, SinceReached } from './state.ts';

const NOTHING_TRIED: SinceReached = { attempts: 0, letterDue: false, letterSent: false };

/** Social care stays responsible for a family that steps down; the hub for one it offers Early Help to. */
export function begin({
  opening,
  occurredAt,
}: Extract<EarlyHelpEvent, { type: 'EarlyHelpOpened' }>): EarlyHelp {
  const { route, receiver, familyAgreed, heldBy, reason, decisionNo } = opening;
  const isDecision = route === 'DECISION';
  return {
    ...begun(opening, occurredAt, { team: isDecision ? 'HUB' : heldBy, role: 'TEAM_MANAGER' }),
    kind: 'EARLY_HELP',
    stage: isDecision ? 'EARLY_HELP_OFFERED' : 'STEP_DOWN_PENDING',
    route,
    receiver,
    familyAgreed,
    heldBy,
    ...(reason && { reason }),
    ...(decisionNo !== undefined && { decisionNo }),
    contacts: [],
    sinceReached: NOTHING_TRIED,
    lettersAskedOf: [],
    lettersSent: [],
    reviews: [],
  };
}

export function apply(state: EarlyHelp, event: EarlyHelpEvent): EarlyHelp {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'EarlyHelpOpened':
      throw new Error('Early Help is opened once');
    case 'FamilyAnswered': {
      const { type: _type, occurredAt: _at, ...answer } = event;
      return { ...state, answer };
    }
    case 'FamilyAccepted': {
      const { type: _type, occurredAt: _at, ...rest } = event;
      const { leadPractitioner } = rest;
      const accepted = { ...state, acceptance: { at, ...rest }, leadPractitioner };
      return state.route === 'DECISION' ? moved(accepted, led(accepted, leadPractitioner, at)) : accepted;
    }
    case 'HandoverMeetingHeld': {
      const { type: _type, occurredAt: _at, ...meeting } = event;
      return moved({ ...state, meeting }, led(state, state.leadPractitioner, at));
    }
    case 'EarlyHelpBegan':
      return { ...state, stage: 'EARLY_HELP_ACTIVE', begunAt: at };
    case 'FamilyReturned': {
      const { why, returnedBy: by } = event;
      const returned = { ...state, returned: { why, at, ...(by !== undefined && { by }) } };
      const isWithEarlyHelp = ownerNow(state).role === 'EARLY_HELP_MANAGER';
      return isWithEarlyHelp ? moved(returned, { team: 'HUB', role: 'TEAM_MANAGER', since: at }) : returned;
    }
    case 'FamilyContactLogged': {
      const { type: _type, occurredAt: _at, ...attempt } = event;
      return contacted(state, attempt);
    }
    case 'FamilyLetterDue':
      return {
        ...state,
        lettersAskedOf: [...state.lettersAskedOf, event.askedOf],
        sinceReached: { ...state.sinceReached, letterDue: true },
      };
    case 'FamilyLetterSent': {
      const { sentAt, sentBy } = event;
      return {
        ...state,
        lettersSent: [...state.lettersSent, { sentAt, sentBy }],
        sinceReached: { ...state.sinceReached, letterDue: false, letterSent: true },
      };
    }
    case 'FamilyNotEngaging': {
      const { reason, note, recordedBy } = event;
      return { ...state, stage: 'UNDER_REVIEW', notEngaging: { reason, note, at, recordedBy } };
    }
    case 'EngagementReviewed':
      return event.decision === 'CONTINUE'
        ? { ...state, stage: 'EARLY_HELP_ACTIVE', sinceReached: NOTHING_TRIED }
        : state;
    case 'FamilyReviewHeld': {
      const { heldAt, outcome, recordedBy } = event;
      return { ...state, reviews: [...state.reviews, { heldAt, outcome, recordedBy }] };
    }
    case 'LeadPractitionerChanged': {
      const { leadPractitioner } = event;
      const changed = { ...state, leadPractitioner };
      const isWithEarlyHelp = ownerNow(state).role === 'EARLY_HELP_MANAGER';
      return isWithEarlyHelp ? moved(changed, led(state, leadPractitioner, at)) : changed;
    }
    case 'RoutingFeedbackGiven':
      return { ...state, feedback: event.code };
    case 'FamilyStepsUp': {
      const { reason, isUrgent, steppedUpBy } = event;
      return { ...state, stage: 'STEPPING_UP', stepUp: { reason, isUrgent, at, steppedUpBy } };
    }
    case 'FamilySteppedUp':
      return {
        ...state,
        ...(state.stepUp && { stepUp: { ...state.stepUp, referralRef: event.referralRef } }),
      };
    case 'EarlyHelpClosed': {
      const { type: _type, occurredAt: _at, ...closing } = event;
      return { ...state, closing };
    }
    case 'EarlyHelpEndedForChild':
      return state;
    case 'EarlyHelpEnded':
      return { ...state, stage: event.stage, closedAt: at };
  }
}

/** The manager answers for the family; the lead practitioner is the one person the family knows. */
function led({ receiver }: EarlyHelp, userId: string | undefined, since: Instant): CaseOwner {
  return { team: receiver, role: 'EARLY_HELP_MANAGER', since, ...(userId !== undefined && { userId }) };
}

function contacted(state: EarlyHelp, attempt: ContactAttempt): EarlyHelp {
  const { contacts, sinceReached } = state;
  const tried = { ...sinceReached, attempts: sinceReached.attempts + 1 };
  return {
    ...state,
    contacts: [...contacts, attempt],
    sinceReached: attempt.reached ? NOTHING_TRIED : tried,
  };
}
