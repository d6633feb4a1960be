import type { CaseToTell, FollowOnDelivery, Letter } from '../case.ts';
import { newsTo } from '../follow-on/news.ts';
import { followOnStream } from '../follow-on/stream.ts';
import { referralStream } from '../streams.ts';
import { endOf } from './children.ts';
import { agenciesOf, isToBeHeld } from './convening.ts';
import { casesToOpen } from './handing-on.ts';
import type { ChildProtection, Discussion, ProtectedChild } from './state.ts';

/** Everything the case owes, done or not. */
export function owedByProtection(state: ChildProtection): FollowOnDelivery[] {
  return [
    ...invitations(state),
    ...minutes(state),
    ...alerts(state),
    ...planAsked(state),
    ...casesToOpen(state),
    ...news(state),
  ];
}

function letter(
  { id, contactRef }: ChildProtection,
  template: Letter['template'],
  recipient: Letter['recipient'],
  no: number,
  key: string,
): Letter {
  return {
    key: `${id}/${template}/${key}`,
    message: 'LETTER',
    contactRef,
    from: followOnStream('CHILD_PROTECTION', id),
    template,
    recipient,
    no,
  };
}

/**
 * Each agency is invited once to each discussion. Who was invited to one in whose place another stands hears of that
 * under the number of the first, which the letter then calls off.
 */
function invitations(state: ChildProtection): Letter[] {
  if (state.closedAt !== undefined) return [];
  return state.discussions.flatMap((discussion) => {
    const { no, planned, replacedBy } = discussion;
    return (planned?.invited ?? []).flatMap(({ agency }) => {
      const recipient = { kind: 'AGENCY', agency } as const;
      const invited = letter(state, 'STRATEGY_INVITATION', recipient, no, `${no}/${agency}`);
      if (isToBeHeld(discussion)) return [invited];
      const isCalledOff = replacedBy !== undefined && Object.hasOwn(state.settled, invited.key);
      return isCalledOff
        ? [letter(state, 'STRATEGY_INVITATION', recipient, no, `${no}/${agency}/CALLED_OFF`)]
        : [];
    });
  });
}

function minutes(state: ChildProtection): Letter[] {
  return state.discussions.flatMap((discussion) =>
    discussion.circulatedAt === undefined ? [] : minutesOf(state, discussion),
  );
}

function minutesOf(state: ChildProtection, discussion: Discussion): Letter[] {
  const { no } = discussion;
  return agenciesOf(discussion).map((agency) =>
    letter(state, 'STRATEGY_MINUTES', { kind: 'AGENCY', agency }, no, `${no}/${agency}`),
  );
}

/** Whether the minutes of a discussion have been sent to everybody, not only asked to be; true where there are none. */
export function areMinutesOut(state: ChildProtection, discussion: Discussion): boolean {
  if (discussion.held === undefined) return true;
  return (
    discussion.circulatedAt !== undefined &&
    minutesOf(state, discussion).every(({ key }) => Object.hasOwn(state.settled, key))
  );
}

function alerts(state: ChildProtection): Letter[] {
  return state.legalAlerts.map(({ no, to: userId }) =>
    letter(state, 'LEGAL_ALERT', { kind: 'COLLEAGUE', userId }, no, `${no}`),
  );
}

function planAsked(state: ChildProtection): Letter[] {
  return (state.plan ?? []).map(({ no, agency }) =>
    letter(state, 'PLAN_ACTION_ASKED', { kind: 'AGENCY', agency }, no, `${no}`),
  );
}

/** Word to whoever asked for it about each child, and, where nobody did, to the child's own referral. */
function news(state: ChildProtection): CaseToTell[] {
  const { acceptedAt: at, acceptedBy, receiver } = state;
  const parts = [...state.earlier, ...state.children];
  const streams = [...new Set(parts.map(toldOf))];
  return streams.flatMap((to) => {
    const told = parts.filter((child) => toldOf(child) === to);
    const isAsked = told.some(({ from }) => from !== undefined);
    const [{ joinedAt } = { joinedAt: state.openedAt }] = told;
    const accepted =
      isAsked && at !== undefined && acceptedBy !== undefined && receiver !== undefined
        ? newsTo(state, { news: 'ACCEPTED', at, by: acceptedBy, receiver }, to)
        : [];
    return [
      ...(isAsked ? [] : newsTo(state, { news: 'OPENED', at: joinedAt }, to)),
      ...accepted,
      ...endNews(state, told, to),
    ];
  });
}

function toldOf({ from, referralRef }: ProtectedChild): string {
  return from ?? referralStream(referralRef);
}

/** Told once the part of every child it is about has ended; again where reasonable cause had appeared again since. */
function endNews(state: ChildProtection, parts: readonly ProtectedChild[], to: string): CaseToTell[] {
  const current = parts.filter((child) => !state.earlier.includes(child));
  const [at] = current
    .flatMap(({ end }) => (end === undefined ? [] : [end.at]))
    .toSorted()
    .toReversed();
  if (at === undefined || current.some(({ end }) => end === undefined)) return [];
  const round = Math.max(...current.map((child) => child.round));
  const told = newsTo(state, { news: 'ENDED', at, outcome: endOf(current) }, to);
  return round === 1 ? told : told.map((word) => ({ ...word, key: `${word.key}/${round}` }));
}
