import type { ClockEvent } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AgencyAnswer, Rag } from '../vocabulary.ts';
import type { AgencyMessage, AnswerRoute, RequestOpening } from './state.ts';

type Happened<Type extends string, Data = unknown> = {
  readonly type: Type;
  readonly occurredAt: Instant;
} & Data;

export type RequestEvent =
  | ClockEvent
  | Happened<
      'InformationRequestOpened',
      {
        readonly opening: RequestOpening;
        readonly referralRef: string;
        /** Share of the request's own time after which the agency's safeguarding lead is told. */
        readonly leadAt: number;
      }
    >
  | Happened<
      'RequestChildAdded',
      { readonly referralRef: string; readonly rag: Rag; readonly critical: boolean }
    >
  | Happened<'RequestHastened', { readonly referralRef: string; readonly rag: Rag }>
  | Happened<'RequestChildRemoved', { readonly referralRef: string }>
  | Happened<
      'RequestAnswered',
      {
        readonly answer: AgencyAnswer;
        readonly partial: boolean;
        readonly detail?: SealedText;
        readonly corrects?: number;
        readonly route: AnswerRoute;
        readonly answeredBy: string;
      }
    >
  /** The decision was due and no answer was there. */
  | Happened<'RequestListedMissing'>
  /** Without a reason of its own where the family's refusal, recorded with the referral, is the reason. */
  | Happened<'RequestWithdrawn', { readonly reason?: SealedText; readonly withdrawnBy: string }>
  /** Nothing is waited for any more. */
  | Happened<'RequestClosed', { readonly stage: 'CLOSED' | 'NO_ANSWER' }>
  /** `referralRef` names the child that was added. */
  | Happened<'AgencyMessageSent', { readonly message: AgencyMessage; readonly referralRef?: string }>
  | Happened<'ReferralTold', { readonly referralRef: string; readonly answerNo: number }>
  | Happened<'EndTold', { readonly referralRef: string }>
  /** Other rules came into force; the instants this request has promised stay as they are. */
  | Happened<
      'RulesAdopted',
      { readonly publication: number; readonly policyEdition: string; readonly calendarEdition: string }
    >;
