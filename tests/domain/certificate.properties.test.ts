import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../certificate/editions.ts';
import { recompute } from '../../domain/certificate/recompute.ts';
import { DomainError } from '../../domain/errors.ts';
import { addMs, HOUR_MS, MINUTE_MS, msFromInstant } from '../../domain/instant.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import { OUTCOMES, RAGS } from '../../domain/vocabulary.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { at } from '../policy/hubs.ts';
import { slowerEditions } from '../support/long-case.ts';
import { RecordedCase } from '../support/recorded-case.ts';
import { publicEditions } from '../support/signed-certificate.ts';
import { decision, receipt, sealed } from './referral/story.ts';

type Happening =
  | { readonly does: 'command'; readonly command: ReferralCommand }
  | { readonly does: 'deliver'; readonly message: 'ACKNOWLEDGEMENT' | 'OUTCOME' }
  | { readonly does: 'tick' | 'slower' | 'default' };

const command: fc.Arbitrary<ReferralCommand> = fc.oneof(
  fc.constant<ReferralCommand>({ type: 'acknowledge', method: 'PHONE' }),
  {
    weight: 4,
    arbitrary: fc.constantFrom(...RAGS).map((rag) => ({ type: 'rate' as const, rag, reason: sealed('r') })),
  },
  {
    weight: 4,
    arbitrary: fc.constant<ReferralCommand>({ type: 'pauseClock', clock: 'RAG_TARGET', reason: sealed('p') }),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((pause) => ({
      type: 'endPause' as const,
      clock: 'RAG_TARGET',
      pause,
    })),
  },
  fc.constantFrom(...OUTCOMES).map((outcome) => decision({ outcome, receiver: 'POLICE' })),
  fc.constantFrom(1, 2).map((supersedes) => decision({ supersedes })),
  fc.constantFrom<ReferralCommand>(
    { type: 'giveFeedback', method: 'PHONE' },
    { type: 'giveFeedback', method: 'ELECTRONIC' },
    { type: 'withholdFeedback', reason: 'RISK_TO_CHILD' },
    { type: 'acceptHandover' },
    { type: 'requestWithdrawal', reason: sealed('w') },
    { type: 'approveWithdrawal', rationale: sealed('w'), noDutyArises: true },
  ),
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: command.map((given): Happening => ({ does: 'command', command: given })) },
  fc
    .constantFrom('ACKNOWLEDGEMENT' as const, 'OUTCOME' as const)
    .map((message): Happening => ({ does: 'deliver', message })),
  fc.constantFrom<Happening>({ does: 'tick' }, { does: 'slower' }, { does: 'default' }),
);

/** Mostly soon, so that clocks are still running; now and then days later. */
const minutes = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }) },
  fc.integer({ min: 0, max: 30 * 60 }),
);

const life = fc.record({
  reach: fc.constantFrom('ELECTRONIC' as const, 'BY_HAND' as const, 'UNREACHABLE' as const),
  writtenUpAfterHours: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 40 })),
  steps: fc.array(fc.tuple(minutes, happening), { maxLength: 14, size: 'max' }),
});

const SLOWER = slowerEditions();
const DEFAULT = defaultEditions();
const RECEIVED = at('2028-06-05 10:00 BST');

/** Lives a life; a refused command changes nothing. */
function lived({ reach, writtenUpAfterHours, steps }: typeof life extends fc.Arbitrary<infer T> ? T : never) {
  const enteredAt = addMs(RECEIVED, writtenUpAfterHours * HOUR_MS);
  const received = receipt({ receivedAt: RECEIVED, referrerReach: reach });
  const it = new RecordedCase(received, { enteredAt, editions: DEFAULT });
  let now = enteredAt;
  for (const [afterMinutes, step] of steps) {
    now = addMs(now, afterMinutes * MINUTE_MS);
    if ('closedAt' in it.referral) break;
    try {
      happen(it, step, now);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return { it, now };
}

function happen(it: RecordedCase, step: Happening, now: typeof RECEIVED): void {
  switch (step.does) {
    case 'command':
      it.take(step.command, now);
      return;
    case 'deliver':
      it.deliver(step.message, now);
      return;
    case 'tick':
      it.tick(now);
      return;
    case 'slower':
      it.adopt(SLOWER, now);
      return;
    case 'default':
      it.adopt(DEFAULT, now);
  }
}

describe('whatever happens to a referral', () => {
  test('its certificate can be computed again', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(life, async (given) => {
        const { it, now } = lived(given);
        const content = await it.certificate(now);
        for (const { event } of it.entries) kinds.add(event.type);
        recompute(content, await rulesOf(content, publicEditions));
      }),
      { numRuns: 400 },
    );
    expect([...kinds]).toEqual(
      expect.arrayContaining(['ClockPauseEnded', 'RulesAdopted', 'ClockEscalated', 'ReferralClosed']),
    );
  });

  test('no due instant in it can be moved', async () => {
    await fc.assert(
      fc.asyncProperty(
        life,
        fc.nat(),
        fc.integer({ min: 1, max: 40 * 60 }),
        async (given, which, minutes) => {
          const { it, now } = lived(given);
          const content = structuredClone(await it.certificate(now));
          const rules = await rulesOf(content, publicEditions);
          const armed = content.rows.filter((row) => 'event' in row && 'terms' in row.event);
          const row = armed[which % armed.length];
          if (row === undefined || !('event' in row) || !('terms' in row.event)) return;
          const { terms } = row.event;
          Object.assign(terms, { dueAt: addMs(terms.dueAt, minutes * MINUTE_MS) });
          expect(msFromInstant(terms.dueAt)).toBeGreaterThan(0);
          expect(() => recompute(content, rules)).toThrow(`row ${row.seq}: `);
        },
      ),
      { numRuns: 200 },
    );
  });
});
