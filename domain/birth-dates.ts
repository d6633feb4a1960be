/** Longest time before an expected birth at which a contact can be about the child (rule 8606 of the CIN census). */
export const MOST_DAYS_BEFORE_BIRTH = 280;
const ADULT_YEARS = 18;

/** Whether somebody born on one civil date is still under 18 on another; on the eighteenth birthday they are not. */
export function isUnder18(bornOn: string, on: string): boolean {
  const adultYear = String(Number(bornOn.slice(0, 4)) + ADULT_YEARS).padStart(4, '0');
  return on < adultYear + bornOn.slice(4);
}
