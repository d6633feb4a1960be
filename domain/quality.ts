import { isUnborn } from './birth.ts';
import { type ChildForm, type ContactForm, referrerReach, saysConcern } from './contact.ts';
import type { Mark } from './marks.ts';
import type { Channel, SourceCode } from './vocabulary.ts';

/**
 * What a good contact tells the hub, each with the words a referrer can act on. The first four are the criteria of
 * form quality (K17): on the form, complete, all of the household named, agreement stated.
 */
export const QUALITY_WORDS = {
  ON_FORM: 'Next time use the form, so that nothing has to be asked again',
  COMPLETE: 'Put right what is marked as missing or odd',
  HOUSEHOLD_NAMED:
    'Name everyone who lives with the child, with dates of birth, and every brother and sister',
  AGREEMENT_STATED: 'Say whether the family knows and agrees, or why you did not ask',
  CONCERN: 'Say what happened and what worries you',
  FAMILY_CIRCUMSTANCES: 'Say what you know of the family, and what goes well',
  EXPECTED_RESPONSE: 'Say what you hope will happen',
  CHILDREN_IDENTIFIED: 'Give the name and the date of birth of each child',
  CHILD_LOCATION: 'Say where each child is now',
  CHILDS_VOICE: 'Say what each child says or shows, or why you do not know',
  THRESHOLD_CITED: 'Name the threshold document and the level you think is reached',
  REFERRER_REACHABLE: 'Say who you are and how to reach you',
} as const;
export type QualityPoint = keyof typeof QUALITY_WORDS;
export const QUALITY_POINTS = Object.keys(QUALITY_WORDS) as [QualityPoint, ...QualityPoint[]];

/** The criteria of form quality, K17. */
export const FORM_CRITERIA = ['ON_FORM', 'COMPLETE', 'HOUSEHOLD_NAMED', 'AGREEMENT_STATED'] as const;

/** What the hub needs at once, and asks for when it acknowledges. */
export const ASKED_FOR_AT_ONCE: readonly QualityPoint[] = [
  'CONCERN',
  'HOUSEHOLD_NAMED',
  'AGREEMENT_STATED',
  'CHILD_LOCATION',
];

/** What each point weighs, a whole number; 0 leaves it out of the score. */
export type QualityWeights = Readonly<Record<QualityPoint, number>>;

export type Quality = {
  /** 0 to 100: the weight of what is there, of all that can be asked of this referrer. */
  readonly score: number;
  /** In the order of {@link QUALITY_POINTS}. */
  readonly missing: readonly QualityPoint[];
};

/** A contact as its quality is judged. */
export type JudgedContact = {
  readonly form: ContactForm;
  readonly channel: Channel;
  readonly sourceCode: SourceCode;
  /** All that is missing or odd. */
  readonly marks: readonly Mark[];
};

/** Sources that are people and not services: they owe the hub no form and know no threshold document. */
const PUBLIC_SOURCES: readonly SourceCode[] = ['1A', '1B', '1C', '1D', '9', '10'];

const OF_SERVICES: readonly QualityPoint[] = ['ON_FORM', 'THRESHOLD_CITED'];

/** How well a contact tells what the hub needs. It never decides whether the worry is looked into, or how soon. */
export function qualityOf(contact: JudgedContact, weights: QualityWeights): Quality {
  const isPublic = PUBLIC_SOURCES.includes(contact.sourceCode);
  const asked = QUALITY_POINTS.filter(
    (point) => weights[point] > 0 && !(isPublic && OF_SERVICES.includes(point)),
  );
  const missing = asked.filter((point) => !isMet(point, contact));
  const weigh = (points: readonly QualityPoint[]) => points.reduce((sum, point) => sum + weights[point], 0);
  const all = weigh(asked);
  return { score: all === 0 ? 100 : Math.round((100 * (all - weigh(missing))) / all), missing };
}

/** What to do about each missing point, in the same order. */
export function qualityWords({ missing }: Quality): readonly string[] {
  return missing.map((point) => QUALITY_WORDS[point]);
}

/** Channels on which a contact comes with fields of its own. */
const STRUCTURED: readonly Channel[] = ['FORM', 'POLICE_FEED'];

function isMet(point: QualityPoint, { form, channel, marks }: JudgedContact): boolean {
  const { children } = form;
  const ofEachChild = (holds: (child: ChildForm) => boolean) => children.length > 0 && children.every(holds);
  switch (point) {
    case 'ON_FORM':
      return STRUCTURED.includes(channel);
    case 'COMPLETE':
      return marks.length === 0;
    case 'HOUSEHOLD_NAMED':
      return (
        (form.household ?? []).length > 0 && !marks.some(({ rule }) => rule === 'HOUSEHOLD_CHILD_NOT_NAMED')
      );
    case 'AGREEMENT_STATED':
      return form.familyAgreement !== undefined || form.noAgreementReason !== undefined;
    case 'CONCERN':
      return saysConcern(form);
    case 'FAMILY_CIRCUMSTANCES':
      return form.familyCircumstances !== undefined;
    case 'EXPECTED_RESPONSE':
      return form.expectedResponse !== undefined;
    case 'CHILDREN_IDENTIFIED':
      return ofEachChild(isIdentified);
    case 'CHILD_LOCATION':
      return ofEachChild((child) => isUnborn(child) || child.locationNow !== undefined);
    case 'CHILDS_VOICE':
      return ofEachChild((child) => isUnborn(child) || (child.voice ?? child.noVoiceReason) !== undefined);
    case 'THRESHOLD_CITED':
      return form.thresholdDocument !== undefined && form.thresholdLevel !== undefined;
    case 'REFERRER_REACHABLE':
      return form.referrer.anonymous || referrerReach(form.referrer) !== 'UNREACHABLE';
  }
}

function isIdentified(child: ChildForm): boolean {
  const { givenName, familyName, motherName, dateOfBirth } = child;
  if (isUnborn(child)) return (givenName ?? familyName ?? motherName) !== undefined;
  return givenName !== undefined && familyName !== undefined && dateOfBirth !== undefined;
}
