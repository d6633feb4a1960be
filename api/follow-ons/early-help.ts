import { z } from 'zod';
import {
  CLOSING_OUTCOMES,
  EARLY_HELP_ENDINGS,
  ENGAGEMENT_DECISIONS,
  NO_ENGAGE_REASONS,
  ROUTING_FEEDBACK,
} from '../../domain/early-help/state.ts';
import { AGREEMENT_GIVERS } from '../../domain/referral/agreement.ts';
import { DELIVERY_METHODS } from '../../domain/vocabulary.ts';
import { Words } from '../schemas/commands.ts';
import { entry } from './command-entry.ts';
import { Agency, CivilDate, Moment, UserId } from './fields.ts';

const Feedback = z.enum(ROUTING_FEEDBACK);
const Urgent = z.boolean().meta({
  description: 'Significant harm is suspected: a strategy discussion begins beside the new referral, at once',
});
const Organisation = Agency.meta({
  description: 'Organisation that completed the assessment, or else led the help (Annex A, list 2)',
});

export const EARLY_HELP_COMMANDS = [
  entry('acceptFamily', {
    path: 'acceptance',
    summary: 'Accept the family and name the lead practitioner',
    description:
      'By the Early Help manager, within the time the policy gives. The help is active once the family has agreed too; what steps down stays with social care until the hand-over meeting has been held.',
    body: z.strictObject({
      leadPractitioner: UserId,
      assessmentOn: CivilDate.exactOptional().meta({ description: 'Day of the Early Help assessment' }),
    }),
    words: [],
    codes: ['HANDOVER_ALREADY_ACCEPTED'],
  }),
  entry('recordFamilyAnswer', {
    path: 'family-answer',
    summary: 'Record what the family answers to the offer',
    description: 'A family that declines goes back to whoever decides, for a fresh decision.',
    body: z.strictObject({
      answer: z.enum(['GIVEN', 'DECLINED']),
      givenBy: z.enum(AGREEMENT_GIVERS),
      method: z.enum(DELIVERY_METHODS),
      answeredAt: Moment.exactOptional().meta({ description: 'Absent means now' }),
      reason: Words.exactOptional().meta({
        description: 'Required of a family that declines, and of a young person who decides for themselves',
      }),
    }),
    words: ['reason'],
  }),
  entry('recordHandoverMeeting', {
    path: 'handover-meeting',
    summary: 'Record the meeting at which social care hands the family over',
    description:
      'Social worker, lead practitioner and family are all there, or it does not count. From then on Early Help answers for the family, and social care may close.',
    body: z.strictObject({
      heldAt: Moment,
      socialWorkerPresent: z.boolean(),
      leadPractitionerPresent: z.boolean(),
      familyPresent: z.boolean(),
      plan: Words,
      outstandingActions: Words,
      contingency: Words.meta({ description: 'What would make Early Help step the family up again' }),
      reviewOn: CivilDate.exactOptional(),
    }),
    words: ['plan', 'outstandingActions', 'contingency'],
    codes: ['MEETING_INCOMPLETE', 'AGREEMENT_NEEDED'],
  }),
  entry('refuseFamily', {
    path: 'refusal',
    summary: 'Send the family back, and say why',
    description: 'Whoever had the family decides afresh; it is theirs throughout.',
    body: z.strictObject({
      reason: Words,
      thresholdHigher: z.boolean().meta({ description: 'The family needs more than Early Help' }),
      feedback: Feedback.exactOptional(),
    }),
    words: ['reason'],
  }),
  entry('logContact', {
    path: 'contacts',
    summary: 'Log a try to reach the family',
    description:
      'The first that reaches it is the first contact. After as many that reach nobody as the policy says, a letter to the family is due.',
    body: z.strictObject({
      at: Moment,
      method: z.enum(DELIVERY_METHODS),
      reached: z.boolean(),
      note: Words.exactOptional(),
    }),
    words: ['note'],
  }),
  entry('recordLetterSent', {
    path: 'letter',
    summary: 'Record that the family has been written to',
    body: z.strictObject({ at: Moment, note: Words.exactOptional() }),
    words: ['note'],
  }),
  entry('recordReview', {
    path: 'reviews',
    summary: 'Record a review of the team around the family',
    body: z.strictObject({ heldAt: Moment, outcome: Words }),
    words: ['outcome'],
  }),
  entry('recordNotEngaging', {
    path: 'not-engaging',
    summary: 'Say that the family does not engage',
    description:
      'Nothing closes by that: a manager of the hub looks at it, or, where the help had not begun, decides afresh. A family that could not be reached, or has stopped, has been tried and written to first.',
    body: z.strictObject({ reason: z.enum(NO_ENGAGE_REASONS), note: Words }),
    words: ['note'],
    codes: ['ATTEMPTS_OUTSTANDING'],
  }),
  entry('reviewEngagement', {
    path: 'engagement-review',
    summary: 'Say, as a manager of the hub, what becomes of a family that does not engage',
    description: 'Never for the team that the family does not engage with.',
    body: z.strictObject({
      decision: z.enum(ENGAGEMENT_DECISIONS),
      rationale: Words,
      isUrgent: Urgent.exactOptional(),
      endedOn: CivilDate.exactOptional().meta({
        description: 'Of a family that is closed; absent means today',
      }),
      organisation: Organisation.exactOptional(),
      assessmentCompletedOn: CivilDate.exactOptional(),
    }),
    words: ['rationale'],
  }),
  entry('changeLeadPractitioner', {
    path: 'lead-practitioner',
    summary: 'Name another lead practitioner',
    body: z.strictObject({ leadPractitioner: UserId, reason: Words }),
    words: ['reason'],
  }),
  entry('giveRoutingFeedback', {
    path: 'routing-feedback',
    summary: 'Say, once, what Early Help thinks of the route the family came by',
    description: 'Also after the case has ended.',
    body: z.strictObject({ code: Feedback, note: Words.exactOptional() }),
    words: ['note'],
    codes: ['FEEDBACK_ALREADY_SETTLED', 'RECORD_FROZEN'],
  }),
  entry('stepUp', {
    path: 'step-up',
    summary: 'Step the family up to the hub',
    description:
      'The hub has a new contact of source 5D about the same child, with everything it knew, so that nothing is typed again. Early Help answers for the family until then.',
    body: z.strictObject({ reason: Words, isUrgent: Urgent }),
    words: ['reason'],
  }),
  entry('closeEarlyHelp', {
    path: 'closure',
    summary: 'Close Early Help',
    description: 'A family that stopped is closed by a manager’s review of it alone.',
    body: z.strictObject({
      outcome: z.enum(CLOSING_OUTCOMES),
      endedOn: CivilDate.exactOptional().meta({ description: 'Absent means today' }),
      organisation: Organisation,
      assessmentCompletedOn: CivilDate.exactOptional(),
      summary: Words,
    }),
    words: ['summary'],
    codes: ['REVIEW_OUTSTANDING'],
  }),
  entry('endForChild', {
    path: 'end',
    summary: 'End it because the child has turned 18, has moved away or has died',
    body: z.strictObject({
      how: z.enum(EARLY_HELP_ENDINGS),
      reason: Words,
      handedTo: Agency.exactOptional().meta({
        description: 'Service or authority that goes on; required unless the child has died',
      }),
    }),
    words: ['reason'],
  }),
];
