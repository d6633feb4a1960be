import { plainAddress, plainPostcode } from './addresses.ts';
import { plainBirth } from './births.ts';
import { fullForm, nameParts, plainName } from './names.ts';

/** What somebody is described by; any of it may be missing or odd. */
export type Description = {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly dateOfBirth?: string;
  readonly nhsNumber?: string;
  readonly upn?: string;
  readonly address?: string;
  readonly postcode?: string;
};

/** The same in plain letters, ready to be compared; what was not given or cannot be read is absent. */
export type Person = {
  readonly given?: string;
  readonly family?: string;
  /** Words of each name when there is more than one, such as the halves of a hyphened name. */
  readonly givenParts?: readonly string[];
  readonly familyParts?: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly birth?: string;
  readonly nhs?: string;
  readonly upn?: string;
  readonly address?: string;
  readonly postcode?: string;
};

/** What is compared of a description. */
export function personOf(described: Description): Person {
  const parts = {
    given: plain(described.givenName),
    family: plain(described.familyName),
    givenParts: severalParts(described.givenName),
    familyParts: severalParts(described.familyName),
    birth: plainBirth(described.dateOfBirth),
    nhs: digits(described.nhsNumber),
    upn: identifier(described.upn),
    address: plainAddress(described.address),
    postcode: plainPostcode(described.postcode),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** Longer names are no names, and would make long keys. */
const MOST_LETTERS = 60;
const MOST_PARTS = 4;

function plain(name: string | undefined): string | undefined {
  const letters = shortened(plainName(name ?? ''));
  return letters === '' ? undefined : letters;
}

function severalParts(name: string | undefined): string[] | undefined {
  const parts = nameParts(name ?? '').map(shortened);
  return parts.length > 1 ? parts.slice(0, MOST_PARTS) : undefined;
}

function shortened(letters: string): string {
  return Array.from(letters).slice(0, MOST_LETTERS).join('');
}

/** Ten digits; a number of another length is nobody's. */
function digits(text: string | undefined): string | undefined {
  const found = text?.replaceAll(/\D/g, '') ?? '';
  return found.length === 10 ? found : undefined;
}

function identifier(text: string | undefined): string | undefined {
  const found = text?.toUpperCase().replaceAll(/[^A-Z0-9]/g, '') ?? '';
  return found.length >= 6 && found.length <= 20 ? found : undefined;
}

/** Every form of a name that may stand for it, in full: the whole of it and its parts. */
export function nameForms(whole: string | undefined, parts: readonly string[] = []): string[] {
  return whole === undefined ? [] : [...new Set([whole, ...parts].map(fullForm))];
}
