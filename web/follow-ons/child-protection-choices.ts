import {
  awaitsConference,
  isBeforeS47,
  isConcluded,
  isInEnquiry,
  isReturned,
  protectionInForce,
} from '../../domain/child-protection/children.ts';
import { ATTENDEE_KINDS, DISCUSSION_MODES, PROTECTION_WAYS_ON } from '../../domain/child-protection/codes.ts';
import { withoutMinutes } from '../../domain/child-protection/owed.ts';
import type { ChildProtection, Discussion, ProtectedChild } from '../../domain/child-protection/state.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { dueWords } from '../../domain/words.ts';
import { type Choice, choices } from '../forms/fields.ts';
import { MODE_WORDS, WAY_ON_WORDS } from './child-protection-words.ts';
import type { FormContext, Question } from './form.ts';

/** The case a form of child protection is about. @throws Error for any other */
export function protectionOf(state: FollowOn): ChildProtection {
  if (state.kind !== 'CHILD_PROTECTION') throw new Error('this form is about a case of child protection');
  return state;
}

type IsAt = (child: ProtectedChild) => boolean;

/** Points of a child's part at which a command is for them. */
export const AT = {
  notConcluded: (child) => !isConcluded(child),
  beforeS47: isBeforeS47,
  inS47: (child) => !isConcluded(child) && child.s47 !== undefined,
  inEnquiry: isInEnquiry,
  awaitsConference,
  conferenceBooked: (child) => awaitsConference(child) && child.conference.bookedFor !== undefined,
  returned: isReturned,
  notEnded: ({ end }) => end === undefined,
  inPoliceProtection: (child) => protectionInForce(child, 'POLICE_PROTECTION') !== undefined,
  notInPoliceProtection: (child) =>
    child.end === undefined && protectionInForce(child, 'POLICE_PROTECTION') === undefined,
  underOrder: (child) => protectionInForce(child, 'EPO') !== undefined,
  underFirstOrder: (child) => {
    const order = protectionInForce(child, 'EPO');
    return order !== undefined && order.extendedAt === undefined;
  },
  underNoOrder: (child) => child.end === undefined && protectionInForce(child, 'EPO') === undefined,
} as const satisfies Readonly<Record<string, IsAt>>;

/** Children at such a point, by name. */
export function childChoices(
  { children }: ChildProtection,
  isAt: IsAt,
  { children: named }: FormContext,
): Choice[] {
  return children.filter(isAt).map(({ referralRef: value }) => ({
    value,
    text: named.find((one) => one.referralRef === value)?.displayName ?? value,
  }));
}

/** Which child it is about; the only one there is stands chosen. */
export function whichChild(state: FollowOn, isAt: IsAt, context: FormContext): Question {
  const items = childChoices(protectionOf(state), isAt, context);
  const [only, ...others] = items;
  return {
    kind: 'radios',
    name: 'referralRef',
    label: 'Which child?',
    items,
    ...(only !== undefined && others.length === 0 && { start: only.value }),
  };
}

/** Which discussion it is about; the only one there is stands chosen. */
export function whichDiscussion(
  { discussions }: ChildProtection,
  isMeant: (discussion: Discussion) => boolean,
  { calendar }: FormContext,
  ...others: readonly Choice[]
): Question {
  const meant = discussions.filter(isMeant).map(({ no, held, planned }): Choice => {
    const at = held?.startedAt ?? planned?.startsAt;
    return {
      value: `${no}`,
      text: `Number ${no}${at === undefined ? '' : `, ${dueWords(at, calendar)}`}`,
    };
  });
  const items = [...meant, ...others];
  const [first] = items;
  return {
    kind: 'radios',
    name: 'no',
    label: 'Which strategy discussion?',
    items,
    ...(first !== undefined && meant.length <= 1 && { start: first.value }),
  };
}

/** The number a person chose; undefined for a discussion that has none yet. */
export function numberOf(answer: unknown): number | undefined {
  return typeof answer === 'string' && /^\d{1,9}$/.test(answer) ? Number(answer) : undefined;
}

/** Agencies to whom minutes have been sent that have not reached them. */
export function agenciesWithoutMinutes(state: ChildProtection, { agencies }: FormContext): Choice[] {
  const waiting = state.discussions
    .filter(({ circulatedAt }) => circulatedAt !== undefined)
    .flatMap((discussion) => withoutMinutes(state, discussion));
  return [...new Set(waiting)].map((code) => ({ value: code, text: agencies.get(code)?.name ?? code }));
}

/** Who is asked to every discussion, by the quorum of the guidance. */
export const ALWAYS_ASKED = ['SOCIAL_CARE', 'POLICE', 'HEALTH'];

export const MODE: Question = {
  kind: 'radios',
  name: 'mode',
  label: 'How is it held?',
  hint: 'By telephone or video nothing is decided without social care, police and health all there.',
  items: choices(DISCUSSION_MODES, MODE_WORDS),
};

/** What an agency attends as, where its code says so. */
export function kindOfAgency(code: string): string | undefined {
  return ATTENDEE_KINDS.find((kind) => kind === code);
}

/** Who goes on with a child, and what that team needs to know. */
export function onwardQuestions(onlyIf = ''): readonly Question[] {
  return [
    {
      kind: 'radios',
      name: 'wayOn',
      label: `Who goes on with the child?${onlyIf}`,
      items: choices(PROTECTION_WAYS_ON, WAY_ON_WORDS),
    },
    {
      kind: 'yesOrNo',
      name: 'familyAgreed',
      label: 'Has the family said yes to Early Help? (if it is Early Help)',
    },
    {
      kind: 'text',
      name: 'receiver',
      label: 'Which team? (optional)',
      hint: 'Its code, such as ASSESSMENT_TEAM; the usual one if you leave this empty',
    },
  ];
}
