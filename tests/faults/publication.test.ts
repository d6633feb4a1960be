import { setTimeout as sleep } from 'node:timers/promises';
import { asc, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { referrals } from '../../db/schema.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { bankHolidayOn, isWeekend } from '../../domain/calendar.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { addDays } from '../../domain/local-time.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { actor } from '../support/people.ts';
import { type FaultHub, openFaultHub } from './support/hub.ts';
import { countOf, eventsOf, handIn } from './support/stories.ts';

const CASES = 60;
const first = actor('ADMINISTRATOR');
const second = actor('ADMINISTRATOR', { userId: 'synthetic-administrator-two' });

let hub: FaultHub;
beforeAll(async () => {
  hub = await openFaultHub();
  await hub.untilReady();
});
afterAll(() => hub?.close());

/** The calendar in force with every working day of the fortnight from today on proclaimed a holiday. */
function fortnightOff(calendar: CalendarEdition, today: LocalDate): CalendarEdition {
  const proclaimed = Array.from({ length: 14 }, (_, day) => addDays(today, day))
    .filter((date) => !isWeekend(date) && bankHolidayOn(date, calendar) === undefined)
    .map((date) => ({ date, title: 'Proclaimed day' }));
  const bankHolidays = [...calendar.bankHolidays, ...proclaimed].toSorted((a, b) =>
    a.date < b.date ? -1 : 1,
  );
  return { ...calendar, edition: `${calendar.edition}-fortnight-off`, bankHolidays };
}

type Progress = { isDone: boolean; casesToTell: number };

it('a publication whose workers are killed reaches every open case, and each adopts once', async () => {
  for (let many = 0; many < CASES; many += 6) {
    await Promise.all(Array.from({ length: 6 }, () => handIn(hub)));
  }
  const { calendar } = defaultEditions();
  const document = fortnightOff(calendar, new Date().toISOString().slice(0, 10) as LocalDate);
  const proposed = await hub.post('/v1/rules/proposals', { kind: 'CALENDAR', document }, { as: first });
  expect(proposed.status).toBe(201);
  const agreed = await hub.post('/v1/rules/proposals/1/agreement', {}, { as: second });
  expect(agreed.body).toMatchObject({ status: 'AGREED', publication: 1 });

  const progress = async () => (await hub.get('/v1/rules/publications/1', first)).body as unknown as Progress;
  for (const after of [1, 25]) {
    await untilTold(document.edition, after);
    await hub.worker.stop('SIGKILL');
    expect((await progress()).casesToTell).toBeGreaterThan(0);
    // Received while nobody works: counted by the new rules from the start.
    await handIn(hub);
    await hub.worker.start();
  }
  await expect.poll(async () => (await progress()).isDone, { timeout: 180_000, interval: 500 }).toBe(true);

  const lastProclaimed = document.bankHolidays.findLast(isProclaimed)?.date ?? '';
  const open = await hub.db
    .select()
    .from(referrals)
    .where(isNull(referrals.closedAt))
    .orderBy(asc(referrals.receivedAt));
  expect(open).toHaveLength(CASES + 2);
  for (const [index, { referralRef, calendarEdition, decisionDueAt }] of open.entries()) {
    expect(calendarEdition).toBe(document.edition);
    expect(await countOf(hub, referralRef, 'RulesAdopted')).toBe(index < CASES ? 1 : 0);
    const rearmed = (await eventsOf(hub, referralRef)).filter(
      (event) => event.type === 'ClockRearmed' && event.terms.id === 'DECISION',
    );
    expect(rearmed).toHaveLength(index < CASES ? 1 : 0);
    expect(decisionDueAt > lastProclaimed).toBe(true);
  }
  expect(await verifyLedger(hub.db)).toMatchObject({ faults: [] });
});

async function untilTold(edition: string, cases: number): Promise<void> {
  const told = () => hub.db.$count(referrals, eq(referrals.calendarEdition, edition));
  for (const deadlineMs = Date.now() + 60_000; (await told()) < cases; await sleep(10)) {
    if (Date.now() > deadlineMs) throw new Error(`not ${cases} cases were told within a minute`);
  }
}

const isProclaimed = ({ title }: { readonly title: string }) => title === 'Proclaimed day';
