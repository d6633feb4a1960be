import type { MatterEvent } from '../../domain/referral/events.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { AGREEMENT_LABELS, BASIS_LABELS, GIVER_LABELS, METHOD_LABELS, RAG_LABELS } from './labels.ts';
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
    case 'ChecksWithoutKnowledgeAuthorised':
      return { title: 'Checks authorised without the family’s knowledge', words: written(event.reason) };
  }
}
