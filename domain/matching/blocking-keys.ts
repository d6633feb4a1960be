import { dwelling } from './addresses.ts';
import { swappedBirth } from './births.ts';
import { nameForms, type Person } from './person.ts';
import { soundOf } from './phonetic.ts';

/**
 * The keys a person is found by: two people who share none are not compared. Each says by its first letter what it
 * is made of. Between them they survive another spelling, a short form, given and family name changed round, half of
 * a double name, day and month changed round, one digit off, and a name or a date missing altogether.
 */
export function blockingKeys(person: Person): string[] {
  const { nhs, upn, birth, postcode } = person;
  const given = nameForms(person.given, person.givenParts).map(soundOf);
  const family = nameForms(person.family, person.familyParts).map(soundOf);
  const names = [...new Set([...given, ...family])].filter((sound) => sound !== '');
  const pairs = [...new Set(given.flatMap((one) => family.map((other) => inOrder(one, other))))];
  const births = birth === undefined ? [] : [birth, swappedBirth(birth) ?? birth];
  const home = dwelling(person);
  return [
    ...new Set([
      ...(nhs === undefined ? [] : [`n:${nhs}`]),
      ...(upn === undefined ? [] : [`u:${upn}`]),
      // Of a birth and its swap the earlier stands for both.
      ...(birth === undefined ? [] : names.map((name) => `b:${births.toSorted()[0]}/${name}`)),
      // A wrong digit of the year leaves month and day, one of month or day leaves the year.
      ...(birth === undefined
        ? []
        : pairs.flatMap((pair) => [`y:${birth.slice(0, 4)}/${pair}`, `m:${birth.slice(5)}/${pair}`])),
      ...(postcode === undefined ? [] : names.map((name) => `p:${postcode}/${name}`)),
      ...pairs.map((pair) => `f:${pair}`),
      ...(home === undefined ? [] : [householdKey(home)]),
    ]),
  ];
}

/** The key everybody of one address shares. */
export function householdKey(home: string): string {
  return `h:${home}`;
}

/** Given and family name may have been changed round. */
function inOrder(one: string, other: string): string {
  return one < other ? `${one}+${other}` : `${other}+${one}`;
}
