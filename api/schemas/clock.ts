import { z } from 'zod';
import { CLOCK_STATUSES, STOP_REASONS } from '../../domain/clock.ts';
import { CLOCK_ROW_KINDS } from '../../domain/clock-row.ts';
import { CLOCK_KINDS } from '../../domain/vocabulary.ts';
import { InstantText, ReferralRef } from './common.ts';

const Pause = z.object({
  no: z.number().int().meta({ description: 'Counts the pauses of this clock from 1' }),
  from: InstantText,
  until: InstantText.optional().meta({ description: 'Absent while it lasts' }),
  pausedBy: z.string(),
  endedBy: z.string().optional(),
  reason: z.string().optional().meta({ description: 'Given when the case is read, and not once erased' }),
});

export const ClockAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(CLOCK_KINDS),
    status: z.enum(CLOCK_STATUSES),
    startedAt: InstantText,
    dueAt: InstantText.meta({
      description:
        'Exactly then is on time; one millisecond later is late. Of a paused clock: when it was due when it was paused',
    }),
    dueIfResumedNow: InstantText.optional().meta({
      description: 'Of a paused clock: when it is due if it runs on at `asOf`. Given when the case is read',
    }),
    pauses: z.array(Pause),
    isLate: z.boolean(),
    stoppedAt: InstantText.optional(),
    stoppedBy: z.enum(STOP_REASONS).optional(),
    why: z.string().optional().meta({
      description: 'The clock in one sentence. Given when the case is read, not in the answer to a command',
    }),
    links: z.object({ self: z.string().meta({ description: 'This clock, explained row by row' }) }),
  })
  .meta({ id: 'Clock' });

export const ClockRow = z.object({
  what: z.enum(CLOCK_ROW_KINDS),
  name: z.string().meta({ description: '`what` in words' }),
  from: InstantText.optional(),
  to: InstantText.optional().meta({ description: 'Absent for what happened at one instant' }),
  when: z.string().optional().meta({ description: '`from` and `to` on the wall clock of the hub' }),
  words: z.string(),
});

const Armed = z.object({
  policyEdition: z.string(),
  calendarEdition: z.string(),
  isAtHand: z.boolean().meta({ description: 'Whether the hub still has both, so that it can count again' }),
});

export const ClockExplanationAnswer = z
  .object({
    referralRef: ReferralRef,
    clock: ClockAnswer,
    sentence: z.string(),
    rows: z.array(ClockRow).meta({ description: 'The same rows as on the board and on the command line' }),
    editions: z.array(Armed).meta({ description: 'What it was armed under, in order' }),
    asOf: InstantText,
    links: z.object({ self: z.string(), referral: z.string() }),
  })
  .meta({ id: 'ClockExplanation', description: 'One clock in one sentence and one table' });
