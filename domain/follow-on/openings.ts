import type { AgencyActionOpening } from '../agency-action/opening.ts';
import type { AssessmentOpening } from '../assessment/opening.ts';
import type { ChildProtectionOpening } from '../child-protection/opening.ts';
import type { DisputeOpening } from '../dispute/opening.ts';
import type { EarlyHelpOpening } from '../early-help/opening.ts';

/** How each kind of case begins. */
export type Opening =
  | ChildProtectionOpening
  | AssessmentOpening
  | EarlyHelpOpening
  | AgencyActionOpening
  | DisputeOpening;
