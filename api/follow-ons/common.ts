import { z } from 'zod';
import { Words } from '../schemas/commands.ts';
import { entry } from './command-entry.ts';
import { Agency, CivilDate, Number1 } from './fields.ts';

/** Commands that cases take whose agencies make and keep a plan together. */
export const PLAN_COMMANDS = [
  entry('proposePlanAction', {
    path: 'plan',
    summary: 'Propose what an agency does by when',
    body: z.strictObject({
      agency: Agency,
      what: Words,
      dueOn: CivilDate,
      isShared: z
        .boolean()
        .default(false)
        .meta({ description: 'Other agencies of the plan may read what it says' }),
    }),
    words: ['what'],
  }),
  entry('agreePlanAction', {
    path: 'plan-agreement',
    summary: "Agree to what one's agency is to do",
    body: z.strictObject({ no: Number1 }),
    words: [],
    codes: ['NO_PLAN_ACTION'],
  }),
  entry('declinePlanAction', {
    path: 'plan-refusal',
    summary: "Decline what one's agency is to do, and say why",
    body: z.strictObject({ no: Number1, reason: Words }),
    words: ['reason'],
    codes: ['NO_PLAN_ACTION'],
  }),
  entry('reportPlanAction', {
    path: 'plan-report',
    summary: 'Say whether it was done',
    body: z.strictObject({ no: Number1, done: z.boolean(), note: Words.exactOptional() }),
    words: ['note'],
    codes: ['NO_PLAN_ACTION'],
  }),
];

/** Commands about one clock of a case. */
export const CLOCK_COMMANDS = [
  entry('pauseClock', {
    path: 'pauses',
    summary: 'Let a clock stand still',
    description: 'Only where the policy of the hub lets it pause; never a statutory clock.',
    body: z.strictObject({ clock: z.string().max(200), reason: Words }),
    words: ['reason'],
    codes: ['CLOCK_UNKNOWN', 'CLOCK_NEVER_PAUSES', 'CLOCK_NOT_RUNNING'],
  }),
  entry('endPause', {
    path: 'pause-ends',
    summary: 'End a pause of a clock',
    body: z.strictObject({ clock: z.string().max(200), pause: Number1 }),
    words: [],
    codes: ['CLOCK_UNKNOWN', 'PAUSE_NOT_OPEN'],
  }),
];
