import type { Instant } from '../instant.ts';
import type { TriageRules } from '../policy.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Rag } from '../vocabulary.ts';

/** A rating somebody suggests to those who may rate. It moves no clock. */
export type RatingProposal = {
  readonly rag: Rag;
  readonly reason: SealedText;
  readonly proposedAt: Instant;
  readonly proposedBy: string;
};

export type RatingCommand = {
  readonly type: 'proposeRating';
  readonly rag: Rag;
  readonly reason: SealedText;
};

export type RatingEvent = {
  readonly type: 'RatingProposed';
  readonly occurredAt: Instant;
  readonly rag: Rag;
  readonly reason: SealedText;
  readonly proposedBy: string;
};

/** Whether agencies are asked under a rating, with the rule in words and whose it is. */
export type CheckRule = { readonly opens: boolean; readonly rule: string; readonly source?: string };

/**
 * Only the policy's higher levels open a check with the agencies; a lower one is rated on the first information alone,
 * for partners have no capacity to look up every child. Undefined under rules that do not say.
 */
export function checkRule(rag: Rag, triage: TriageRules | undefined): CheckRule | undefined {
  if (triage === undefined) return undefined;
  const { higherLevels } = triage.agencyRequests;
  const source = triage.sources?.agencyRequests;
  const opens = higherLevels.includes(rag);
  const levels = higherLevels.map((level) => level.toLowerCase()).join(' or ');
  const rule = opens
    ? `Agencies are asked what they know under a rating of ${levels}`
    : `Agencies are asked only under a rating of ${levels}: lower levels are rated on the initial information alone, because partners lack the capacity for more`;
  return { opens, rule, ...(source !== undefined && { source }) };
}
