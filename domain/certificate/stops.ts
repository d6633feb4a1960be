import type { HubStopReason } from '../clock.ts';
import { CLOCK_KINDS, type ClockKind } from '../vocabulary.ts';

/** What the stop of a clock says about the case. */
export type Stop = {
  readonly kinds: readonly ClockKind[];
  /** A person may say afterwards when they told the referrer; everything else happens as it is recorded. */
  readonly mayBeDatedBack: boolean;
  readonly needsDecision: boolean;
  /** Absent where a delivered message stops the clock by itself, or closing ends it with the case. */
  readonly needsCommand?: true;
  /** Stops the clock it names and leaves others of its kind running. */
  readonly isOfOneClock?: true;
};

/** What somebody did to stop one clock of these kinds, recorded as they did it. */
function byHand(...kinds: readonly ClockKind[]): Stop {
  return { kinds, mayBeDatedBack: false, needsDecision: false, needsCommand: true, isOfOneClock: true };
}

/** What somebody recorded that ends the case, decided or not. */
const ENDS_CASE: Stop = {
  kinds: CLOCK_KINDS,
  mayBeDatedBack: false,
  needsDecision: false,
  needsCommand: true,
};

/** By reason. */
export const STOPS: Readonly<Record<HubStopReason, Stop>> = {
  ACKNOWLEDGED: { kinds: ['ACKNOWLEDGEMENT'], mayBeDatedBack: true, needsDecision: false },
  DECIDED: {
    kinds: ['DECISION', 'RAG_TARGET', 'OPEN_CASE_CONFIRMATION'],
    mayBeDatedBack: false,
    needsDecision: false,
    needsCommand: true,
  },
  FEEDBACK_GIVEN: { kinds: ['FEEDBACK'], mayBeDatedBack: true, needsDecision: true },
  FEEDBACK_WITHHELD: {
    kinds: ['FEEDBACK'],
    mayBeDatedBack: false,
    needsDecision: true,
    needsCommand: true,
  },
  NO_TARGET: { kinds: ['RAG_TARGET'], mayBeDatedBack: false, needsDecision: false, needsCommand: true },
  WITHDRAWN: { kinds: CLOCK_KINDS, mayBeDatedBack: false, needsDecision: false, needsCommand: true },
  CLOSED: { kinds: CLOCK_KINDS, mayBeDatedBack: false, needsDecision: true },
  REDIRECT_SENT: byHand('LADO_REFERRAL'),
  REDIRECT_ACKNOWLEDGED: { ...byHand('REDIRECT_ACKNOWLEDGEMENT'), mayBeDatedBack: true },
  OUT_OF_HOURS_ACKNOWLEDGED: byHand('OUT_OF_HOURS_ACKNOWLEDGEMENT'),
  HANDED_BACK: byHand('EDT_HANDOVER', 'OUT_OF_HOURS_ACKNOWLEDGEMENT'),
  REDIRECTED: ENDS_CASE,
  TRANSFERRED_OUT: ENDS_CASE,
  CHILD_TURNED_18: ENDS_CASE,
  CHILD_DIED: ENDS_CASE,
  PREGNANCY_ENDED: ENDS_CASE,
  // A request is a case of its own, and no referral's certificate shows its clocks.
  ANSWERED: byHand('AGENCY_CHECK'),
  GLASS_REVIEWED: byHand('BREAK_GLASS_REVIEW'),
  REVIEWED: byHand('LATE_ANSWER_REVIEW'),
  RECEIPT_CONFIRMED: byHand('OPEN_CASE_CONFIRMATION'),
  LINK_WITHDRAWN: byHand('OPEN_CASE_CONFIRMATION'),
  // An electronic acknowledgement may be the last thing that was owed.
  LINKED: { kinds: CLOCK_KINDS, mayBeDatedBack: false, needsDecision: false },
};
