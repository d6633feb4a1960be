import type { SealedText } from '../sealed-text.ts';

/** Commands that every case takes that follows a decision. Each `type` is also the name of the workflow update. */
export type CommonCommand =
  /** `clock` is the id of a clock of the case. */
  | { readonly type: 'pauseClock'; readonly clock: string; readonly reason: SealedText }
  | { readonly type: 'endPause'; readonly clock: string; readonly pause: number }
  | {
      readonly type: 'proposePlanAction';
      readonly agency: string;
      readonly what: SealedText;
      /** A civil date, `YYYY-MM-DD`, not before today. */
      readonly dueOn: string;
      readonly isShared: boolean;
    }
  | { readonly type: 'agreePlanAction'; readonly no: number }
  | { readonly type: 'declinePlanAction'; readonly no: number; readonly reason: SealedText }
  | {
      readonly type: 'reportPlanAction';
      readonly no: number;
      readonly done: boolean;
      readonly note?: SealedText;
    };
export type CommonAction = CommonCommand['type'];

export const CLOCK_ACTIONS = ['pauseClock', 'endPause'] as const satisfies readonly CommonAction[];
export const PLAN_ACTIONS = [
  'proposePlanAction',
  'agreePlanAction',
  'declinePlanAction',
  'reportPlanAction',
] as const satisfies readonly CommonAction[];
