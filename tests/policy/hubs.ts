import { type Instant, parseInstant } from '../../domain/instant.ts';
import type { HubRules, OneWorkingDayMode, OpeningHours } from '../../domain/policy.ts';
import { defaultRules } from '../../policy/editions.ts';

const rules = defaultRules();

/** A hub of the shipped calendar with other hours or another reading of one working day. */
export function hubWith(
  hours: Partial<OpeningHours>,
  oneWorkingDay: OneWorkingDayMode = 'SAME_TIME_NEXT_WD',
): HubRules {
  const openingHours = { ...rules.policy.openingHours, ...hours };
  return { ...rules, policy: { ...rules.policy, openingHours, oneWorkingDay } };
}

/** Mon to Fri 09:00 to 17:00. */
export const nineToFive = rules;

/** Shropshire's day service: 08:45 to 16:45, on Friday to 15:45. */
const longDay = { opens: '08:45', closes: '16:45' };
export const shortFriday = hubWith({
  monday: longDay,
  tuesday: longDay,
  wednesday: longDay,
  thursday: longDay,
  friday: { opens: '08:45', closes: '15:45' },
});

/** A hub that is shut on Wednesdays, which are working days all the same. */
export const shutOnWednesday = hubWith({ wednesday: null });

/** A hub that opens at 10:00 on Mondays, later than on other days. */
export const lateMonday = hubWith({ monday: { opens: '10:00', closes: '17:00' } });

export const endOfNextDay = hubWith({}, 'END_OF_NEXT_WD');

/** `2027-03-25 16:59 GMT` or `2027-03-30 16:59 BST` as an instant, so that tables show the wall clock. */
export function at(text: string): Instant {
  const [date, time, zone] = text.split(' ');
  return parseInstant(`${date}T${time}${zone === 'BST' ? '+01:00' : '+00:00'}`);
}
