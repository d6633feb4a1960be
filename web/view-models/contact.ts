import type { ContactForm } from '../../domain/contact.ts';
import { MARK_RULES, type MarkRule } from '../../domain/marks.ts';

/** What the referrer said and who they are, as far as they said it; undefined once it has been erased. */
export function concernView(form: ContactForm | undefined) {
  if (form === undefined) return undefined;
  const { referrer } = form;
  return {
    concern: form.concern.trim() === '' ? 'No concern was written down.' : form.concern,
    expectedResponse: form.expectedResponse,
    familyAgreement: form.familyAgreement,
    referrer: referrer.anonymous
      ? [['Referrer', 'Wishes to stay anonymous'] as const]
      : [
          ['Name', referrer.name ?? 'not given'] as const,
          ['Organisation', referrer.organisation] as const,
          ['Email', referrer.email] as const,
          ['Telephone', referrer.phone] as const,
        ].filter(([, value]) => value !== undefined),
  };
}

/** What is missing or odd in the contact, in words the hub can act on. */
export function contactMarks(marks: readonly MarkRule[]): readonly string[] {
  return [...new Set(marks)].map((mark) => MARK_RULES[mark]);
}
