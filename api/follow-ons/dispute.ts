import { z } from 'zod';
import { DISPUTE_FINDINGS, PARTICIPANT_ROLES } from '../../domain/dispute/state.ts';
import { Words } from '../schemas/commands.ts';
import { entry } from './command-entry.ts';
import { Agency } from './fields.ts';

/** Nobody names more people than sit round a table. */
const MOST_PEOPLE = 30;

/** What people ask of a dispute, in the order they usually do. */
export const DISPUTE_COMMANDS = [
  entry('joinDispute', {
    path: 'objections',
    summary: 'Disagree, too, with what is disputed',
    description:
      'What keeps the child safe in your view holds beside what holds already; joining never makes a child less safe. Whoever has withdrawn may object again.',
    body: z.strictObject({
      reason: Words.meta({ description: 'What you disagree with, and why' }),
      interimSafety: Words.exactOptional().meta({
        description: 'What keeps the child safe meanwhile, beside what holds already',
      }),
    }),
    words: ['reason', 'interimSafety'],
  }),
  entry('respondToDispute', {
    path: 'positions',
    summary: 'Give the position of one side at this stage',
    body: z.strictObject({ position: Words }),
    words: ['position'],
  }),
  entry('raiseDispute', {
    path: 'raising',
    summary: 'Raise it to the next stage',
    description:
      'By either side, at any moment; a stage that lets its time pass loses the dispute to the next one by itself.',
    body: z.strictObject({ reason: Words }),
    words: ['reason'],
  }),
  entry('makeChildSafety', {
    path: 'child-safety',
    summary: 'Say that a child may come to harm meanwhile',
    description:
      'From then all stages together have the urgent limit of the policy, counted in hours of every day. Below heads of service it goes straight to them.',
    body: z.strictObject({ reason: Words }),
    words: ['reason'],
  }),
  entry('changeInterim', {
    path: 'interim-position',
    summary: 'Put one position in place of all that keep the child safe meanwhile',
    description: 'By a manager, by name and on record; what held before stays readable.',
    body: z.strictObject({ interimSafety: Words }),
    words: ['interimSafety'],
  }),
  entry('resolveDispute', {
    path: 'resolution',
    summary: 'Decide the dispute at the stage it is at',
    description:
      'By whoever decides at that stage, and not by whoever made the disputed decision or objects to it. With UPHELD and PARTLY a manager decides anew: the disputed decision stays as it is, and a referral that has closed is open again.',
    body: z.strictObject({
      outcome: z.enum(DISPUTE_FINDINGS).meta({ description: '`MOOT`: there is nothing left to decide' }),
      rationale: Words,
      people: z
        .array(z.strictObject({ agency: Agency, role: z.enum(PARTICIPANT_ROLES) }))
        .max(MOST_PEOPLE)
        .meta({ description: 'Who took part, by agency and capacity; at least one' }),
    }),
    words: ['rationale'],
    codes: ['OTHER_DECIDER_NEEDED'],
  }),
  entry('withdrawDispute', {
    path: 'withdrawal',
    summary: 'Let go of one’s own objection',
    description: 'Others keep the dispute open; with the last objector it is withdrawn.',
    body: z.strictObject({ reason: Words }),
    words: ['reason'],
  }),
];
