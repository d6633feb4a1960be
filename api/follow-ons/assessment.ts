import { z } from 'zod';
import {
  ASSESSMENT_OUTCOMES,
  CLOSURE_CODES,
  codesOf,
  FACTORS,
  PRIMARY_NEEDS,
} from '../../domain/assessment/census.ts';
import { ASSESSMENT_AGREEMENTS } from '../../domain/assessment/commands.ts';
import { CHILD_ENDS, THRESHOLD_VIEWS } from '../../domain/assessment/state.ts';
import { URGENCIES } from '../../domain/child-protection/opening.ts';
import { AGREEMENT_GIVERS } from '../../domain/referral/agreement.ts';
import { DEATH_ROUTES } from '../../domain/referral/endings.ts';
import { Words } from '../schemas/commands.ts';
import { entry } from './command-entry.ts';
import { Agency, CivilDate, Moment, Number1, UserId } from './fields.ts';

/** One code of a set of the census; the documentation says what each means. */
function codeOf<Code extends string>(words: Readonly<Record<Code, string>>) {
  const codes = codesOf(words);
  return z.enum(codes).meta({ description: codes.map((code) => `${code} ${words[code]}`).join('; ') });
}

const Factors = z
  .array(codeOf(FACTORS))
  .max(Object.keys(FACTORS).length)
  .meta({ description: 'Factors found (N00181), none twice; 21 alone and with NFA only' });

/** What both decisions on an assessment say. */
const decided = {
  outcome: z.enum(ASSESSMENT_OUTCOMES).meta({
    description: 'A plan with a team of social care, no further action, or Early Help, which has to accept',
  }),
  closureCode: codeOf(CLOSURE_CODES).exactOptional(),
  rationale: Words,
  familyInformed: z.boolean().meta({ description: 'The family and the agencies have been told in writing' }),
};

/** Who has the child, and who carries the assessment out. */
const HAND_OVER_COMMANDS = [
  entry('acceptAssessment', {
    path: 'acceptance',
    summary: 'Accept the child for the receiving team, and say what it thinks of the threshold',
    description:
      'A threshold that is disputed opens a dispute, a case of its own; the assessment goes on meanwhile, and the hub lets go all the same.',
    body: z.strictObject({
      threshold: z.enum(THRESHOLD_VIEWS),
      reason: Words.exactOptional().meta({ description: 'Needed with DISPUTED' }),
      interimSafety: Words.exactOptional().meta({
        description: 'What keeps the child safe meanwhile; needed with DISPUTED',
      }),
    }),
    words: ['reason', 'interimSafety'],
  }),
  entry('returnToHub', {
    path: 'return',
    summary: 'Return the child to the hub, which decides afresh',
    body: z.strictObject({ reason: Words }),
    words: ['reason'],
  }),
  entry('allocate', {
    path: 'allocation',
    summary: 'Allocate the child to a social worker, or to another one',
    description: 'From the first allocation the child is to be seen within the time of the policy.',
    body: z.strictObject({ worker: UserId }),
    words: [],
  }),
];

/** What happens while it is carried out. */
const COURSE_COMMANDS = [
  entry('setTimescale', {
    path: 'timescale',
    summary: 'Set a time for this child, counted from receipt and within the limit of the policy',
    body: z.strictObject({
      workingDays: Number1.meta({ description: 'From receipt, not from now' }),
      reason: Words,
    }),
    words: ['reason'],
    codes: ['CLOCK_NOT_RUNNING', 'TIMESCALE_NOT_ALLOWED'],
  }),
  entry('recordAgreement', {
    path: 'agreement',
    summary: 'Write down what the family answers to being assessed',
    body: z.strictObject({
      status: z.enum(ASSESSMENT_AGREEMENTS),
      givenBy: z.enum(AGREEMENT_GIVERS),
      reason: Words.exactOptional().meta({ description: 'Needed with REFUSED and WITHDRAWN' }),
    }),
    words: ['reason'],
  }),
  entry('recordChildSeen', {
    path: 'child-seen',
    summary: 'Write down that the child was seen',
    description: 'The first visit stops the clock at the instant of the visit, not when it is written down.',
    body: z.strictObject({
      seenAt: Moment,
      alone: z.boolean().meta({ description: 'Without a parent or carer' }),
      note: Words,
    }),
    words: ['note'],
  }),
  entry('reviewCheckpoint', {
    path: 'checkpoint',
    summary: 'Review, as a manager, how far the assessment has come',
    body: z.strictObject({ note: Words }),
    words: ['note'],
  }),
  entry('explainOverrun', {
    path: 'overrun',
    summary: 'Say why it takes longer than its time, and until when',
    description:
      'The clock does not move, and the assessment is late in the figures. A reason given after the due instant is kept as such.',
    body: z.strictObject({ reason: Words, newDate: CivilDate }),
    words: ['reason'],
  }),
  entry('reportNewRisk', {
    path: 'new-risk',
    summary: 'Report that significant harm is suspected',
    description:
      'Opens a case of child protection, or a further ground in the one that is open; the assessment goes on beside it.',
    body: z.strictObject({ reason: Words, urgency: z.enum(URGENCIES), reasonableCauseAt: Moment }),
    words: ['reason'],
  }),
];

