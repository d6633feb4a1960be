import type { MatchStatus } from '../../domain/matching/match.ts';
import type { MatchBand, MatchReason } from '../../domain/matching/score.ts';

/** How sure the records are that two are one person. */
export const BAND_LABELS: Readonly<Record<MatchBand, string>> = {
  SAME: 'Very likely the same person',
  LIKELY: 'Likely the same person',
  POSSIBLE: 'Possibly the same person',
};

export const MATCH_STATUS_LABELS: Readonly<Record<MatchStatus, string>> = {
  OPEN: 'Not confirmed',
  CONFIRMED: 'Confirmed: the same person',
  REJECTED: 'Not the same person',
};

export const REASON_LABELS: Readonly<Record<MatchReason, string>> = {
  NHS_SAME: 'same NHS number',
  NHS_DIFFERENT: 'another NHS number',
  UPN_SAME: 'same pupil number',
  UPN_DIFFERENT: 'another pupil number',
  NAME_SAME: 'same name',
  NAMES_SWAPPED: 'given and family name changed round',
  GIVEN_SAME: 'same given name',
  GIVEN_SHORT_FORM: 'short form of the given name',
  GIVEN_SOUNDS_ALIKE: 'given name sounds alike',
  GIVEN_DIFFERENT: 'another given name',
  FAMILY_SAME: 'same family name',
  FAMILY_PART_SAME: 'part of the family name is the same',
  FAMILY_SOUNDS_ALIKE: 'family name sounds alike',
  FAMILY_DIFFERENT: 'another family name',
  BIRTH_SAME: 'same date of birth',
  BIRTH_DAY_MONTH_SWAPPED: 'day and month of birth changed round',
  BIRTH_ONE_DIGIT_OFF: 'one digit of the date of birth differs',
  BIRTH_DIFFERENT: 'another date of birth',
  ADDRESS_SAME: 'same address',
  POSTCODE_SAME: 'same postcode',
};
