import { DomainError } from '../errors.ts';
import { startClock } from '../follow-on/clock-keeping.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import { begun, moved } from '../follow-on/facts.ts';
import type { FollowOnKind } from '../follow-on/kind.ts';
import { earlier } from '../instant.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import { later } from '../working-time.ts';
import { accepted, ended, reported, reviewed } from './course.ts';
import type { AgencyActionOpening } from './opening.ts';
import { owed } from './owed.ts';
import type { AgencyAction, AgencyActionCommand, AgencyActionEvent } from './state.ts';

type Event = AgencyActionEvent | CommonEvent;

/**
 * An action asked of one agency, from asking to its confirmation, or a question about the agency's own referral.
 * @see Stockton Cabinet, 16 March 2017: single-agency actions are followed until they are confirmed.
 */
export const agencyAction: FollowOnKind<AgencyAction, AgencyActionCommand, Event, AgencyActionOpening> = {
  name: 'AGENCY_ACTION',
  words: 'Action by one agency',
  opens: 'AgencyActionOpened',
  actions: ['acceptAction', 'reportAction', 'reviewNotDone', 'judgeReferral', 'withdrawAction'],
  permitted: {
    acceptAction: ['AGENCY_REPRESENTATIVE'],
    reportAction: ['AGENCY_REPRESENTATIVE', 'SOCIAL_WORKER', ...DECIDING_ROLES],
    reviewNotDone: DECIDING_ROLES,
    judgeReferral: ['AGENCY_REPRESENTATIVE', 'CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES],
    withdrawAction: DECIDING_ROLES,
  },
  hasPlan: false,
  stageWords: {
    ASKED: 'Asked, not accepted yet',
    ACCEPTED: 'Accepted by the agency',
    NOT_DONE: 'Not done, a manager has to look',
    DONE: 'Done',
    CLOSED_NOT_DONE: 'Closed, not done',
    RETURNED: 'Returned to the hub',
    APPROPRIATE: 'Referral judged appropriate',
    INAPPROPRIATE: 'Referral judged not appropriate',
    NO_REPLY: 'No reply',
    SUPERSEDED: 'Ended by a later decision',
    WITHDRAWN: 'No longer asked',
    AgencyActionOpened: 'The agency was asked',
    ActionAccepted: 'The agency accepted the child',
    ActionReported: 'The agency said what came of it',
    NotDoneReviewed: 'A manager looked at what was not done',
    ReferralJudged: 'The agency judged its own referral',
    ActionWithdrawn: 'The agency is no longer asked',
    AgencyActionEnded: 'Ended',
  },
  open(opening, { now, rules }) {
    const kind = opening.purpose === 'ACTION' ? 'AGENCY_ACTION' : 'APPROPRIATENESS';
    const none = { clocks: [] };
    return [
      { type: 'AgencyActionOpened', occurredAt: now, opening },
      ...startClock(none, kind, { startedAt: now, now }, rules),
      ...(opening.purpose === 'ACTION'
        ? startClock(none, 'HANDOVER_ACCEPTANCE', { startedAt: now, now }, rules)
        : []),
    ];
  },
  begin(event) {
    if (event.type !== 'AgencyActionOpened')
      throw new Error(`an agency action cannot begin with ${event.type}`);
    const { opening, occurredAt } = event;
    const { purpose, agency, what, decisionNo } = opening;
    return {
      ...begun(opening, occurredAt, { team: 'HUB', role: 'TEAM_MANAGER' }),
      kind: 'AGENCY_ACTION',
      stage: 'ASKED',
      purpose,
      agency,
      ...(what && { what }),
      ...(decisionNo !== undefined && { decisionNo }),
    };
  },
  apply(state, event) {
    const { occurredAt: at } = event;
    switch (event.type) {
      case 'ActionAccepted': {
        const owner = { team: state.agency, role: 'AGENCY_REPRESENTATIVE', since: at } as const;
        return { ...moved(state, owner), stage: 'ACCEPTED', acceptedAt: at, acceptedBy: event.acceptedBy };
      }
      case 'ActionReported': {
        const { done, reason, note, reportedBy } = event;
        const report = { done, reportedAt: at, reportedBy, ...(reason && { reason }), ...(note && { note }) };
        if (done) return { ...state, report };
        const hub = { team: 'HUB', role: 'TEAM_MANAGER', since: at } as const;
        // The hub still has a child whom the agency never accepted.
        return { ...(state.stage === 'ASKED' ? state : moved(state, hub)), report, stage: 'NOT_DONE' };
      }
      case 'NotDoneReviewed': {
        const { rationale, reviewedBy } = event;
        return { ...state, review: { rationale, reviewedBy } };
      }
      case 'ReferralJudged': {
        const { appropriate: done, note, judgedBy: reportedBy } = event;
        return { ...state, report: { done, reportedAt: at, reportedBy, ...(note && { note }) } };
      }
      case 'AgencyActionEnded':
        return { ...state, stage: event.stage, closedAt: at };
      default:
        return state;
    }
  },
  unseen: ['AgencyActionEnded'],
  concerns(state, action, actor) {
    if (actor.role !== 'AGENCY_REPRESENTATIVE') return undefined;
    return actor.agency === state.agency && action !== 'reviewNotDone' && action !== 'withdrawAction';
  },
  obstacle(state, action) {
    const isQuestion = state.purpose === 'APPROPRIATENESS';
    const wrong = () => new DomainError('NOT_AT_THIS_STAGE', 'The agency action is not at this stage');
    switch (action) {
      case 'acceptAction':
        return !isQuestion && state.stage === 'ASKED' ? undefined : wrong();
      case 'reportAction':
        return !isQuestion && state.stage !== 'NOT_DONE' ? undefined : wrong();
      case 'reviewNotDone':
        return state.stage === 'NOT_DONE' ? undefined : wrong();
      case 'judgeReferral':
        return isQuestion ? undefined : wrong();
      case 'withdrawAction':
        return undefined;
    }
  },
  accept(state, command, { actor, now, rules }) {
    switch (command.type) {
      case 'acceptAction':
        return accepted(state, actor.userId, now, rules);
      case 'reportAction':
        return reported(state, command, actor.userId, now, rules);
      case 'reviewNotDone':
        return reviewed(state, command, actor.userId, now, rules);
      case 'judgeReferral': {
        const { appropriate, note } = command;
        return [
          {
            type: 'ReferralJudged',
            occurredAt: now,
            appropriate,
            ...(note && { note }),
            judgedBy: actor.userId,
          },
          ...ended(state, appropriate ? 'APPROPRIATE' : 'INAPPROPRIATE', now, rules),
        ];
      }
      case 'withdrawAction':
        return [
          {
            type: 'ActionWithdrawn',
            occurredAt: now,
            rationale: command.rationale,
            withdrawnBy: actor.userId,
          },
          ...ended(state, 'WITHDRAWN', now, rules),
        ];
    }
  },
  /** A question about a past referral is nobody's danger: unanswered in time it is counted as no reply (C30). */
  onClock(state, event, { rules }) {
    const isOver = event.type === 'ClockBreached' && state.purpose === 'APPROPRIATENESS';
    return isOver ? ended(state, 'NO_REPLY', event.occurredAt, rules) : [];
  },
  /** Accepted at the referral, which says when: the clock of the hand-over stopped then, however late the word is. */
  onAccepted(state, { acceptedBy, acceptedAt }, { now, rules }) {
    if (state.stage !== 'ASKED' || state.purpose !== 'ACTION') return [];
    return accepted(state, acceptedBy, later(state.openedAt, earlier(acceptedAt, now)), rules);
  },
  onSuperseded(state, _word, { now, rules }) {
    return ended(state, 'SUPERSEDED', now, rules);
  },
  owes: owed,
  next({ stage, purpose }) {
    if (purpose === 'APPROPRIATENESS') {
      return {
        action: 'judgeReferral',
        by: 'AGENCY_REPRESENTATIVE',
        words: 'Say whether the agency’s referral was appropriate',
      };
    }
    switch (stage) {
      case 'ASKED':
        return { action: 'acceptAction', by: 'AGENCY_REPRESENTATIVE', words: 'Accept what is asked' };
      case 'ACCEPTED':
        return { action: 'reportAction', by: 'AGENCY_REPRESENTATIVE', words: 'Say what came of it' };
      case 'NOT_DONE':
        return { action: 'reviewNotDone', by: 'TEAM_MANAGER', words: 'Look at what was not done' };
      default:
        return undefined;
    }
  },
  hasNoLimit: ({ stage }) => stage === 'NOT_DONE',
  mayRead: (state, actor) => actor.role === 'AGENCY_REPRESENTATIVE' && actor.agency === state.agency,
};
