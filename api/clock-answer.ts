import type { z } from 'zod';
import { type Clock, isLate } from '../domain/clock.ts';
import type { ClockExplanation } from '../domain/clock-explanation.ts';
import { CLOCK_ROW_NAMES } from '../domain/clock-row.ts';
import type { Instant } from '../domain/instant.ts';
import type { Referral } from '../domain/referral/state.ts';
import { clockLink, referralLink } from './links.ts';
import type { ClockAnswer, ClockExplanationAnswer } from './schemas/clock.ts';

/** What is known about the clocks of a referral beside their state; nothing of it is in the answer to a command. */
export type ClockWords = {
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
  /** Opened texts by id of their seal. */
  readonly texts: ReadonlyMap<string, unknown>;
};

/** A clock as staff see it. */
export function clockAnswer(
  clock: Clock,
  referral: Referral,
  asOf: Instant,
  { explanations, texts }: ClockWords,
): z.output<typeof ClockAnswer> {
  const { id, kind, status, startedAt, dueAt, pauses = [] } = clock;
  const explained = explanations.get(id);
  return {
    id,
    kind,
    status,
    startedAt,
    dueAt,
    ...(explained?.dueIfResumedNow && { dueIfResumedNow: explained.dueIfResumedNow }),
    pauses: pauses.map(({ reason, ...pause }) => {
      const words = texts.get(reason.id);
      return { ...pause, ...(typeof words === 'string' && { reason: words }) };
    }),
    isLate: isLate(clock, asOf),
    ...(clock.status === 'STOPPED' && { stoppedAt: clock.stoppedAt, stoppedBy: clock.stoppedBy }),
    ...(explained && { why: explained.sentence }),
    links: { self: clockLink(referral.referralRef, id) },
  };
}

/** A clock explained row by row. */
export function clockExplanationAnswer(
  explained: ClockExplanation,
  referral: Referral,
  asOf: Instant,
  words: ClockWords,
): z.output<typeof ClockExplanationAnswer> {
  const { clock, sentence, rows, editions } = explained;
  return {
    referralRef: referral.referralRef,
    clock: clockAnswer(clock, referral, asOf, words),
    sentence,
    rows: rows.map((row) => ({ ...row, name: CLOCK_ROW_NAMES[row.what] })),
    editions: [...editions],
    asOf,
    links: { self: clockLink(referral.referralRef, clock.id), referral: referralLink(referral.referralRef) },
  };
}
