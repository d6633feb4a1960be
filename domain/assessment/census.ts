import { DomainError } from '../errors.ts';

/**
 * Factors found at the end of an assessment: DfE CIN census, item N00181, with the words of the code set. 18A and 19A
 * are not among them: the census queries both (8945Q, 8950Q) since they were divided by who did it.
 */
export const FACTORS = {
  '1A': 'Alcohol misuse: the child',
  '1B': 'Alcohol misuse: a parent or carer',
  '1C': 'Alcohol misuse: another person in the household',
  '2A': 'Drug misuse: the child',
  '2B': 'Drug misuse: a parent or carer',
  '2C': 'Drug misuse: another person in the household',
  '3A': 'Domestic abuse: the child is subject to it',
  '3B': 'Domestic abuse: a parent or carer is subject to it',
  '3C': 'Domestic abuse: another person in the household is subject to it',
  '4A': 'Mental health: the child',
  '4B': 'Mental health: a parent or carer',
  '4C': 'Mental health: another person in the household',
  '5A': 'Learning disability: the child',
  '5B': 'Learning disability: a parent or carer',
  '5C': 'Learning disability: another person in the household',
  '6A': 'Physical disability or illness: the child',
  '6B': 'Physical disability or illness: a parent or carer',
  '6C': 'Physical disability or illness: another person in the household',
  '7A': 'Young carer',
  '8B': 'Privately fostered: from overseas, to return',
  '8C': 'Privately fostered: from overseas, to stay',
  '8D': 'Privately fostered: from the UK, for education',
  '8E': 'Privately fostered: from the UK, family circumstances',
  '8F': 'Privately fostered: other',
  '9A': 'Unaccompanied asylum-seeking child',
  '10A': 'Going missing',
  '11A': 'Child sexual exploitation',
  '12A': 'Trafficking',
  '13A': 'Gangs',
  '14A': 'Socially unacceptable behaviour',
  '15A': 'Self-harm',
  '16A': 'Neglect',
  '17A': 'Emotional abuse',
  '18B': 'Physical abuse: child on child',
  '18C': 'Physical abuse: adult on child',
  '19B': 'Sexual abuse: child on child',
  '19C': 'Sexual abuse: adult on child',
  '20': 'Other',
  '21': 'No factors identified',
  '22A': 'Female genital mutilation',
  '23A': 'Abuse linked to faith or belief',
  '24A': 'Child criminal exploitation',
} as const;
export type Factor = keyof typeof FACTORS;

/** DfE CIN census, item N00101: N0 to N9 and no other (8650). */
export const PRIMARY_NEEDS = {
  N0: 'Not stated',
  N1: 'Abuse or neglect',
  N2: 'Child’s disability or illness',
  N3: 'Parental disability or illness',
  N4: 'Family in acute stress',
  N5: 'Family dysfunction',
  N6: 'Socially unacceptable behaviour',
  N7: 'Low income',
  N8: 'Absent parenting',
  N9: 'Cases other than children in need',
} as const;
export type PrimaryNeed = keyof typeof PRIMARY_NEEDS;

/** Why an episode of need ended: DfE CIN census, item N00103. */
export const CLOSURE_CODES = {
  RC1: 'Adopted',
  RC2: 'Died',
  RC3: 'Child arrangements order',
  RC4: 'Special guardianship order',
  RC5: 'Transferred to another local authority',
  RC6: 'Transferred to adult care',
  RC7: 'Services ended for another reason',
  RC8: 'Closed after assessment, no further action',
  RC9: 'Closed after assessment, referred to Early Help',
} as const;
export type ClosureCode = keyof typeof CLOSURE_CODES;

/** The codes of a set in the census's order, which an object does not keep for names that are numbers. */
export function codesOf<Code extends string>(words: Readonly<Record<Code, string>>): Code[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the codes
  const codes = Object.keys(words) as Code[];
  return codes.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));
}

/**
 * What an authorised assessment leads to: a plan for a child in need with a team of social care, nothing more, or
 * Early Help, which has to accept first.
 */
export const ASSESSMENT_OUTCOMES = ['TO_TEAM', 'NFA', 'STEP_DOWN'] as const;
export type AssessmentOutcome = (typeof ASSESSMENT_OUTCOMES)[number];

const NONE_FOUND: Factor = '21';

/**
 * Rules of the census for the factors of an assessment that is complete, and of no other (8614): at least one, none
 * twice (8898), `21` alone (8869) and only where nothing follows.
 * @throws DomainError CENSUS_RULE
 */
export function assertFactors(factors: readonly Factor[], outcome: AssessmentOutcome): void {
  const refuse = (rule: string) => new DomainError('CENSUS_RULE', rule, 'factors');
  if (factors.length === 0) throw refuse('A completed assessment has its factors, or 21 for none');
  if (new Set(factors).size < factors.length) throw refuse('No factor is given twice (rule 8898)');
  if (!factors.includes(NONE_FOUND)) return;
  if (factors.length > 1) throw refuse('21, no factors identified, stands alone (rule 8869)');
  if (outcome !== 'NFA') throw refuse('21, no factors identified, goes with no further action only');
}

/** The one reason for closure that fits an outcome; an episode that goes on with a team has none. */
export const CLOSED_WITH: Readonly<Record<AssessmentOutcome, ClosureCode | undefined>> = {
  TO_TEAM: undefined,
  NFA: 'RC8',
  STEP_DOWN: 'RC9',
};

/**
 * The reason for closure and its date come together (8805, 8810): an outcome that closes the episode has its reason,
 * one that does not has none. The date is the end of the assessment, which for Early Help is not before it accepts.
 * @throws DomainError CENSUS_RULE
 */
export function assertClosure(outcome: AssessmentOutcome, code: ClosureCode | undefined): void {
  const needed = CLOSED_WITH[outcome];
  if (code === needed) return;
  const rule =
    needed === undefined
      ? 'An episode that goes on has no reason for closure (rule 8810)'
      : `An episode that this closes has the reason ${needed} (rule 8805)`;
  throw new DomainError('CENSUS_RULE', rule, 'closureCode');
}
