import type { Description } from '../domain/matching/person.ts';
import type { Random } from '../dev/synthetic/random.ts';

const ONSETS = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'qu',
  'r',
  's',
  'st',
  't',
  'v',
  'w',
  'z',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'oo', 'ee'];
const CODAS = ['', 'n', 'm', 'l', 'r', 'ck', 'bkin', 'ddle', 'zzle', 'mble', 'lton', 'rby', 'nster'];

/** A name of no language, always the same for its number; names of neighbouring numbers have nothing in common. */
function inventedName(no: number, syllables: number): string {
  let left = Math.imul(no + 1, 0x9e3779b1) >>> 0;
  const take = (items: readonly string[]) => {
    const item = items[left % items.length] ?? '';
    left = Math.floor(left / items.length);
    return item;
  };
  const sounds = Array.from({ length: syllables }, () => `${take(ONSETS)}${take(VOWELS)}`).join('');
  const name = `${sounds}${take(CODAS)}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

const FAMILY_NAMES = 20_000;
const GIVEN_NAMES = 3_000;

/** Few names are common and most are rare, as those of people are: the commonest is that of one in some sixty. */
function skewed(count: number, random: Random): number {
  return Math.floor(count * random.fraction() ** 3);
}

/** Somebody who does not exist: names nobody has, an NHS number of the range for tests, a postcode that is none. */
export function inventedPerson(random: Random): Description {
  const two = (value: number) => String(value).padStart(2, '0');
  const house = random.whole(1, 99);
  const area = random.whole(0, 39_999);
  const letters = `${String.fromCharCode(65 + (area % 20))}${String.fromCharCode(65 + (Math.floor(area / 20) % 20))}`;
  return {
    givenName: inventedName(skewed(GIVEN_NAMES, random), 2),
    familyName: inventedName(FAMILY_NAMES + skewed(FAMILY_NAMES, random), 2),
    dateOfBirth: `${random.whole(2009, 2026)}-${two(random.whole(1, 12))}-${two(random.whole(1, 28))}`,
    ...(random.fraction() < 0.7 && {
      nhsNumber: `999${String(random.whole(0, 9_999_999)).padStart(7, '0')}`,
    }),
    address: `${house} Nowhere Street`,
    postcode: `ZZ${Math.floor(area / 400)} ${random.whole(0, 9)}${letters}`,
  };
}

/** The same person as the next form tells of them: moved, mistyped, in short or incomplete. */
export function retold(person: Description, random: Random): Description {
  const { nhsNumber: _number, dateOfBirth = '', ...rest } = person;
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  const told: Description = { ...rest, dateOfBirth };
  const swappable = Number(day) <= 12;
  return random.pick([
    told,
    { ...told, address: '1 Elsewhere Street', postcode: 'ZZ99 9ZZ' },
    { ...told, ...(swappable && { dateOfBirth: `${year}-${day}-${month}` }) },
    { ...told, dateOfBirth: `${Number(year) === 2026 ? 2025 : Number(year) + 1}-${month}-${day}` },
    { ...told, givenName: rest.familyName ?? '', familyName: rest.givenName ?? '' },
    { ...told, familyName: `${rest.familyName}-Madeup` },
    { ...rest },
    person,
  ]);
}
