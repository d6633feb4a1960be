import { isUnborn } from './birth.ts';
import { isUnder18, MOST_DAYS_BEFORE_BIRTH } from './birth-dates.ts';
import {
  type ChildForm,
  type ContactForm,
  type HouseholdMember,
  referrerReach,
  saysConcern,
} from './contact.ts';
import { isNhsNumber, isPostcode, isUpn } from './identifiers.ts';
import { isCivilDate } from './instant.ts';
import { addDays } from './local-time.ts';
import type { Mark, MarkRule } from './marks.ts';

/** The rules this form does not meet, in the order of the form. `receivedOn` is the hub's date of receipt. */
export function completenessMarks(form: ContactForm, receivedOn: string): Mark[] {
  const marks: Mark[] = [];
  const mark = (pointer: string, rule: MarkRule) => marks.push({ pointer, rule });
  if (!saysConcern(form)) mark('/concern', 'CONCERN_MISSING');
  if (form.familyAgreement === undefined && form.noAgreementReason === undefined)
    mark('/familyAgreement', 'AGREEMENT_MISSING');
  if (referrerReach(form.referrer) === 'UNREACHABLE' && !form.referrer.anonymous)
    mark('/referrer', 'REFERRER_MISSING');
  if (form.children.length === 0) mark('/children', 'CHILD_MISSING');
  for (const [index, child] of form.children.entries()) {
    for (const { pointer, rule } of childMarks(child, form, receivedOn))
      mark(`/children/${index}${pointer}`, rule);
  }
  for (const [index, member] of (form.household ?? []).entries()) {
    for (const { pointer, rule } of memberMarks(member, form, receivedOn))
      mark(`/household/${index}${pointer}`, rule);
  }
  return marks;
}

function childMarks(child: ChildForm, form: ContactForm, receivedOn: string): Mark[] {
  const { dateOfBirth, expectedDateOfBirth, nhsNumber, upn, postcode } = child;
  return [
    ...nameMarks(child, form),
    ...birthMarks(child),
    ...dateMarks(dateOfBirth, '/dateOfBirth', receivedOn),
    ...(isChildsAge(dateOfBirth, receivedOn) ? [] : [marked('/dateOfBirth', 'CHILD_IS_ADULT')]),
    ...unbornMarks(expectedDateOfBirth, receivedOn),
    ...(isUnborn(child) && ![undefined, 'U'].includes(child.sex) ? [marked('/sex', 'UNBORN_SEX')] : []),
    ...(nhsNumber === undefined || isNhsNumber(nhsNumber) ? [] : [marked('/nhsNumber', 'NHS_NUMBER_ODD')]),
    ...(upn === undefined || isUpn(upn) ? [] : [marked('/upn', 'UPN_ODD')]),
    ...(postcode === undefined || isPostcode(postcode) ? [] : [marked('/postcode', 'POSTCODE_ODD')]),
  ];
}

function marked(pointer: string, rule: MarkRule): Mark {
  return { pointer, rule };
}

/** The name on an unborn child is taken for the mother's, the key person until there is a birth. */
function nameMarks(child: ChildForm, { household = [] }: ContactForm): Mark[] {
  if (child.givenName !== undefined || child.familyName !== undefined) return [];
  if (!isUnborn(child)) return [marked('', 'NAME_MISSING')];
  const isMotherKnown =
    child.motherName !== undefined || household.some(({ role = '' }) => /^mother$/i.test(role.trim()));
  return isMotherKnown ? [] : [marked('/motherName', 'MOTHER_MISSING')];
}

function birthMarks({ dateOfBirth, expectedDateOfBirth }: ChildForm): Mark[] {
  if (dateOfBirth === undefined && expectedDateOfBirth === undefined)
    return [marked('/dateOfBirth', 'BIRTH_MISSING')];
  if (dateOfBirth !== undefined && expectedDateOfBirth !== undefined)
    return [marked('/dateOfBirth', 'BIRTH_BOTH')];
  return [];
}

function dateMarks(date: string | undefined, pointer: string, receivedOn: string): Mark[] {
  if (date === undefined) return [];
  if (!isCivilDate(date)) return [marked(pointer, 'DATE_ODD')];
  return date > receivedOn ? [marked(pointer, 'BIRTH_IN_FUTURE')] : [];
}

function isChildsAge(dateOfBirth: string | undefined, receivedOn: string): boolean {
  return dateOfBirth === undefined || !isCivilDate(dateOfBirth) || isUnder18(dateOfBirth, receivedOn);
}

function unbornMarks(expected: string | undefined, receivedOn: string): Mark[] {
  if (expected === undefined) return [];
  const pointer = '/expectedDateOfBirth';
  if (!isCivilDate(expected)) return [marked(pointer, 'DATE_ODD')];
  const isTooFar = isCivilDate(receivedOn) && expected > addDays(receivedOn, MOST_DAYS_BEFORE_BIRTH);
  return isTooFar ? [marked(pointer, 'BIRTH_TOO_FAR')] : [];
}

const SIBLING = /^(?:(?:half|step)[ -]?)?(?:sibling|brother|sister|child|son|daughter)$/i;

function memberMarks(member: HouseholdMember, form: ContactForm, receivedOn: string): Mark[] {
  const marks = dateMarks(member.dateOfBirth, '/dateOfBirth', receivedOn);
  const isOfTheHome = member.inHousehold !== false;
  return isOfTheHome && isChild(member, receivedOn) && !isNamedAsChild(member, form)
    ? [...marks, marked('', 'HOUSEHOLD_CHILD_NOT_NAMED')]
    : marks;
}

/** By age where it is known, else by the word for them. */
function isChild({ dateOfBirth, role = '', relationship = '' }: HouseholdMember, on: string): boolean {
  if (dateOfBirth !== undefined && isCivilDate(dateOfBirth)) return isUnder18(dateOfBirth, on);
  return [role, relationship].some((word) => SIBLING.test(word.trim()));
}

function isNamedAsChild(member: HouseholdMember, { children }: ContactForm): boolean {
  const name = plain(member.name ?? '');
  return children.some((child) => {
    const full = plain(`${child.givenName ?? ''} ${child.familyName ?? ''}`);
    const isSameBirth =
      member.dateOfBirth === undefined ||
      child.dateOfBirth === undefined ||
      member.dateOfBirth === child.dateOfBirth;
    return isSameBirth && name !== '' && (full === name || plain(child.givenName ?? '') === name);
  });
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
