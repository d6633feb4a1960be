import type { ChildForm, ContactForm, HouseholdMember, ReferrerForm } from '../../domain/contact.ts';
import { MARK_RULES, type MarkRule } from '../../domain/marks.ts';
import { type Quality, qualityWords } from '../../domain/quality.ts';

type Fact = readonly [label: string, words: string];

/** What the referrer said and who they are, as far as they said it; undefined once it has been erased. */
export function concernView(form: ContactForm | undefined) {
  if (form === undefined) return undefined;
  const { concern, situation, referrer } = form;
  const worry = [concern, situation].filter((part) => part !== undefined && part.trim() !== '');
  return {
    concern: worry.length === 0 ? 'No concern was written down.' : worry.join('\n\n'),
    expectedResponse: form.expectedResponse,
    familyAgreement: form.familyAgreement,
    referrer: referrer.anonymous
      ? [['Referrer', 'Wishes to stay anonymous'] as const]
      : referrerFacts(referrer),
    facts: facts([
      ['Family', form.familyCircumstances],
      ['Why the family was not asked', form.noAgreementReason],
      ['Threshold document', together(form.thresholdDocument, form.thresholdLevel)],
      ['Interpreter', form.interpreter],
      ['Why it was entered later', form.backdatingReason],
    ]),
    children: form.children.map(childFacts).filter((known) => known.length > 0),
    household: (form.household ?? []).map(memberWords),
  };
}

function referrerFacts(referrer: ReferrerForm): readonly Fact[] {
  const { safeContact } = referrer;
  const safely = [
    safeContact?.method,
    safeContact?.times,
    safeContact?.leaveNoMessage === true ? 'leave no message' : undefined,
    safeContact?.note,
  ].filter((part) => part !== undefined);
  return facts([
    ['Name', referrer.name ?? 'not given'],
    ['Role', referrer.role],
    ['Organisation', referrer.organisation],
    ['Email', referrer.email],
    ['Telephone', referrer.phone],
    ['Safe to reach', safely.length === 0 ? undefined : safely.join('; ')],
  ]);
}

/** What is said of a child besides who it is. */
function childFacts(child: ChildForm): readonly Fact[] {
  return facts([
    ['Child', together(child.givenName, child.familyName)],
    ['Where the child is now', child.locationNow],
    ['What the child says', child.voice],
    ['Why that is not known', child.noVoiceReason],
    ['School', child.school],
    ['Mother', child.motherName],
    ['Communication need', child.communicationNeed],
  ]);
}

function memberWords({ name, role, dateOfBirth, relationship, inHousehold }: HouseholdMember): string {
  const parts = [
    name ?? 'Name not given',
    role,
    relationship,
    dateOfBirth === undefined ? undefined : `born ${dateOfBirth}`,
    inHousehold === false ? 'lives elsewhere' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function together(...parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(' ');
}

function facts(all: readonly (readonly [string, string | undefined])[]): readonly Fact[] {
  return all.flatMap(([label, words]) => (words === undefined ? [] : [[label, words] as const]));
}

/** What is missing or odd in the contact, in words the hub can act on. */
export function contactMarks(marks: readonly MarkRule[]): readonly string[] {
  return [...new Set(marks)].map((mark) => MARK_RULES[mark]);
}

/** The score of a contact and what would raise it. */
export function qualityView(quality: Quality | undefined) {
  return quality && { score: quality.score, words: qualityWords(quality) };
}
