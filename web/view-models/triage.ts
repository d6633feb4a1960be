import {
  agreementInForce,
  type AgreementRecord,
  basisNeedsReview,
  basisWarning,
  checksToWithdraw,
} from '../../domain/referral/agreement.ts';
import { attemptsOutstanding, type Clarification } from '../../domain/referral/clarification.ts';
import { checkRule } from '../../domain/referral/rating.ts';
import { minutesWords, timeLost } from '../../domain/referral/time-lost.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { dueWords } from '../../domain/words.ts';
import type { CaseFile } from './case.ts';
import {
  AGREEMENT_LABELS,
  BASIS_LABELS,
  codeWords,
  GIVER_LABELS,
  METHOD_LABELS,
  RAG_LABELS,
} from './labels.ts';
import { wordsOf } from './words-written.ts';

/** What lies between receipt and decision, for the case page: questions, the check's rule, agreement and basis. */
export function triageView(file: CaseFile) {
  const { referral, rules } = file;
  return {
    questions: questionsView(file),
    check: referral.rating && checkRule(referral.rating.rag, rules.policy.triage),
    proposal: proposalView(file),
    agreement: agreementView(file),
  };
}

/** The rating a colleague suggests; undefined where none waits. */
export function proposalView(file: CaseFile) {
  const { ratingProposal } = file.referral;
  return (
    ratingProposal && {
      rag: RAG_LABELS[ratingProposal.rag],
      by: momentWords(ratingProposal.proposedAt, ratingProposal.proposedBy, file),
      words: wordsOf(ratingProposal.reason, file.written),
    }
  );
}

function questionsView(file: CaseFile) {
  const { referral, now, rules } = file;
  const lost = new Map(
    timeLost(referral, now, rules).map(({ questionNo, workingMinutes }) => [questionNo, workingMinutes]),
  );
  return (referral.clarifications ?? []).map((question) => ({
    no: question.no,
    question: wordsOf(question.question, file.written),
    asked: momentWords(question.askedAt, question.askedBy, file),
    sent: question.sentAt && dueWords(question.sentAt, rules.calendar),
    attempts: question.attempts.map(
      ({ triedAt, method, reached, triedBy }) =>
        `${reached ? 'Reached' : 'Not reached'} ${METHOD_LABELS[method]}, ${momentWords(triedAt, triedBy, file)}`,
    ),
    standing: standingWords(question, file),
    answer: question.answer && wordsOf(question.answer, file.written),
    lost: minutesWords(lost.get(question.no) ?? 0),
  }));
}

function standingWords(question: Clarification, { rules }: CaseFile): string {
  const { end, endedAt, decideAfter } = question;
  if (end !== undefined && endedAt !== undefined) {
    const how = end === 'ANSWERED' ? 'Answered' : 'The hub went on without an answer';
    return `${how}, ${dueWords(endedAt, rules.calendar)}`;
  }
  const left = attemptsOutstanding(question);
  if (decideAfter === undefined || left === 0) return 'Open. A manager may go on with what is known';
  return `Open. Attempts still to make: ${left}, by ${dueWords(decideAfter.attemptsDueAt, rules.calendar)}`;
}

function agreementView(file: CaseFile) {
  const { referral, written } = file;
  const inForce = agreementInForce(referral);
  const basis = referral.lawfulBases?.at(-1);
  const authorised = referral.checksWithoutKnowledge;
  return {
    inForce: inForce && recordView(inForce, file),
    earlier: (referral.agreements ?? []).filter((it) => it !== inForce).map((it) => recordView(it, file)),
    basis: basis && {
      words: BASIS_LABELS[basis.basis],
      purpose: wordsOf(basis.purpose, written),
      necessity: wordsOf(basis.necessity, written),
      recorded: momentWords(basis.at, basis.recordedBy, file),
      warning: basisWarning(basis.basis),
    },
    needsReview: basisNeedsReview(referral),
    withdrawn: checksToWithdraw(referral, referral.agencyChecks ?? []).map(({ agency }) => codeWords(agency)),
    authorised: authorised && {
      reason: wordsOf(authorised.reason, written),
      recorded: momentWords(authorised.at, authorised.authorisedBy, file),
    },
  };
}

function recordView({ status, givenBy, method, reason, at, recordedBy }: AgreementRecord, file: CaseFile) {
  return {
    words: AGREEMENT_LABELS[status],
    by: givenBy && GIVER_LABELS[givenBy],
    method: method && METHOD_LABELS[method],
    reason: words(reason, file),
    recorded: momentWords(at, recordedBy, file),
  };
}

function words(sealed: SealedText | undefined, { written }: CaseFile): string | undefined {
  return sealed && wordsOf(sealed, written);
}

/** When, and by whom as far as the board knows names. */
function momentWords(at: AgreementRecord['at'], userId: string, { rules, people }: CaseFile): string {
  return [dueWords(at, rules.calendar), people.get(userId)].filter((part) => part !== undefined).join(', ');
}
