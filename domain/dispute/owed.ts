import type { CaseToTell, FollowOnDelivery, Letter, LetterRecipient } from '../case.ts';
import { newsTo } from '../follow-on/news.ts';
import { followOnStream } from '../follow-on/stream.ts';
import type { Instant } from '../instant.ts';
import { referralStream } from '../streams.ts';
import type { Objector } from './opening.ts';
import type { Dispute, ObjectorOfDispute } from './state.ts';

/** Everything a dispute owes: letters to those who object and to the partnership, and word to the disputed case. */
export function owed(state: Dispute): FollowOnDelivery[] {
  const { closedAt, objectors } = state;
  return [
    ...news(state),
    ...toEach(objectors, (one) => letter(state, 'DISPUTE_OPENED', one)),
    ...raisedLetters(state),
    ...partnershipLetters(state),
    ...(closedAt === undefined ? [] : toEach(objectors, (one) => letter(state, 'DISPUTE_RESOLVED', one))),
  ];
}

/** Each level is told to those who objected when the dispute came there. */
function raisedLetters(state: Dispute): Letter[] {
  return state.levels
    .filter(({ how }) => how !== 'OPENED')
    .flatMap(({ level, from }) => {
      const told = state.objectors.filter((objector) => wasObjecting(objector, from));
      return toEach(told, (one) => letter(state, 'DISPUTE_RAISED', one, level));
    });
}

function wasObjecting({ joinedAt, withdrawal }: ObjectorOfDispute, at: Instant): boolean {
  return joinedAt <= at && (withdrawal === undefined || withdrawal.at > at);
}

function partnershipLetters(state: Dispute): Letter[] {
  return state.levels
    .filter(({ tellsPartnership }) => tellsPartnership)
    .map(({ level }) => letter(state, 'PARTNERSHIP_TOLD', { kind: 'PARTNERSHIP' }, level));
}

/** Colleagues of one agency share its mailbox and have one letter. */
function toEach(objectors: readonly Objector[], write: (to: LetterRecipient) => Letter): Letter[] {
  const letters = objectors.map((objector) => write(recipientOf(objector)));
  return letters.filter(({ key }, index) => letters.findIndex((one) => one.key === key) === index);
}

function recipientOf({ userId, role, agency }: Objector): LetterRecipient {
  return role === 'AGENCY_REPRESENTATIVE' ? { kind: 'AGENCY', agency } : { kind: 'COLLEAGUE', userId };
}

function letter(
  { id, contactRef }: Dispute,
  template: Letter['template'],
  recipient: LetterRecipient,
  no?: number,
): Letter {
  const key = [id, template, ...(no === undefined ? [] : [no]), ...Object.values(recipient)].join('/');
  return {
    key,
    message: 'LETTER',
    contactRef,
    from: followOnStream('DISPUTE', id),
    template,
    recipient,
    ...(no !== undefined && { no }),
  };
}

/** The disputed case and the referral of each child are told that there is a dispute, and what came of it. */
function news(state: Dispute): CaseToTell[] {
  const { about, closedAt, from, openedAt, referralRefs, stage } = state;
  const streams = new Set([
    about,
    ...referralRefs.map(referralStream),
    ...(from === undefined ? [] : [from]),
  ]);
  return [...streams].flatMap((to) => [
    ...newsTo(state, { news: 'OPENED', at: openedAt }, to),
    ...(closedAt === undefined ? [] : newsTo(state, { news: 'ENDED', at: closedAt, outcome: stage }, to)),
  ]);
}
