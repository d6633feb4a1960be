import type { FollowOnDelivery, Letter } from '../case.ts';
import { followOnStream } from '../follow-on/stream.ts';
import { agenciesOf, isToBeHeld } from './convening.ts';
import { casesToOpen } from './handing-on.ts';
import { newsOfProtection } from './news.ts';
import type { ChildProtection, Discussion } from './state.ts';

/** Everything the case owes, done or not. */
export function owedByProtection(state: ChildProtection): FollowOnDelivery[] {
  return [
    ...invitations(state),
    ...minutes(state),
    ...alerts(state),
    ...casesToOpen(state),
    ...newsOfProtection(state),
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
