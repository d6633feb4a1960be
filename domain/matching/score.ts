import { dwelling } from './addresses.ts';
import { compareBirths } from './births.ts';
import { fullForm } from './names.ts';
import { nameForms, type Person } from './person.ts';
import { soundOf } from './phonetic.ts';

/**
 * Points for each way two descriptions agree or differ, in the manner of Fellegi and Sunter (A Theory for Record
 * Linkage, 1969): the logarithm to base 2 of how much oftener it is so of one person than of two. The likelihoods
 * are this project's estimates for a hub of a million people: one in 500 shares a given name, one in 1,000 a family
 * name, one in 6,500 a date of birth among children; a field is mistyped in one record of fifty. A number of ten
 * digits outweighs every name and date that speaks against it, so that it is at least looked at. Whole points, so that
 * they can be added by hand.
 */
export const WEIGHTS = {
  NHS_SAME: 31,
  NHS_DIFFERENT: -8,
  UPN_SAME: 28,
  UPN_DIFFERENT: -4,
  NAME_SAME: 18,
  NAMES_SWAPPED: 16,
  GIVEN_SAME: 8,
  GIVEN_SHORT_FORM: 7,
  GIVEN_SOUNDS_ALIKE: 5,
  GIVEN_DIFFERENT: -5,
  FAMILY_SAME: 9,
  FAMILY_PART_SAME: 7,
  FAMILY_SOUNDS_ALIKE: 6,
  FAMILY_DIFFERENT: -3,
  BIRTH_SAME: 12,
  BIRTH_DAY_MONTH_SWAPPED: 8,
  BIRTH_ONE_DIGIT_OFF: 7,
  BIRTH_DIFFERENT: -8,
  ADDRESS_SAME: 7,
  POSTCODE_SAME: 5,
} as const;
export const MATCH_REASONS = Object.keys(WEIGHTS) as [MatchReason, ...MatchReason[]];
export type MatchReason = keyof typeof WEIGHTS;

/** How sure a match is, surest first; none of them joins anybody without a person's word. */
export const MATCH_BANDS = ['SAME', 'LIKELY', 'POSSIBLE'] as const;
export type MatchBand = (typeof MATCH_BANDS)[number];

/** Points from which a band begins. Of a million people one in a million, 20 points, is a chance of one half. */
export const BAND_FROM: Readonly<Record<MatchBand, number>> = { SAME: 34, LIKELY: 24, POSSIBLE: 15 };

export type MatchScore = {
  readonly score: number;
  /** Absent below the lowest band. */
  readonly band?: MatchBand;
  /** In the order of the table of weights. */
  readonly reasons: readonly MatchReason[];
};

/** How well two descriptions fit one person, and why. The same whichever comes first. */
export function scoreOf(a: Person, b: Person): MatchScore {
  const found = new Set([
    identifierReason(a.nhs, b.nhs, 'NHS_SAME', 'NHS_DIFFERENT'),
    identifierReason(a.upn, b.upn, 'UPN_SAME', 'UPN_DIFFERENT'),
    ...nameReasons(a, b),
    birthReason(a.birth, b.birth),
    addressReason(a, b),
  ]);
  const reasons = MATCH_REASONS.filter((reason) => found.has(reason));
  const score = reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0);
  const band = MATCH_BANDS.find((name) => score >= BAND_FROM[name]);
  return { score, ...(band !== undefined && { band }), reasons };
}

function identifierReason<Same extends MatchReason, Different extends MatchReason>(
  a: string | undefined,
  b: string | undefined,
  same: Same,
  different: Different,
): Same | Different | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a === b ? same : different;
}

/** Both names the same count a point more than each alone: families and given names are not told apart by halves. */
function nameReasons(a: Person, b: Person): readonly (MatchReason | undefined)[] {
  const isWhole = a.given !== undefined && a.family !== undefined;
  if (isWhole && a.given === b.given && a.family === b.family) return ['NAME_SAME'];
  if (isWhole && sameName(a.given, b.family) && a.family === b.given) return ['NAMES_SWAPPED'];
  if (isWhole && a.given === b.family && sameName(a.family, b.given)) return ['NAMES_SWAPPED'];
  return [givenReason(a, b), familyReason(a, b)];
}

function sameName(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b;
}

function givenReason(a: Person, b: Person): MatchReason | undefined {
  if (a.given === undefined || b.given === undefined) return undefined;
  if (a.given === b.given) return 'GIVEN_SAME';
  const [forms, others] = [nameForms(a.given, a.givenParts), nameForms(b.given, b.givenParts)];
  if (forms.some((form) => others.includes(form))) return 'GIVEN_SHORT_FORM';
  return soundOf(fullForm(a.given)) === soundOf(fullForm(b.given)) ? 'GIVEN_SOUNDS_ALIKE' : 'GIVEN_DIFFERENT';
}

function familyReason(a: Person, b: Person): MatchReason | undefined {
  if (a.family === undefined || b.family === undefined) return undefined;
  if (a.family === b.family) return 'FAMILY_SAME';
  const [parts, others] = [
    [a.family, ...(a.familyParts ?? [])],
    [b.family, ...(b.familyParts ?? [])],
  ];
  if (parts.some((part) => others.includes(part))) return 'FAMILY_PART_SAME';
  return soundOf(a.family) === soundOf(b.family) ? 'FAMILY_SOUNDS_ALIKE' : 'FAMILY_DIFFERENT';
}

function birthReason(a: string | undefined, b: string | undefined): MatchReason | undefined {
  if (a === undefined || b === undefined) return undefined;
  return `BIRTH_${compareBirths(a, b) ?? 'DIFFERENT'}`;
}

/** Families move: another address says nothing. */
function addressReason(a: Person, b: Person): MatchReason | undefined {
  const home = dwelling(a);
  if (home !== undefined && home === dwelling(b)) return 'ADDRESS_SAME';
  return a.postcode !== undefined && a.postcode === b.postcode ? 'POSTCODE_SAME' : undefined;
}
