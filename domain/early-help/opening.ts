import type { FollowOnOpening } from '../follow-on/state.ts';
import type { SealedText } from '../sealed-text.ts';

/** Where a family comes from: the hub's decision, or social care, whose case steps down. */
export const EARLY_HELP_ROUTES = ['DECISION', 'STEP_DOWN'] as const;
export type EarlyHelpRoute = (typeof EARLY_HELP_ROUTES)[number];

export type EarlyHelpOpening = FollowOnOpening<'EARLY_HELP'> & {
  readonly route: EarlyHelpRoute;
  /** The Early Help team that is to accept the family. */
  readonly receiver: string;
  /** Whether the family has agreed already, by the decision's record. */
  readonly familyAgreed: boolean;
  /** Who has the family until Early Help does: the hub, or the team whose case steps down. */
  readonly heldBy: string;
  readonly reason?: SealedText;
  readonly decisionNo?: number;
};
