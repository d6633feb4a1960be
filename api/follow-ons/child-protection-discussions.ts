import { z } from 'zod';
import {
  ATTENDANCES,
  ATTENDEE_KINDS,
  DISCUSSION_FORMS,
  DISCUSSION_MODES,
  INVITATION_ANSWERS,
} from '../../domain/child-protection/codes.ts';
import { ROLES } from '../../domain/vocabulary.ts';
import { Words } from '../schemas/commands.ts';
import { Child, Children, Enquiry, MOST, onward, WayOn } from './child-protection-fields.ts';
import { entry } from './command-entry.ts';
import { Agency, CivilDate, Moment, Number1, UserId } from './fields.ts';

const Mode = z.enum(DISCUSSION_MODES).meta({
  description: 'By telephone or video nobody decides without social care, police and health all there',
});
const Discussion = Number1.meta({ description: 'Number of the discussion' });
const Kind = z.enum(ATTENDEE_KINDS).meta({
  description: 'What the agency attends as, for the quorum: a hospital trust attends as HEALTH',
});

const Attendee = z.strictObject({
  agency: Agency,
  kind: Kind,
  role: Agency.exactOptional().meta({ description: 'Of the person, as a code; no name' }),
  attendance: z.enum(ATTENDANCES).meta({
    description: 'Apologies, and information that was sent, are not attendance',
  }),
  information: Words.exactOptional().meta({
    description:
      'What the agency shared; needed of one that was there or sent information, unless it did so beforehand',
  }),
});

const Decision = z.discriminatedUnion('decision', [
  z.strictObject({ referralRef: Child, decision: z.literal('START_S47'), enquiry: Enquiry }),
  z
    .strictObject({ referralRef: Child, decision: z.literal('CONTINUE') })
    .meta({ description: 'Talk again; or, once enquiries have begun, go on with them' }),
  z.strictObject({
    referralRef: Child,
    decision: z.literal('NO_S47'),
    rationale: Words,
    wayOn: WayOn,
    ...onward,
  }),
]);

const Medical = z.strictObject({
  needed: z.boolean(),
  when: Words.exactOptional().meta({ description: 'Needed with `needed`' }),
});

const NO_DISSENT = 'NONE';

/** Fields of the record that hold words, whatever was decided. */
const RECORD_WORDS = [
  'information',
  'rationale',
  'thresholdAnalysis',
  'criminalInvestigation',
  'when',
  'whatFamilyIsTold',
  'toldBy',
  'safetyPlan',
  'enquiryPlan',
  'inquorateReason',
  'what',
] as const;

/** Strategy discussions and what belongs to them. */
export const DISCUSSION_COMMANDS = [
  entry('acceptProtection', {
    path: 'acceptance',
    summary: 'Accept the family for the protection team',
    description:
      'From then on that team answers for the family, and every referral that asked for it is handed over.',
    body: z.strictObject({ receiver: Agency.exactOptional() }),
    words: [],
    codes: ['HANDOVER_ALREADY_ACCEPTED'],
  }),
  entry('planDiscussion', {
    path: 'discussions',
    summary: 'Plan a strategy discussion and invite agencies to it',
    description:
      'Each agency is sent an invitation with an entry for its calendar. It takes the place of one planned before about any of the same children, which is called off. No clock moves: what counts is when one is held.',
    body: z.strictObject({
      startsAt: Moment,
      mode: Mode,
      place: Words.exactOptional(),
      invited: z.array(z.strictObject({ agency: Agency, kind: Kind.exactOptional() })).max(MOST),
      covers: Children,
    }),
    words: ['place'],
  }),
  entry('answerInvitation', {
    path: 'invitation-answer',
    summary: 'Say, for the agency, whether it comes',
    body: z.strictObject({ no: Discussion, attendance: z.enum(INVITATION_ANSWERS) }),
    words: [],
  }),
  entry('sendInformation', {
    path: 'information',
    summary: 'Send, for the agency, what it knows, for a discussion to come',
    description: 'It is put before the discussion and does not count as being there.',
    body: z.strictObject({ no: Discussion, information: Words }),
    words: ['information'],
  }),
  entry('recordDiscussion', {
    path: 'discussion-record',
    summary: 'Record a strategy discussion, and what was decided about each child',
    description:
      'The quorum follows from who was there. Without it nothing is decided but to talk again, or, in an emergency, to begin. Enquiries count from the end of this discussion, and so does the time to the conference. The actions become actions of the plan.',
    body: z.strictObject({
      no: Discussion.exactOptional().meta({
        description: 'Of the one that was planned; left out for a call that nobody had planned',
      }),
      heldAs: z.enum(DISCUSSION_FORMS),
      mode: Mode,
      startedAt: Moment,
      endedAt: Moment,
      chair: UserId,
      chairRole: z.enum(ROLES).meta({ description: 'A team manager or above' }),
      attendance: z.array(Attendee).max(MOST),
      children: z.array(Decision).max(MOST),
      thresholdAnalysis: Words,
      criminalInvestigation: Words.meta({
        description: 'Timing of the criminal investigation, or that there is none',
      }),
      medical: Medical,
      whatFamilyIsTold: Words,
      toldBy: Words,
      safetyPlan: Words,
      siblingsConsidered: z.boolean(),
      dissent: Words.meta({ description: 'What an agency says that does not agree; `NONE` where all agree' }),
      enquiryPlan: Words.exactOptional().meta({
        description: 'Plan, timings and who; needed where enquiries begin',
      }),
      nextDiscussionAt: Moment.exactOptional().meta({
        description: 'Needed where children are talked about again; within the limit for that',
      }),
      inquorateReason: Words.exactOptional().meta({ description: 'Needed without a quorum' }),
      isEmergency: z.literal(true).exactOptional().meta({
        description: 'Enquiries begin although there was no quorum; a quorate discussion follows',
      }),
      actions: z
        .array(
          z.strictObject({
            what: Words,
            agency: Agency,
            dueOn: CivilDate.meta({ description: 'From the day of the discussion on' }),
          }),
        )
        .max(MOST),
    }),
    words: ({ dissent }) => [...RECORD_WORDS, ...(dissent === NO_DISSENT ? [] : ['dissent'])],
    codes: ['INQUORATE'],
  }),
  entry('circulateMinutes', {
    path: 'minutes',
    summary: 'Send the minutes to everybody invited or there',
    description: 'They count as circulated once they have been sent to everybody, not when this is asked.',
    body: z.strictObject({ no: Discussion }),
    words: [],
  }),
  entry('recordMinutesGiven', {
    path: 'minutes-given',
    summary: 'Write down that an agency was given the minutes another way',
    description: 'For an agency that no message reaches, such as a school the hub has no mailbox of.',
    body: z.strictObject({ no: Discussion, agency: Agency }),
    words: [],
  }),
];
