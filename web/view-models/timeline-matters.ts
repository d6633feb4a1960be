import { CALLED_FOR_WORDS, FOLLOW_ON_WORDS, NEWS_WORDS } from './follow-on-labels.ts';
import type { MatterEvent } from '../../domain/referral/events.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import {
  AGREEMENT_LABELS,
  BASIS_LABELS,
  GIVER_LABELS,
  METHOD_LABELS,
  RAG_LABELS,
  codeWords,
} from './labels.ts';
import { linkWords } from './timeline-links.ts';
import { restrictionWords } from './timeline-restriction.ts';
import { ANSWER_LABELS } from './request-labels.ts';
import { elsewhereWords, isElsewhere } from './timeline-elsewhere.ts';

/** What a line of the timeline says of an event. */
export type MatterWords = {
  readonly title: string;
  readonly detail?: string;
  /** What a person wrote. */
  readonly words?: string;
};

/** The matters of a referral as its timeline tells them; `written` opens what people wrote. */
export function matterWords(event: MatterEvent, written: (text: SealedText) => string): MatterWords {
  if (isElsewhere(event)) return elsewhereWords(event, written);
  switch (event.type) {
    case 'InformationRequested':
      return { title: `Agency asked: ${codeWords(event.agency)}`, words: written(event.questions) };
    case 'AgencyAsked':
      return { title: `Request sent: ${agencyOf(event.requestId)}` };
    case 'AnswerNoted':
      return {
        title: `Agency answered: ${agencyOf(event.requestId)}`,
        detail: [
          ANSWER_LABELS[event.answer],
          ...(event.partial ? ['in part'] : []),
          ...(event.corrects === undefined ? [] : [`corrects answer ${event.corrects}`]),
          ...(event.review === undefined ? [] : ['after the decision']),
        ].join(', '),
      };
    case 'RequestEnded':
      return { title: `Request ended: ${agencyOf(event.requestId)}` };
    case 'AgenciesListedMissing':
      return {
        title: 'Answers missing when the decision was due',
        detail: event.agencies.map(codeWords).join(', '),
      };
    case 'ChecksHastened':
      return {
        title: 'Answers needed sooner',
        detail: `${RAG_LABELS[event.rag]}: ${event.requestIds.map(agencyOf).join(', ')}`,
      };
    case 'HasteTold':
      return { title: `Request shortened: ${agencyOf(event.requestId)}` };
    case 'FollowOnAsked':
      return { title: `To be begun: ${FOLLOW_ON_WORDS[event.kind].toLowerCase()}` };
    case 'FollowOnBegun':
      return { title: 'The case that follows has begun', detail: event.caseId };
    case 'FollowOnNewsNoted':
      return {
        title: `${FOLLOW_ON_WORDS[event.kind]}: ${NEWS_WORDS[event.news]}`,
        detail: [event.caseId, ...(event.outcome === undefined ? [] : [codeWords(event.outcome)])].join(', '),
      };
    case 'FollowOnTold':
      return { title: 'The case that follows was told' };
    case 'DecisionCalledFor':
      return {
        title: CALLED_FOR_WORDS[event.because],
        ...(event.caseId !== undefined && { detail: event.caseId }),
        ...(event.reason && { words: written(event.reason) }),
      };
    case 'ChecksLetGo':
      return {
        title: 'Answers no longer waited for',
        detail: event.requestIds.map(agencyOf).join(', '),
      };
    case 'LateAnswerReviewed':
      return {
        title: `Late answer reviewed: ${agencyOf(event.requestId)}`,
        detail: event.outcome === 'CHANGED' ? 'It changes the decision' : 'It changes nothing',
        words: written(event.rationale),
      };
    case 'ReferralReopened':
      return { title: 'Referral open again' };
    case 'ReferrerAsked':
      return { title: 'Referrer asked a question', words: written(event.question) };
    case 'QuestionSent':
      return { title: 'Question sent to the referrer', detail: `Question ${event.questionNo}` };
    case 'ReferrerContactTried':
      return {
        title: event.reached ? 'Referrer reached' : 'Referrer not reached',
        detail: `Tried ${METHOD_LABELS[event.method]}`,
      };
    case 'ReferrerAnswered':
      return { title: 'Referrer answered', words: written(event.answer) };
    case 'AnswerGivenUp':
      return { title: 'The hub goes on without the referrer’s answer', words: written(event.reason) };
    case 'RatingProposed':
      return { title: `${RAG_LABELS[event.rag]} suggested as rating`, words: written(event.reason) };
    case 'AgreementRecorded':
      return {
        title: AGREEMENT_LABELS[event.status],
        detail: [
          'Agreement to a service',
          ...(event.givenBy ? [`by: ${GIVER_LABELS[event.givenBy].toLowerCase()}`] : []),
          ...(event.method ? [METHOD_LABELS[event.method]] : []),
        ].join(', '),
        ...(event.reason && { words: written(event.reason) }),
      };
    case 'LawfulBasisRecorded':
      return {
        title: `Lawful basis for sharing: ${BASIS_LABELS[event.basis].toLowerCase()}`,
        words: `${written(event.purpose)}\n${written(event.necessity)}`,
      };
    case 'RecordRestricted':
    case 'ReadersChanged':
    case 'RestrictionLifted':
    case 'GlassBroken':
    case 'BreakGlassReviewed':
      return restrictionWords(event, written);
    case 'LinkedToOpenCase':
    case 'OpenCaseTold':
    case 'OpenCaseConfirmed':
    case 'OpenCaseLinkWithdrawn':
    case 'MarkedDuplicate':
    case 'ReferralJoined':
    case 'ReferralLeft':
    case 'JoinAdmitted':
    case 'JoinEnded':
    case 'ContributorAdmitted':
    case 'ContributorTold':
      return linkWords(event, written);
    case 'ChecksWithoutKnowledgeAuthorised':
      return { title: 'Checks authorised without the family’s knowledge', words: written(event.reason) };
  }
}

/** The agency of a request, which its id names after the contact. */
function agencyOf(requestId: string): string {
  return codeWords(requestId.split('.')[1] ?? requestId);
}
