import type { ChildForm } from './contact.ts';
import { DomainError } from './errors.ts';
import { isCivilDate } from './instant.ts';

/** Whether a child is known by the day it is expected only. */
export function isUnborn({
  dateOfBirth,
  expectedDateOfBirth,
}: { readonly [Field in 'dateOfBirth' | 'expectedDateOfBirth']?: string | undefined }): boolean {
  return dateOfBirth === undefined && expectedDateOfBirth !== undefined;
}

/**
 * An unborn child as it is described from its birth on: what was known, with what is now. It has either a date of
 * birth or an expected one, never both (rule 8525Q of the CIN census). `today` is the hub's date.
 * @throws DomainError NOT_UNBORN, MISSING_FIELD without a date of birth that there is and that is not ahead
 */
export function bornAs(unborn: ChildForm, born: ChildForm, today: string): ChildForm {
  if (!isUnborn(unborn)) {
    throw new DomainError('NOT_UNBORN', 'A birth is recorded of a child that is known by its expected date');
  }
  const { dateOfBirth } = born;
  if (dateOfBirth === undefined || !isCivilDate(dateOfBirth) || dateOfBirth > today) {
    throw new DomainError('MISSING_FIELD', 'Give the date of birth, today or earlier', 'dateOfBirth');
  }
  const { expectedDateOfBirth: _was, sex: _unknown, ...known } = unborn;
  const { expectedDateOfBirth: _none, ...now } = born;
  return { ...known, ...now };
}
