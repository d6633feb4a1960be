import { z } from 'zod';
import { NOT_DONE_REASONS } from '../../domain/agency-action/state.ts';
import { Words } from '../schemas/commands.ts';
import { entry } from './command-entry.ts';

export const AGENCY_ACTION_COMMANDS = [
  entry('acceptAction', {
    path: 'acceptance',
    summary: 'Accept, for the agency, what it is asked to do',
    description:
      'By the agency itself, never by the hub for it. From then on the agency has the child, and the hub lets go.',
    body: z.strictObject({}),
    words: [],
  }),
  entry('reportAction', {
    path: 'report',
    summary: 'Say what came of it',
    description:
      'By the agency, or by staff of the hub who write down what they were told. Saying that it was done accepts it, too. What was not done has its reason, and goes back to the hub, where a manager looks at it.',
    body: z.strictObject({
      done: z.boolean(),
      reason: z.enum(NOT_DONE_REASONS).exactOptional(),
      note: Words.exactOptional(),
    }),
    words: ['note'],
  }),
  entry('reviewNotDone', {
    path: 'review',
    summary: 'Look, as a manager, at what was not done',
    description:
      'With DECIDE_AGAIN the referral calls for a new decision. What the agency never accepted cannot be closed: the hub has the child, and decides again.',
    body: z.strictObject({ decision: z.enum(['CLOSE', 'DECIDE_AGAIN']), rationale: Words }),
    words: ['rationale'],
  }),
  entry('judgeReferral', {
    path: 'judgement',
    summary: 'Say, for the agency, whether its referral was appropriate',
    body: z.strictObject({ appropriate: z.boolean(), note: Words.exactOptional() }),
    words: ['note'],
  }),
  entry('withdrawAction', {
    path: 'withdrawal',
    summary: 'Ask the agency no longer',
    body: z.strictObject({ rationale: Words }),
    words: ['rationale'],
  }),
];
