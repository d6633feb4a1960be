import type { KindStep } from '../follow-on/kind.ts';
import {
  awaitsConference,
  awaitsDiscussion,
  isConcluded,
  isInEnquiry,
  isProtectedNow,
  isReturned,
  protectionInForce,
} from './children.ts';
import { awaitsCirculation, isToBeHeld } from './convening.ts';
import type { ChildProtection, ProtectedChild } from './state.ts';

type Step = KindStep & { readonly isNow: (state: ChildProtection) => boolean };

function some(isAt: (child: ProtectedChild) => boolean) {
  return ({ children }: ChildProtection) => children.some((child) => isAt(child));
}

function isUnseen(child: ProtectedChild): boolean {
  return !isConcluded(child) && child.s47 !== undefined && child.sightings.length === 0;
}

/** What keeps a child safe comes before what is written about it. */
const STEPS: readonly Step[] = [
  {
    isNow: (state) =>
      state.children.some(
        (child) =>
          awaitsDiscussion(child) &&
          !state.discussions.some((one) => isToBeHeld(one) && one.covers.includes(child.referralRef)),
      ),
    action: 'planDiscussion',
    by: 'TEAM_MANAGER',
    words: 'Convene a strategy discussion',
  },
  {
    isNow: some(isUnseen),
    action: 'recordChildSeen',
    by: 'SOCIAL_WORKER',
    words: 'See the child',
  },
  {
    isNow: ({ acceptedAt, clocks }) =>
      acceptedAt === undefined &&
      clocks.some(({ id, status }) => id === 'HANDOVER_ACCEPTANCE' && status !== 'STOPPED'),
    action: 'acceptProtection',
    by: 'TEAM_MANAGER',
    words: 'Accept the family for the protection team',
  },
  {
    isNow: some(awaitsDiscussion),
    action: 'recordDiscussion',
    by: 'STRATEGY_CHAIR',
    words: 'Hold the strategy discussion and record it',
  },
  {
    isNow: ({ discussions }) => discussions.some(awaitsCirculation),
    action: 'circulateMinutes',
    by: 'STRATEGY_CHAIR',
    words: 'Send the minutes to everybody invited',
  },
  {
    isNow: some(isReturned),
    action: 'decideReturned',
    by: 'TEAM_MANAGER',
    words: 'Decide who goes on with the child who came back',
  },
  {
    isNow: some(isInEnquiry),
    action: 'concludeS47',
    by: 'TEAM_MANAGER',
    words: 'Say what the enquiries came to',
    isRoutine: true,
  },
  {
    isNow: some((child) => awaitsConference(child) && child.conference.bookedFor === undefined),
    action: 'bookConference',
    by: 'TEAM_MANAGER',
    words: 'Book the child protection conference',
  },
  {
    isNow: some(awaitsConference),
    action: 'recordConference',
    by: 'TEAM_MANAGER',
    words: 'Hold the conference and record it',
    isRoutine: true,
  },
  {
    isNow: some(({ end, handedOn }) => end === undefined && handedOn !== undefined),
    action: 'noteNews',
    by: 'TEAM_MANAGER',
    words: 'Wait until whoever goes on with the child accepts',
    isRoutine: true,
  },
  {
    isNow: some((child) => protectionInForce(child, 'POLICE_PROTECTION') !== undefined),
    action: 'endPoliceProtection',
    by: 'SOCIAL_WORKER',
    words: 'Say how police protection ended',
  },
  {
    isNow: some(isProtectedNow),
    action: 'endEpo',
    by: 'SOCIAL_WORKER',
    words: 'Say how the emergency protection order ended',
  },
  {
    isNow: () => true,
    action: 'recordMinutesGiven',
    by: 'STRATEGY_CHAIR',
    words: 'Wait until everybody has the minutes, or give them another way',
    isRoutine: true,
  },
];

/** The one thing that moves an open case on, and whose turn it is. */
export function nextInProtection(state: ChildProtection): KindStep | undefined {
  const step = STEPS.find(({ isNow }) => isNow(state));
  if (step === undefined) return undefined;
  const { isNow: _isNow, ...ofKind } = step;
  return ofKind;
}
