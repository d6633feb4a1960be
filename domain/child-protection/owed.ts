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

/** Ends the key of an invitation that is taken back. */
const CALLED_OFF = '/CALLED_OFF';

/** Whether an invitation, by its key, takes back the one before: nobody comes to that discussion any more. */
export function isCallingOff(key: string): boolean {
  return key.endsWith(CALLED_OFF);
}

/**
 * Each agency is invited once to each discussion. One that is not held after all, because another stands in its place
 * or the case is over, is called off with everybody who had been invited.
 */
function invitations(state: ChildProtection): Letter[] {
  const isOver = state.closedAt !== undefined;
  return state.discussions.flatMap((discussion) => {
    const { no, planned, held, replacedBy } = discussion;
    return (planned?.invited ?? []).flatMap(({ agency }) => {
      const recipient = { kind: 'AGENCY', agency } as const;
      const invited = letter(state, 'STRATEGY_INVITATION', recipient, no, `${no}/${agency}`);
      if (isToBeHeld(discussion) && !isOver) return [invited];
      const isOff = held === undefined && (replacedBy !== undefined || isOver);
      return isOff && Object.hasOwn(state.settled, invited.key)
        ? [letter(state, 'STRATEGY_INVITATION', recipient, no, `${no}/${agency}${CALLED_OFF}`)]
        : [];
    });
  });
}

function minutes(state: ChildProtection): Letter[] {
  return state.discussions.flatMap((discussion) =>
    discussion.circulatedAt === undefined
      ? []
      : withoutMinutes(state, discussion).map((agency) => minutesTo(state, discussion, agency)),
  );
}

function minutesTo(state: ChildProtection, { no }: Discussion, agency: string): Letter {
  return letter(state, 'STRATEGY_MINUTES', { kind: 'AGENCY', agency }, no, `${no}/${agency}`);
}

/** Agencies that were there or had been invited, and have not been sent or given the minutes. */
export function withoutMinutes(state: ChildProtection, discussion: Discussion): string[] {
  return agenciesOf(discussion).filter(
    (agency) =>
      !discussion.givenTo.includes(agency) &&
      !Object.hasOwn(state.settled, minutesTo(state, discussion, agency).key),
  );
}

/** Whether everybody has the minutes of a discussion, not only is to have them; true where there are none. */
export function areMinutesOut(state: ChildProtection, discussion: Discussion): boolean {
  if (discussion.held === undefined) return true;
  return discussion.circulatedAt !== undefined && withoutMinutes(state, discussion).length === 0;
}

function alerts(state: ChildProtection): Letter[] {
  return state.legalAlerts.map(({ no, to: userId }) =>
    letter(state, 'LEGAL_ALERT', { kind: 'COLLEAGUE', userId }, no, `${no}`),
  );
}
