import type { SealedText } from '../sealed-text.ts';
import type { AgencyAnswer, Rag } from '../vocabulary.ts';
import type { AnswerRoute } from './state.ts';

/** What may be asked of an information request. Each `type` is also the name of the workflow update. */
export type RequestCommand =
  | {
      readonly type: 'giveAnswer';
      readonly answer: AgencyAnswer;
      readonly partial: boolean;
      readonly detail?: SealedText;
      /** Number of the answer this one corrects. */
      readonly corrects?: number;
      readonly route: AnswerRoute;
    }
  | { readonly type: 'withdrawRequest'; readonly reason: SealedText }
  /** Of the clock of the agency's answer. */
  | { readonly type: 'pauseClock'; readonly reason: SealedText }
  | { readonly type: 'endPause'; readonly pause: number }
  /** The hub no longer asks about one child, as when its family has refused; siblings are asked about on. */
  | { readonly type: 'removeChild'; readonly referralRef: string }
  /** A child was rated higher; the answer is needed sooner. */
  | { readonly type: 'hasten'; readonly referralRef: string; readonly rag: Rag }
  /** A sibling whose referral came later asks the same agency: it shares this request. */
  | {
      readonly type: 'addChild';
      readonly referralRef: string;
      readonly rag: Rag;
      readonly critical: boolean;
    };

export type RequestAction = RequestCommand['type'];

export const REQUEST_ACTIONS = [
  'giveAnswer',
  'withdrawRequest',
  'pauseClock',
  'endPause',
  'addChild',
  'removeChild',
  'hasten',
] as const satisfies readonly RequestAction[];
