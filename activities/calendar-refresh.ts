import type { Db } from '../db/client.ts';
import { readCalendar } from '../db/editions.ts';
import { proposeEdition, readRulebook } from '../db/rulebook.ts';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import { alarmWords, calendarAlarm } from '../domain/calendar-alarm.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { Instant, LocalDate } from '../domain/instant.ts';
import { localTimeOf } from '../domain/local-time.ts';
import { calendarInForce } from '../domain/rulebook/in-force.ts';
import type { Rulebook } from '../domain/rulebook/rulebook.ts';
import { fetchBankHolidays } from '../policy/calendar-fetch.ts';
import { refreshedCalendar } from '../policy/calendar-refresh.ts';
import { hubNow, type HubClock } from '../temporal/cases.ts';

type Dependencies = { readonly db: Db; readonly clock: HubClock; readonly bankHolidaysUrl: string };

/** What a look at GOV.UK's list came to. */
export type CalendarRefreshReport = {
  readonly outcome: 'UNCHANGED' | 'PROPOSED' | 'AWAITS_AGREEMENT';
  /** The proposal that two people have to agree to; absent when nothing has changed. */
  readonly proposal?: number;
  /** Present when fewer than six months of official bank holidays remain. */
  readonly alarm?: string;
};

/** A calendar reaches this many years beyond the present one, the later ones provisional. */
const YEARS_AHEAD = 12;

/**
 * Compares the calendar in force with GOV.UK's list and proposes the edition that follows from it. Nothing comes into
 * force by itself: two people have to agree. Doing it again proposes nothing twice.
 * @throws BankHolidaysUnavailable when the list cannot be had, EditionError when it is unsound
 */
export async function refreshCalendar({
  db,
  clock,
  bankHolidaysUrl,
}: Dependencies): Promise<CalendarRefreshReport> {
  const now = await hubNow(clock);
  const rulebook = await readRulebook(db);
  const current = await readCalendar(db, calendarInForce(rulebook).sha256);
  const { date: today } = localTimeOf(now, current);
  const list = await fetchBankHolidays(bankHolidaysUrl);
  const refresh = await refreshedCalendar(current, list, yearsFrom(current, today));
  const alarm = calendarAlarm(current, today);
  const warning = alarm && { alarm: alarmWords(alarm) };
  if (refresh.kind === 'UNCHANGED') return { outcome: 'UNCHANGED', ...warning };
  const open = openProposalOf(rulebook, refresh.calendar.edition);
  if (open !== undefined) return { outcome: 'AWAITS_AGREEMENT', proposal: open, ...warning };
  return { outcome: 'PROPOSED', proposal: await propose(db, refresh.calendar, now), ...warning };
}

function yearsFrom({ firstDay, lastDay }: CalendarEdition, today: LocalDate) {
  const yearOf = (date: LocalDate) => Number(date.slice(0, 4));
  return { firstYear: yearOf(firstDay), lastYear: Math.max(yearOf(lastDay), yearOf(today) + YEARS_AHEAD) };
}

function openProposalOf({ proposals }: Rulebook, edition: string): number | undefined {
  return proposals.find(
    ({ status, change }) =>
      status === 'OPEN' && change.type === 'PUBLISH' && change.edition.edition === edition,
  )?.no;
}

async function propose(db: Db, document: CalendarEdition, now: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const edition = { kind: 'CALENDAR', document } as const;
    const { rulebook } = await proposeEdition(tx, edition, { actor: SYSTEM_ACTOR, now });
    return rulebook.proposals.length;
  });
}
