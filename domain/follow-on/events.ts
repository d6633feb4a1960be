import type { ClockEvent } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Settled } from './state.ts';

export type Happened<Type extends string, Data = unknown> = {
  readonly type: Type;
  readonly occurredAt: Instant;
} & Data;

/** Of the coordinated plan; `no` numbers its actions. */
export type PlanEvent =
  | Happened<
      'PlanActionProposed',
      {
        readonly no: number;
        readonly agency: string;
        readonly what: SealedText;
        readonly dueOn: string;
        readonly isShared: boolean;
        readonly proposedBy: string;
      }
    >
  | Happened<'PlanActionAgreed', { readonly no: number; readonly agreedBy: string }>
  | Happened<
      'PlanActionDeclined',
      { readonly no: number; readonly reason: SealedText; readonly declinedBy: string }
    >
  | Happened<
      'PlanActionReported',
      {
        readonly no: number;
        readonly done: boolean;
        readonly note?: SealedText;
        readonly reportedBy: string;
      }
    >;

/** Events that every case has that follows a decision. */
export type CommonEvent =
  | ClockEvent
  | PlanEvent
  /** What was owed has been done. */
  | Happened<'DeliverySettled', { readonly key: string } & Settled>
  | Happened<
      'RulesAdopted',
      {
        readonly publication: number;
        readonly policyEdition: string;
        readonly calendarEdition: string;
        readonly previousPolicyEdition: string;
        readonly previousCalendarEdition: string;
      }
    >;
