import { agencyAction } from '../agency-action/rules.ts';
import type { AgencyAction, AgencyActionCommand, AgencyActionEvent } from '../agency-action/state.ts';
import type { AssessmentCommand } from '../assessment/commands.ts';
import type { AssessmentEvent } from '../assessment/events.ts';
import { assessment } from '../assessment/rules.ts';
import type { Assessment } from '../assessment/state.ts';
import type { ChildProtectionCommand } from '../child-protection/commands.ts';
import type { ChildProtectionEvent } from '../child-protection/events.ts';
import { childProtection } from '../child-protection/rules.ts';
import type { ChildProtection } from '../child-protection/state.ts';
import { dispute } from '../dispute/rules.ts';
import type { Dispute, DisputeCommand, DisputeEvent } from '../dispute/state.ts';
import type { EarlyHelpCommand } from '../early-help/commands.ts';
import type { EarlyHelpEvent } from '../early-help/events.ts';
import { earlyHelp } from '../early-help/rules.ts';
import type { EarlyHelp } from '../early-help/state.ts';
import type { Role } from '../vocabulary.ts';
import type { CommonEvent } from './events.ts';
import type { FollowOnKind } from './kind.ts';
import type { Opening } from './openings.ts';
import type { FollowOnName } from './state.ts';

export type { Opening } from './openings.ts';

/** Any case that follows a decision. */
export type FollowOn = AgencyAction | Assessment | Dispute | EarlyHelp | ChildProtection;
export type FollowOnCommand =
  | AgencyActionCommand
  | AssessmentCommand
  | DisputeCommand
  | EarlyHelpCommand
  | ChildProtectionCommand;
export type FollowOnEvent =
  | AgencyActionEvent
  | AssessmentEvent
  | DisputeEvent
  | EarlyHelpEvent
  | ChildProtectionEvent;

/** A kind as it is called once it is known that state, command and event are of that kind. */
export type AnyKind = Omit<
  FollowOnKind<FollowOn, FollowOnCommand, FollowOnEvent | CommonEvent, Opening>,
  'permitted'
> & {
  /** Each kind names its own commands alone. */
  readonly permitted: Readonly<Partial<Record<FollowOnCommand['type'], readonly Role[]>>>;
};

const BY_NAME: Readonly<Partial<Record<FollowOnName, AnyKind>>> = {
  CHILD_PROTECTION: childProtection,
  ASSESSMENT: assessment,
  EARLY_HELP: earlyHelp,
  AGENCY_ACTION: agencyAction,
  DISPUTE: dispute,
};

/** Every kind there is. */
export const KINDS: readonly AnyKind[] = Object.values(BY_NAME);

export function kindNamed(name: FollowOnName): AnyKind {
  const kind = BY_NAME[name];
  if (kind === undefined) throw new Error(`there is no case of kind ${name}`);
  return kind;
}
