import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { DiscussionMode } from '../domain/child-protection/codes.ts';
import { isCallingOff } from '../domain/child-protection/owed.ts';
import type { ChildProtection, Discussion } from '../domain/child-protection/state.ts';
import type { FollowOnClock } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';

/** How a discussion is held, for a sentence. */
export const MODE_WORDS: Readonly<Record<DiscussionMode, string>> = {
  IN_PERSON: 'in person',
  VIDEO: 'by video',
  PHONE: 'by telephone',
};

/** What a letter of such a case is written from. */
export type ProtectionLetter = {
  readonly key: string;
  readonly state: ChildProtection;
  readonly no: number | undefined;
  readonly calendar: CalendarEdition;
};

/** The discussion a letter is about. @throws Error when the case has none of its number */
export function discussionOf({ state, no }: Pick<ProtectionLetter, 'state' | 'no'>): Discussion {
  const discussion = state.discussions.find((one) => one.no === no);
  if (discussion === undefined) throw new Error(`${state.id} has no discussion ${no ?? ''}`);
  return discussion;
}

/**
 * What agencies, and whoever recorded a protection, are told: when, how, and where to read the rest. Nothing of the
 * child and nothing a person wrote: mailboxes are shared.
 */
export function protectionWords(
  template: 'STRATEGY_INVITATION' | 'STRATEGY_MINUTES' | 'LEGAL_ALERT',
  letter: ProtectionLetter,
): string[] {
  switch (template) {
    case 'STRATEGY_INVITATION':
      return invitationWords(letter);
    case 'STRATEGY_MINUTES':
      return minutesWords(letter);
    case 'LEGAL_ALERT':
      return legalAlertWords(letter);
  }
}

function invitationWords(letter: ProtectionLetter): string[] {
  const { planned, replacedBy } = discussionOf(letter);
  const when = planned === undefined ? '' : dueWords(planned.startsAt, letter.calendar);
  if (isCallingOff(letter.key)) {
    return [
      `The strategy discussion that was planned for ${when} is called off.`,
      ...(replacedBy === undefined
        ? []
        : ['Another stands in its place; whoever is asked to it has an invitation of its own.']),
    ];
  }
  const how = planned === undefined ? '' : `, ${MODE_WORDS[planned.mode]}`;
  return [
    `The children’s hub asks your agency to a strategy discussion on ${when}${how}.`,
    'Please say in your list whether you come, and read there where it is held.',
    'If you cannot come, send there what your agency knows. It helps, and does not count as being there.',
  ];
}

function minutesWords(letter: ProtectionLetter): string[] {
  const { held } = discussionOf(letter);
  const when = held === undefined ? '' : ` of ${dueWords(held.startedAt, letter.calendar)}`;
  return [
    `The minutes of the strategy discussion${when} are ready.`,
    'Please read in your list what was decided, and what your agency is to do by when.',
  ];
}

const AUTHORITY_WORDS: Readonly<Partial<Record<FollowOnClock, string>>> = {
  POLICE_PROTECTION: 'police protection',
  EPO: 'the emergency protection order',
  EPO_EXTENDED: 'the extended emergency protection order',
};

function legalAlertWords({ state, no, calendar }: ProtectionLetter): string[] {
  const alert = state.legalAlerts.find((one) => one.no === no);
  if (alert === undefined) throw new Error(`${state.id} has no legal alert ${no ?? ''}`);
  const { kind, clock: id, isOver, referralRef } = alert;
  const dueAt = state.clocks.find((clock) => clock.id === id)?.dueAt;
  const when = dueAt === undefined ? '' : ` at ${dueWords(dueAt, calendar)}`;
  const authority = AUTHORITY_WORDS[kind] ?? 'the authority to keep the child';
  const words = isOver
    ? [
        `Legal alert: the time of ${authority} ended${when}, and nobody has said how it ended.`,
        'Say so on the page of the case.',
      ]
    : [
        `Legal alert: the time of ${authority} ends${when}.`,
        'Take legal advice now on what keeps the child safe after that.',
      ];
  return [...words, `The child’s referral: ${referralRef}.`];
}
