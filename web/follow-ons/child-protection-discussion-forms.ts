import { INVITATION_ANSWERS } from '../../domain/child-protection/codes.ts';
import { awaitsCirculation, isToBeHeld } from '../../domain/child-protection/convening.ts';
import { choices } from '../forms/fields.ts';
import {
  agenciesWithoutMinutes,
  ALWAYS_ASKED,
  AT,
  childChoices,
  kindOfAgency,
  MODE,
  numberOf,
  protectionOf,
  whichDiscussion,
} from './child-protection-choices.ts';
import { RECORD_PAGE } from './child-protection-record-form.ts';
import { ANSWER_WORDS } from './child-protection-words.ts';
import { agencyChoices, type CaseForm } from './form.ts';

/** Forms of strategy discussions, by the name of the command. */
export const DISCUSSION_PAGES: Readonly<Record<string, CaseForm>> = {
  planDiscussion: {
    title: 'Plan a strategy discussion',
    submit: 'Plan it and send the invitations',
    lead: 'Each agency is sent an invitation with an entry for its calendar. One planned before about the same children is called off. No clock moves until a discussion is held.',
    done: 'The discussion is planned, and the agencies are invited',
    questions: (state, context) => [
      { kind: 'moment', name: 'startsAt', label: 'When is it?' },
      MODE,
      {
        kind: 'textarea',
        name: 'place',
        label: 'Where is it held? (optional)',
        hint: 'A room, a number or a link. Agencies read it on the page of the case; it goes into no message.',
        rows: 2,
      },
      {
        kind: 'checkboxes',
        name: 'invited',
        label: 'Which agencies are asked to come?',
        items: agencyChoices(context.agencies),
        starts: ALWAYS_ASKED,
      },
      {
        kind: 'checkboxes',
        name: 'covers',
        label: 'Which children is it about?',
        items: childChoices(protectionOf(state), AT.notConcluded, context),
        starts: protectionOf(state)
          .children.filter(AT.notConcluded)
          .map(({ referralRef }) => referralRef),
      },
    ],
    body: ({ invited, ...rest }) => ({
      ...rest,
      invited: [invited].flat().map((code) => {
        const agency = String(code);
        const kind = kindOfAgency(agency);
        return { agency, ...(kind !== undefined && { kind }) };
      }),
    }),
  },
  answerInvitation: {
    title: 'Say whether you come',
    submit: 'Send the answer',
    done: 'Your answer is recorded',
    questions: (state, context) => [
      whichDiscussion(protectionOf(state), isToBeHeld, context),
      {
        kind: 'radios',
        name: 'attendance',
        label: 'Does your agency come?',
        items: choices(INVITATION_ANSWERS, ANSWER_WORDS),
      },
    ],
    body: ({ no, ...rest }) => ({ ...rest, no: numberOf(no) }),
  },
  sendInformation: {
    title: 'Send what your agency knows',
    submit: 'Send it',
    lead: 'It is put before the discussion. It does not count as being there.',
    done: 'What you sent is recorded',
    questions: (state, context) => [
      whichDiscussion(protectionOf(state), isToBeHeld, context),
      { kind: 'textarea', name: 'information', label: 'What does your agency know?', rows: 8 },
    ],
    body: ({ no, ...rest }) => ({ ...rest, no: numberOf(no) }),
  },
  recordDiscussion: RECORD_PAGE,
  circulateMinutes: {
    title: 'Send the minutes',
    submit: 'Send the minutes',
    lead: 'Everybody invited or there is told that they can be read. They count as sent once that has reached everybody.',
    done: 'The minutes are being sent',
    questions: (state, context) => [whichDiscussion(protectionOf(state), awaitsCirculation, context)],
    body: ({ no }) => ({ no: numberOf(no) }),
  },
  recordMinutesGiven: {
    title: 'Record that an agency was given the minutes another way',
    submit: 'Record it',
    lead: 'For an agency that no message reaches.',
    done: 'It is recorded',
    questions: (state, context) => [
      whichDiscussion(protectionOf(state), ({ circulatedAt }) => circulatedAt !== undefined, context),
      {
        kind: 'radios',
        name: 'agency',
        label: 'Which agency?',
        items: agenciesWithoutMinutes(protectionOf(state), context),
      },
    ],
    body: ({ no, ...rest }) => ({ ...rest, no: numberOf(no) }),
  },
};
