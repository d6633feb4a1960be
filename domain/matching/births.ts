const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** How two dates of birth differ; undefined when they have too little in common to be one date mistyped. */
export type BirthAgreement = 'SAME' | 'DAY_MONTH_SWAPPED' | 'ONE_DIGIT_OFF' | undefined;

/** A date of birth as `YYYY-MM-DD`, or nothing when it is written otherwise or names no day. */
export function plainBirth(text: string | undefined): string | undefined {
  const [, , month = '', day = ''] = DATE.exec(text?.trim() ?? '') ?? [];
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return isDay ? text?.trim() : undefined;
}

/** The date with day and month changed round, where that is a date; the way a form in another order is misread. */
export function swappedBirth(birth: string): string | undefined {
  const [, year, month, day] = DATE.exec(birth) ?? [];
  const swapped = plainBirth(`${year}-${day}-${month}`);
  return swapped === birth ? undefined : swapped;
}

export function compareBirths(a: string, b: string): BirthAgreement {
  if (a === b) return 'SAME';
  if (swappedBirth(a) === b) return 'DAY_MONTH_SWAPPED';
  const differences = Array.from(a).filter((digit, index) => digit !== b.charAt(index)).length;
  return differences === 1 ? 'ONE_DIGIT_OFF' : undefined;
}
