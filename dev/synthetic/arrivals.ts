import {
  addMs,
  DAY_MS,
  type Instant,
  type LocalDate,
  MINUTE_MS,
  msFromInstant,
} from '../../domain/instant.ts';
import { addDays, instantAt, localTimeOf } from '../../domain/local-time.ts';
import { isWorkingDay } from '../../domain/calendar.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { Channel } from '../../domain/vocabulary.ts';
import { isDuringHubHours, later, nextOpening } from '../../domain/working-time.ts';
import { SCHOOL_ARRIVALS, SOURCE_SHARES, type Source } from './figures.ts';
import { inShares, type Random } from './random.ts';

/** When a contact reached the hub, and when it was put into the system. */
export type Arrival = {
  readonly source: Source;
  readonly channel: Channel;
  readonly receivedAt: Instant;
  readonly enteredAt: Instant;
};

/** By day and night, also at weekends. */
const ROUND_THE_CLOCK: readonly Source[] = ['POLICE', 'A_AND_E', 'AMBULANCE'];
/** By phone, so that somebody of the hub writes it up. */
const BY_PHONE: readonly Source[] = ['PUBLIC', 'ANONYMOUS', 'PROBATION'];

/** The first day of a month and the first after it. @throws Error when it is no month, written `YYYY-MM` */
export function monthDays(month: string): { first: LocalDate; after: LocalDate; all: LocalDate[] } {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new Error('a month is written YYYY-MM, such as 2027-03');
  const all: LocalDate[] = [];
  let date = `${month}-01` as LocalDate;
  for (; date.startsWith(month); date = addDays(date, 1)) all.push(date);
  const [first] = all;
  return { first: first ?? date, after: date, all };
}

/** All arrivals of a month, in order of receipt. */
export function arrivals(month: string, count: number, random: Random, rules: HubRules): Arrival[] {
  const { all } = monthDays(month);
  const open = all.filter((date) => isWorkingDay(date, rules.calendar));
  const sources = inShares(SOURCE_SHARES, count, random);
  const schools = sources.filter((source) => source === 'SCHOOL').length;
  const schoolTimes = inShares(SCHOOL_ARRIVALS, schools, random);
  return sources
    .map((source): Arrival => {
      const days = ROUND_THE_CLOCK.includes(source) ? all : open;
      const date = random.pick(days as [LocalDate, ...LocalDate[]]);
      const minute =
        source === 'SCHOOL' ? within(schoolTimes.pop() ?? '510-900', random) : minuteOf(source, random);
      const receivedAt = instantAt(date, minute * MINUTE_MS, rules.calendar);
      return entered(source, receivedAt, random, rules);
    })
    .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : Number(a.receivedAt > b.receivedAt)));
}

function minuteOf(source: Source, random: Random): number {
  if (ROUND_THE_CLOCK.includes(source)) return random.whole(0, DAY_MS / MINUTE_MS - 1);
  return source === 'PUBLIC' || source === 'ANONYMOUS'
    ? random.whole(8 * 60, 21 * 60)
    : random.whole(540, 1019);
}

/** A minute of `from-to`, the end excluded. Exactly 17:00 belongs to "after 17:00". */
function within(stretch: string, random: Random): number {
  const [from = 0, to = 0] = stretch.split('-').map(Number);
  return random.whole(from, to - 1);
}

/** A form enters by itself. A call is written up soon, one to the emergency duty team by the next opening. */
function entered(source: Source, receivedAt: Instant, random: Random, rules: HubRules): Arrival {
  if (!BY_PHONE.includes(source)) {
    const channel = source === 'POLICE' ? 'POLICE_FEED' : random.fraction() < 0.8 ? 'FORM' : 'EMAIL';
    return { source, channel, receivedAt, enteredAt: receivedAt };
  }
  if (isDuringHubHours(receivedAt, rules)) {
    const enteredAt = addMs(receivedAt, random.whole(10, 90) * MINUTE_MS);
    return { source, channel: 'PHONE', receivedAt, enteredAt };
  }
  const { opensAt } = nextOpening(receivedAt, rules);
  const handedOver = addMs(opensAt, -random.whole(5, 40) * MINUTE_MS);
  const enteredAt = later(handedOver, addMs(receivedAt, 10 * MINUTE_MS));
  return { source, channel: 'EDT', receivedAt, enteredAt };
}

/** The end of the month, at midnight in the hub's zone. */
export function monthEnd(month: string, { calendar }: HubRules): Instant {
  return instantAt(monthDays(month).after, 0, calendar);
}

/** Minutes on the hub's wall clock. */
export function wallMinute(instant: Instant, { calendar }: HubRules): number {
  return Math.floor(localTimeOf(instant, calendar).msOfDay / MINUTE_MS);
}

/** The next half hour: staff write down in such steps what they did. */
export function upToMark(instant: Instant): Instant {
  return addMs(
    instant,
    -(msFromInstant(instant) % MARK_MS) + (msFromInstant(instant) % MARK_MS === 0 ? 0 : MARK_MS),
  );
}

export function downToMark(instant: Instant): Instant {
  return addMs(instant, -(msFromInstant(instant) % MARK_MS));
}

const MARK_MS = 30 * MINUTE_MS;
