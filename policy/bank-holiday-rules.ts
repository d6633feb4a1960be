import type { BankHoliday } from '../domain/calendar-edition.ts';
import { isWeekend } from '../domain/calendar.ts';
import type { LocalDate } from '../domain/instant.ts';
import { addDays, nextDay, weekdayOf } from '../domain/local-time.ts';

/** Since 1978 the year has had the same eight bank holidays in England and Wales. */
const FIRST_YEAR = 1978;

/**
 * The bank holidays in England and Wales that a year has by rule, ascending, each on the day it is taken: a day at
 * a weekend appears as its substitute. Days proclaimed for one year, and days moved for one, are not known here.
 * @see Banking and Financial Dealings Act 1971, schedule 1; Good Friday and Christmas Day by common law; New
 * Year's Day since 1974 and the first Monday in May since 1978 by royal proclamation.
 * @throws RangeError before 1978.
 */
export function bankHolidaysByRule(year: number): BankHoliday[] {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > 9999) {
    throw new RangeError(`year: must be a whole number from ${FIRST_YEAR} to 9999, not ${year}`);
  }
  const easter = easterSunday(year);
  const movable = [
    { date: addDays(easter, -2), title: 'Good Friday' },
    { date: addDays(easter, 1), title: 'Easter Monday' },
    { date: mondayFrom(dateOf(year, 5, 1)), title: 'Early May bank holiday' },
    { date: mondayFrom(dateOf(year, 5, 25)), title: 'Spring bank holiday' },
    { date: mondayFrom(dateOf(year, 8, 25)), title: 'Summer bank holiday' },
  ];
  const fixed = [
    { date: dateOf(year, 1, 1), title: 'New Year’s Day' },
    { date: dateOf(year, 12, 25), title: 'Christmas Day' },
    { date: dateOf(year, 12, 26), title: 'Boxing Day' },
  ];
  return [...movable, ...withSubstitutes(fixed)].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * Easter Sunday of a year in the Gregorian calendar, from 22 March to 25 April.
 * @see The anonymous Gregorian computus (Meeus, Jones, Butcher), valid for every Gregorian year.
 */
export function easterSunday(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const lateness = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  return addDays(dateOf(year, 3, 22), epact + toSunday - 7 * lateness);
}

/** Days on weekdays keep their place; each of the others then takes the first free weekday after it. */
function withSubstitutes(days: readonly BankHoliday[]): BankHoliday[] {
  const taken = days.filter(({ date }) => !isWeekend(date));
  for (const { date, title } of days.filter(({ date }) => isWeekend(date))) {
    let substitute = nextDay(date);
    while (isWeekend(substitute) || taken.some((other) => other.date === substitute)) {
      substitute = nextDay(substitute);
    }
    taken.push({ date: substitute, title: `${title} (substitute day)` });
  }
  return taken;
}

/** The Monday among the seven days from `date` on; the last Monday of a month of 31 days when it is the 25th. */
function mondayFrom(date: LocalDate): LocalDate {
  let day = date;
  while (weekdayOf(day) !== 'monday') {
    day = nextDay(day);
  }
  return day;
}

function dateOf(year: number, month: number, day: number): LocalDate {
  const twoDigits = (part: number) => String(part).padStart(2, '0');
  return `${year}-${twoDigits(month)}-${twoDigits(day)}` as LocalDate;
}
