import { caseRulesAt } from '../../db/hub-rules.ts';
import type { Actor } from '../../domain/actor.ts';
import { isLate } from '../../domain/clock.ts';
import { CLOCK_ROW_NAMES } from '../../domain/clock-row.ts';
import type { AnyEvent } from '../../domain/follow-on/run.ts';
import type { Instant } from '../../domain/instant.ts';
import { readCaseExplanations } from '../clock-reading.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { clocksFor } from './party-facts.ts';
import type { FollowOnRead } from './reading.ts';
import { followOnPath } from './resources.ts';

/**
 * One clock of a case in one sentence and one table, the same words as on its page.
 * @throws Problem CLOCK_UNKNOWN
 */
export async function explainedClock(
  { db }: Pick<Services, 'db'>,
  { state, rows }: FollowOnRead,
  { clockId, actor, now }: { readonly clockId: string; readonly actor: Actor; readonly now: Instant },
) {
  const events = rows.map((row) => row.event as AnyEvent);
  const explanations = await readCaseExplanations(db, events, { now, rules: await caseRulesAt(db, now) });
  const explained = explanations.get(clockId);
  const isTheirs = clocksFor(state, actor).some(({ id }) => id === clockId);
  if (explained === undefined || !isTheirs) throw new Problem('CLOCK_UNKNOWN');
  const { clock, sentence, rows: told } = explained;
  const self = `/v1${followOnPath(state.kind, state.id)}`;
  return {
    id: state.id,
    clock: {
      id: clock.id,
      kind: clock.kind,
      status: clock.status,
      startedAt: clock.startedAt,
      dueAt: clock.dueAt,
      isLate: isLate(clock, now),
    },
    sentence,
    rows: told.map((row) => ({ ...row, name: CLOCK_ROW_NAMES[row.what] })),
    asOf: now,
    links: { self: `${self}/clocks/${encodeURIComponent(clock.id)}`, case: self },
  };
}
