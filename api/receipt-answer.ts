import type { IntakeRules } from '../db/intake-rules.ts';
import type { ContactToReceive } from '../db/receipt.ts';
import type { Instant } from '../domain/instant.ts';
import { MARK_RULES, type Mark } from '../domain/marks.ts';
import { type Quality, qualityWords } from '../domain/quality.ts';
import { shutHubWords } from '../domain/referral/arrival.ts';
import { contactLink, referralLink } from './links.ts';

/** What whoever handed a contact in is told at once. */
export function receiptAnswer(
  contact: ContactToReceive,
  decisionDueAt: Instant,
  urgent: ReturnType<typeof urgentWords> | undefined,
) {
  const { contactRef, receivedAt, referralRefs, marks, quality } = contact;
  return {
    contactRef,
    receivedAt,
    decisionDueAt,
    referrals: referralRefs.map((referralRef) => ({
      referralRef,
      links: { self: referralLink(referralRef) },
    })),
    marks: marks.map(markAnswer),
    ...(quality && { quality: qualityAnswer(quality) }),
    ...(urgent && { urgent }),
    links: { self: contactLink(contactRef) },
  };
}

/** A score with what would raise it, in words and as codes. */
export function qualityAnswer(quality: Quality) {
  return { score: quality.score, words: [...qualityWords(quality)], missing: [...quality.missing] };
}

/** What to do now that the hub is shut, with the number to call where the hub has said one. */
export function urgentWords({ outOfHours }: IntakeRules) {
  const phone = outOfHours?.phone;
  return { words: shutHubWords(phone), ...(phone !== undefined && { phone }) };
}

/** A mark with its words. */
export function markAnswer({ pointer, rule }: Mark) {
  return { pointer, rule, words: MARK_RULES[rule] };
}
