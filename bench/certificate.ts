import { rulesOf } from '../certificate/editions.ts';
import { verifyCertificate } from '../certificate/verify.ts';
import { recompute } from '../domain/certificate/recompute.ts';
import { type Instant, msFromInstant } from '../domain/instant.ts';
import type { Limit } from '../domain/policy.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { defaultRules } from '../policy/editions.ts';
import { LONG_CASE_ISSUED_AT, longCase } from '../tests/support/long-case.ts';
import { publicEditions, signedText } from '../tests/support/signed-certificate.ts';
import { luxonDueMs } from './luxon-walk.ts';
import { ms, type Row, times } from './report.ts';
import { median } from './statistics.ts';

const LIMIT_MS = 50;
const ROUNDS = 200;

/**
 * What it costs to verify the certificate of a referral that went through everything, from bytes to verdict: signature,
 * hashes of rows and editions, every instant; and the instants alone. Beside these luxon walks the days for those of
 * them that one limit in working days gives, which is neither the warnings nor the pauses. Medians of 200 rounds.
 */
export async function certificateSpeed(): Promise<Row[]> {
  const referral = longCase();
  const { entries } = referral;
  const content = await referral.certificate(LONG_CASE_ISSUED_AT);
  const bytes = new TextEncoder().encode(await signedText(content));
  const rulesNamed = await rulesOf(content, publicEditions);
  const walks = entries.flatMap(({ event }) => walksIn(event));
  const rules = defaultRules();
  const holidays = new Set<string>(rules.calendar.bankHolidays.map(({ date }) => date));
  const verifying: number[] = [];
  const computing: number[] = [];
  const walking: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    verifying.push(
      await timed(async () => {
        const verdict = await verifyCertificate(bytes, { editions: publicEditions });
        if (!verdict.holds) throw new Error(verdict.line);
      }),
    );
    computing.push(await timed(async () => recompute(content, rulesNamed)));
    walking.push(
      await timed(async () => {
        for (const { start, limit, due } of walks) {
          if (luxonDueMs(start, limit, rules, holidays) !== msFromInstant(due)) {
            throw new Error(`luxon has another due instant than ${due}`);
          }
        }
      }),
    );
  }
  const verified = median(verifying);
  return [
    {
      measure: `Verifying a certificate, ${entries.length} rows`,
      hub: ms(verified),
      beside: `limit ${LIMIT_MS} ms`,
      ratio: times(verified / LIMIT_MS),
      isMet: verified < LIMIT_MS,
    },
    {
      measure: 'Computing every instant of it again',
      hub: ms(median(computing)),
      beside: `luxon, ${walks.length} of them ${ms(median(walking))}`,
      ratio: times(median(computing) / median(walking)),
    },
  ];
}

type Walk = { readonly start: Instant; readonly limit: Limit; readonly due: Instant };

const ONE_WORKING_DAY: Limit = { amount: 1, unit: 'WD' };

/** Instants of an event that are one limit in working days after another. */
function walksIn(event: ReferralEvent): Walk[] {
  if (event.type === 'ClockStarted' && event.terms.limit.unit === 'WD') {
    const { startedAt: start, limit, dueAt: due } = event.terms;
    return [{ start, limit, due }];
  }
  if (event.type === 'ClockBreached' || event.type === 'ClockEscalated') {
    return [{ start: event.occurredAt, limit: ONE_WORKING_DAY, due: event.next.at }];
  }
  return [];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
