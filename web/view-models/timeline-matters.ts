import type { MatterEvent } from '../../domain/referral/events.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { METHOD_LABELS } from './labels.ts';

/** What a line of the timeline says of an event. */
export type MatterWords = {
  readonly title: string;
  readonly detail?: string;
  /** What a person wrote. */
  readonly words?: string;
};

/** The matters of a referral as its timeline tells them; `written` opens what people wrote. */
export function matterWords(event: MatterEvent, written: (text: SealedText) => string): MatterWords {
  switch (event.type) {
    case 'ReferrerAsked':
      return { title: 'Referrer asked a question', words: written(event.question) };
    case 'ReferrerContactTried':
      return {
        title: event.reached ? 'Referrer reached' : 'Referrer not reached',
        detail: `Tried ${METHOD_LABELS[event.method]}`,
      };
    case 'ReferrerAnswered':
      return { title: 'Referrer answered', words: written(event.answer) };
    case 'AnswerGivenUp':
      return { title: 'The hub goes on without the referrer’s answer', words: written(event.reason) };
  }
}
