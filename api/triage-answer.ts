import type { z } from 'zod';
import type { HubRules } from '../domain/policy.ts';
import type { Instant } from '../domain/instant.ts';
import { agreementInForce, basisNeedsReview, basisWarning } from '../domain/referral/agreement.ts';
import { type Clarification, questionTemplate } from '../domain/referral/clarification.ts';
import { checkRule } from '../domain/referral/rating.ts';
import { isUndecided, type Referral } from '../domain/referral/state.ts';
import { timeLost } from '../domain/referral/time-lost.ts';
import type { SealedText } from '../domain/sealed-text.ts';
import { opened } from './opened-words.ts';
import type { ClarificationAnswer } from './schemas/triage.ts';

/** What is there to be shown: opened texts by id of their seal, and the hub's rules where they were read. */
type Known = { readonly texts: ReadonlyMap<string, unknown>; readonly rules?: HubRules };

/** What lies between receipt and decision: questions, time lost, suggested rating, agreement and lawful basis. */
export function triageAnswer(referral: Referral, known: Known, asOf: Instant) {
  const { clarifications = [], marks, rating, ratingProposal } = referral;
  const { rules } = known;
  const template = isUndecided(referral) ? questionTemplate(marks) : undefined;
  const check = rating && checkRule(rating.rag, rules?.policy.triage);
  return {
    clarifications: clarifications.map((question) => clarificationAnswer(question, known)),
    ...(rules && { timeLost: timeLost(referral, asOf, rules) }),
    ...(template !== undefined && { questionTemplate: template }),
    ...(check && { check }),
    ...(ratingProposal && { ratingProposal: withWords(ratingProposal, known) }),
    ...agreementAnswer(referral, known),
  };
}

function clarificationAnswer(
  { question, answer, decideAfter, isSent: _isSent, attempts, ...facts }: Clarification,
  known: Known,
): z.output<typeof ClarificationAnswer> {
  return {
    ...facts,
    attempts: [...attempts],
    ...(decideAfter && {
      attemptsNeeded: decideAfter.attempts,
      attemptsDueAt: decideAfter.attemptsDueAt,
    }),
    ...opened(known, { question, answer }),
  };
}

function agreementAnswer(referral: Referral, known: Known) {
  const { agreements = [], lawfulBases = [], checksWithoutKnowledge } = referral;
  const inForce = agreementInForce(referral);
  return {
    agreements: agreements.map((record) => ({
      ...withWords(record, known),
      isInForce: record === inForce,
    })),
    lawfulBases: lawfulBases.map(({ purpose, necessity, ...record }) => {
      const warning = basisWarning(record.basis);
      return { ...record, ...(warning && { warning }), ...opened(known, { purpose, necessity }) };
    }),
    basisNeedsReview: basisNeedsReview(referral),
    ...(checksWithoutKnowledge && { checksWithoutKnowledge: withWords(checksWithoutKnowledge, known) }),
  };
}

/** A record with its reason in words, where those are at hand. */
function withWords<Record extends { readonly reason?: SealedText }>(
  { reason, ...facts }: Record,
  known: Known,
): Omit<Record, 'reason'> & { reason?: string } {
  return { ...facts, ...opened(known, { reason }) };
}

/** Every seal of these matters, to be opened at once. */
export function triageSeals({
  clarifications = [],
  agreements = [],
  lawfulBases = [],
  checksWithoutKnowledge,
  ratingProposal,
}: Referral): (SealedText | undefined)[] {
  return [
    ratingProposal?.reason,
    checksWithoutKnowledge?.reason,
    ...clarifications.flatMap(({ question, answer }) => [question, answer]),
    ...agreements.map(({ reason }) => reason),
    ...lawfulBases.flatMap(({ purpose, necessity }) => [purpose, necessity]),
  ];
}
