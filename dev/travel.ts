import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { and, inArray, isNotNull, isNull, lte, min } from 'drizzle-orm';
import { startOwedCases } from '../activities/case-starts.ts';
import type { Db } from '../db/client.ts';
import { type Family, openWorkflowsOf, readFamily } from '../db/families.ts';
import { clocks } from '../db/schema.ts';
import { moveTravelledClock, travelledClock } from '../db/travelled-clock.ts';
import { type Instant, instantFromMs, MINUTE_MS, msFromInstant } from '../domain/instant.ts';
import { caseClock } from '../temporal/case-clock.ts';
import { Cases, hubNow } from '../temporal/cases.ts';
import { bringTo } from '../temporal/time-skipping.ts';
import { inParallel } from './in-parallel.ts';

/** A stack whose clock can be moved. */
export type TravelStack = { readonly db: Db; readonly client: Client };

/** How far a journey has come. `moves` counts each move of a case. */
export type TravelProgress = { readonly now: Instant; readonly moves: number };

/** What a journey did: where it began, and how many cases were moved how often. */
export type Travelled = { readonly from: Instant; readonly moves: number; readonly waves: number };

/** A journey that cannot be made. */
export class TravelError extends Error {
  override readonly name = 'TravelError';
}

/** Beyond this the server's timers and one worker gain nothing from more moves at once. */
const MOVES_AT_ONCE = 16;
/** Cases with something due in the same minute are moved together; people read clocks by the minute. */
const WAVE_MS = MINUTE_MS;
/** A case is brought this far past what is due: a task still under way at the end of its move would send it further. */
const WORK_MS = 2_000;
const LEDGER_PATIENCE_MS = 20_000;

type Due = { readonly stream: string; readonly wakeAt: Instant };

/**
 * Moves the hub to `to`: cases that have something due on the way are moved through it in due order, and the hub's
 * clock goes with them, always a little ahead, so that nothing is recorded later than the hub's now. A case
 * with nothing due stays where it is until someone speaks to it. Where something is due at `to` itself, the hub ends
 * up to two seconds past it.
 * @throws TravelError when `to` lies before the hub's now, or a case that is open in the ledger does not move
 */
export async function travel(
  { db, client }: TravelStack,
  to: Instant,
  onProgress: (progress: TravelProgress) => void = () => undefined,
): Promise<Travelled> {
  const clock = travelledClock(db);
  const from = await hubNow(clock);
  if (to < from) {
    throw new TravelError(`The hub's clock is at ${from} and never goes back, so not to ${to}.`);
  }
  const cases = new Cases(client, clock);
  while ((await startOwedCases({ db, cases, clock })) > 0);
  let moves = 0;
  let waves = 0;
  for (;;) {
    const wave = await nextWave(db, to);
    if (wave === undefined) break;
    await setHubClock(db, wave.until);
    await moveWave({ db, client }, wave.due, wave.until);
    moves += wave.due.length;
    waves += 1;
    onProgress({ now: wave.until, moves });
  }
  await setHubClock(db, to);
  return { from, moves, waves };
}

/** @throws TravelError when there is no such contact */
export async function familyNamed(db: Db, contactRef: string): Promise<Family> {
  const family = await readFamily(db, contactRef);
  if (family.referrals.length === 0) throw new TravelError(`There is no contact ${contactRef}.`);
  return family;
}

/** Where one case of a family is: the instant by its own clock, or that its run is over. */
export type Brought = { readonly workflowId: string; readonly at?: Instant };

/**
 * Brings every open case of a family to the hub's now, also those that had nothing due on the way, in no more time than
 * that takes.
 * @throws TravelError when there is no such contact
 */
export async function bringFamily({ db, client }: TravelStack, contactRef: string): Promise<Brought[]> {
  const family = await familyNamed(db, contactRef);
  const now = await hubNow(travelledClock(db));
  const brought: Brought[] = [];
  for (const workflowId of openWorkflowsOf(family)) {
    const outcome = await bringTo(client, workflowId, msFromInstant(now));
    const { nowMs } = await caseClock(client, workflowId);
    brought.push(outcome === 'closed' ? { workflowId } : { workflowId, at: instantFromMs(nowMs) });
  }
  return brought;
}

/** Every open case with something due in the minute of the earliest one, and the instant to bring them to. */
async function nextWave(db: Db, to: Instant): Promise<{ due: Due[]; until: Instant } | undefined> {
  const [first] = await dueCases(db, to, 1);
  if (first === undefined) return undefined;
  const minuteEnds = (Math.floor(msFromInstant(first.wakeAt) / WAVE_MS) + 1) * WAVE_MS;
  const due = await dueCases(db, instantFromMs(Math.min(minuteEnds, msFromInstant(to))));
  const lastMs = Math.max(...due.map(({ wakeAt }) => msFromInstant(wakeAt)));
  return {
    due,
    until: instantFromMs(Math.max(Math.min(minuteEnds, msFromInstant(to)), lastMs + WORK_MS)),
  };
}

async function dueCases(db: Db, by: Instant, limit?: number): Promise<Due[]> {
  const wakeAt = min(clocks.wakeAt);
  const query = db
    .select({ stream: clocks.stream, wakeAt })
    .from(clocks)
    .where(and(isNull(clocks.stoppedAt), isNotNull(clocks.wakeAt), lte(clocks.wakeAt, by)))
    .groupBy(clocks.stream)
    .orderBy(wakeAt, clocks.stream);
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.flatMap((row) => (row.wakeAt === null ? [] : [{ ...row, wakeAt: row.wakeAt }]));
}

async function moveWave({ db, client }: TravelStack, wave: readonly Due[], until: Instant): Promise<void> {
  await inParallel(wave, MOVES_AT_ONCE, async ({ stream }) => {
    await bringTo(client, stream, msFromInstant(until));
  });
  await untilRecorded(
    db,
    wave.map((due) => due.stream),
    until,
  );
}

/** A timer may fire a moment after its case has arrived; what it says is in the ledger when nothing is due any more. */
async function untilRecorded(db: Db, streams: readonly string[], until: Instant): Promise<void> {
  for (const deadlineMs = Date.now() + LEDGER_PATIENCE_MS; ; await sleep(20)) {
    const left = await db
      .selectDistinct({ stream: clocks.stream })
      .from(clocks)
      .where(and(inArray(clocks.stream, [...streams]), isNull(clocks.stoppedAt), lte(clocks.wakeAt, until)));
    if (left.length === 0) return;
    if (Date.now() > deadlineMs) {
      const names = left.map((row) => row.stream).join(', ');
      throw new TravelError(
        `Open in the ledger, but not recorded as having passed ${until}: ${names}. Is the worker running?`,
      );
    }
  }
}

/** Never back: the last wave may have ended a moment past `now`. */
async function setHubClock(db: Db, now: Instant): Promise<void> {
  if (now <= (await hubNow(travelledClock(db)))) return;
  await moveTravelledClock(db, msFromInstant(now) - Date.now());
}