/** What it leads to, and what ends it without that. */
const END_COMMANDS = [
  entry('closeBeforeAssessment', {
    path: 'closure-before-assessment',
    summary: 'Close it with no further action before anybody has seen the child',
    body: z.strictObject({
      rationale: Words,
      unmetNeed: z.boolean(),
      helpOffered: Words.exactOptional().meta({
        description: 'Needed where a need is left unmet, or the family refuses',
      }),
    }),
    words: ['rationale', 'helpOffered'],
    codes: ['OTHER_DECIDER_NEEDED'],
  }),
  entry('authoriseAssessment', {
    path: 'authorisation',
    summary: 'Authorise the completed assessment, with its factors and what it leads to',
    description:
      'By another manager than whoever carried it out. With STEP_DOWN it stays open until Early Help has held the hand-over meeting.',
    body: z.strictObject({
      ...decided,
      factors: Factors,
      primaryNeed: codeOf(PRIMARY_NEEDS),
      childsVoice: Words.exactOptional().meta({ description: 'What the child says; or `noVoiceReason`' }),
      noVoiceReason: Words.exactOptional(),
      notSeenReason: Words.exactOptional().meta({ description: 'Needed where nobody has seen the child' }),
      noAgreementRationale: Words.exactOptional().meta({
        description: 'Needed where the family refuses and no enquiries under section 47 are under way',
      }),
      authorisedAt: Moment.exactOptional().meta({ description: 'When it was signed; absent means now' }),
    }),
    words: ['rationale', 'childsVoice', 'noVoiceReason', 'notSeenReason', 'noAgreementRationale'],
    codes: ['OTHER_DECIDER_NEEDED', 'AGREEMENT_NEEDED', 'CENSUS_RULE'],
  }),
  entry('decideAgain', {
    path: 'new-outcome',
    summary: 'Decide again after a step-down came back, or in place of one that is called off',
    body: z.strictObject(decided),
    words: ['rationale'],
    codes: ['OTHER_DECIDER_NEEDED', 'CENSUS_RULE'],
  }),
  entry('passToChildProtection', {
    path: 'child-protection',
    summary: 'Pass the child on to the child protection plan after a conference',
    body: z.strictObject({ rationale: Words }),
    words: ['rationale'],
  }),
  entry('endForChild', {
    path: 'ending',
    summary: 'End it because the child has turned 18, has died, or lives elsewhere',
    body: z.strictObject({
      how: z.enum(CHILD_ENDS),
      reason: Words,
      handedTo: Agency.exactOptional().meta({
        description: 'Service that goes on with the risk at 18, or the receiving authority; needed for both',
      }),
      acceptedBy: Words.exactOptional().meta({
        description:
          'Who of the receiving authority accepted, and where that is written; needed for a transfer',
      }),
      routes: z
        .array(z.enum(DEATH_ROUTES))
        .max(DEATH_ROUTES.length)
        .exactOptional()
        .meta({ description: 'Who has been told; needed when the child has died' }),
    }),
    words: ['reason', 'acceptedBy'],
  }),
];

/** What people ask of an assessment, in the order they usually do. */
export const ASSESSMENT_COMMANDS = [...HAND_OVER_COMMANDS, ...COURSE_COMMANDS, ...END_COMMANDS];
