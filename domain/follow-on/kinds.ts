import { agencyAction } from '../agency-action/rules.ts';
import type { AgencyAction, AgencyActionCommand, AgencyActionEvent } from '../agency-action/state.ts';
import type { FollowOnKind } from './kind.ts';
import type { Opening } from './openings.ts';
import type { FollowOnName } from './state.ts';

export type { Opening } from './openings.ts';

/** Any case that follows a decision. */
export type FollowOn = AgencyAction;
export type FollowOnCommand = AgencyActionCommand;
export type FollowOnEvent = AgencyActionEvent;

/** A kind as it is called once it is known that state, command and event are of that kind. */
export type AnyKind = FollowOnKind<FollowOn, FollowOnCommand, FollowOnEvent, Opening>;

const BY_NAME: Readonly<Partial<Record<FollowOnName, AnyKind>>> = {
  AGENCY_ACTION: agencyAction,
};

/** Every kind, in the order of their names. */
export const KINDS: readonly AnyKind[] = Object.values(BY_NAME);

export function kindNamed(name: FollowOnName): AnyKind {
  const kind = BY_NAME[name];
  if (kind === undefined) throw new Error(`there is no case of kind ${name}`);
  return kind;
}
