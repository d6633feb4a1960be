import type { CaseToTell, ContactToBegin, FollowOnDelivery, Letter } from '../case.ts';
import type { KindStep } from '../follow-on/kind.ts';
import { newsTo } from '../follow-on/news.ts';
import type { Role } from '../vocabulary.ts';
import { type EarlyHelp, hasAgreed } from './state.ts';

export function owes(state: EarlyHelp): FollowOnDelivery[] {
  return [...letters(state), ...contactToBegin(state), ...accepted(state), ...over(state)];
}

/** The letter to a family is written by whoever leads, who is told that it is due. */
function letters({ id, contactRef, lettersAskedOf }: EarlyHelp): Letter[] {
  return lettersAskedOf.map((userId, index) => ({
    key: `${id}/EARLY_HELP_LETTER/${index + 1}`,
    message: 'LETTER',
    contactRef,
    from: streamOf(id),
    template: 'EARLY_HELP_LETTER',
    recipient: { kind: 'COLLEAGUE', userId },
    no: index + 1,
  }));
}

function contactToBegin({ id, contactRef, referralRefs, stage, stepUp }: EarlyHelp): ContactToBegin[] {
  if (stepUp === undefined || stage !== 'STEPPING_UP') return [];
  const { reason, isUrgent, steppedUpBy } = stepUp;
  return [
    {
      key: stepUpKey(id),
      message: 'CONTACT_TO_BEGIN',
      contactRef,
      referralRef: referralRefs[0],
      from: streamOf(id),
      reason,
      isUrgent,
      steppedUpBy,
    },
  ];
}

function stepUpKey(id: string): string {
  return `${id}/step-up`;
}

function streamOf(id: string): string {
  return `early-help:${id}`;
}

/** The hub lets go once Early Help has accepted; social care closes once the meeting has been held. */
function accepted(state: EarlyHelp): CaseToTell[] {
  const { acceptance, begunAt, meeting, receiver, route } = state;
  if (acceptance === undefined) return [];
  const { acceptedBy: by } = acceptance;
  if (route === 'DECISION') return newsTo(state, { news: 'ACCEPTED', at: acceptance.at, by, receiver });
  return meeting === undefined || begunAt === undefined
    ? []
    : newsTo(state, { news: 'ACCEPTED', at: begunAt, by, receiver, outcome: 'MEETING_HELD' });
}

function over(state: EarlyHelp): CaseToTell[] {
  const { closedAt, closing, returned, stage } = state;
  if (closedAt === undefined) return [];
  if (stage === 'RETURNED' && returned !== undefined) {
    const { at, by, why } = returned;
    return newsTo(state, { news: 'RETURNED', at, outcome: why, ...(by !== undefined && { by }) });
  }
  const outcome = closing === undefined ? stage : `${stage}.${closing.outcome}`;
  return newsTo(state, { news: 'ENDED', at: closedAt, outcome });
}

/** Whose turn it is. */
export function next(state: EarlyHelp): KindStep | undefined {
  const step = (action: string, by: Role, words: string) => ({ action, by, words });
  switch (state.stage) {
    case 'EARLY_HELP_OFFERED':
    case 'STEP_DOWN_PENDING': {
      const asks = state.route === 'STEP_DOWN' ? 'SOCIAL_WORKER' : 'EARLY_HELP_PRACTITIONER';
      if (state.acceptance === undefined) {
        return step('acceptFamily', 'EARLY_HELP_MANAGER', 'Accept the family and name the lead practitioner');
      }
      return hasAgreed(state)
        ? step(
            'recordHandoverMeeting',
            'EARLY_HELP_MANAGER',
            'Hold the hand-over meeting with the social worker',
          )
        : step('recordFamilyAnswer', asks, 'Ask the family whether it agrees');
    }
    case 'EARLY_HELP_ACTIVE':
      return whileActive(state);
    case 'UNDER_REVIEW':
      return step('reviewEngagement', 'TEAM_MANAGER', 'Say what becomes of a family that does not engage');
    case 'STEPPING_UP':
      return step('stepUp', 'SYSTEM', 'The hub takes the family on as a new referral');
    default:
      return undefined;
  }
}

function whileActive({ clocks, sinceReached }: EarlyHelp): KindStep {
  const by = 'EARLY_HELP_PRACTITIONER';
  const isUnreached = clocks.some(
    ({ kind, status }) => kind === 'EARLY_HELP_CONTACT' && status !== 'STOPPED',
  );
  if (sinceReached.letterDue) {
    return { action: 'recordLetterSent', by, words: 'Write to the family, which could not be reached' };
  }
  if (sinceReached.letterSent && sinceReached.attempts > 0) {
    return { action: 'recordNotEngaging', by, words: 'Reach the family, or say that it does not engage' };
  }
  return isUnreached
    ? { action: 'logContact', by, words: 'Make the first contact with the family' }
    : {
        action: 'recordReview',
        by,
        words: 'Hold the next review of the team around the family',
        isRoutine: true,
      };
}
