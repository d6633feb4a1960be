import type { Actor } from '../actor.ts';
import type { DomainError } from '../errors.ts';
import type { Role } from '../vocabulary.ts';
import type { Context } from './context.ts';
import type { ReferralCommand } from './commands.ts';
import type { ReferralEvent } from './events.ts';
import type { Referral } from './state.ts';

/**
 * One matter of a referral, such as questions to the referrer, with all its rules in one place: who may give its
 * commands, what stands in their way, what they make happen, and what that makes of the referral.
 */
export type Matter<Command extends ReferralCommand, Event extends ReferralEvent> = {
  /** Roles that may give each command. */
  readonly permitted: Readonly<Record<Command['type'], readonly Role[]>>;
  /** Actions that a closed referral takes too; absent when there are none. */
  readonly whileClosed?: readonly Command['type'][];
  /**
   * Whether the case is the business of somebody who gives this command. Undefined, or absent, leaves it to the rule
   * for all: what is their authority's, their agency's, or their own referral.
   */
  concerns?(referral: Referral, action: Command['type'], actor: Actor): boolean | undefined;
  /** Why a referral that may take this action at all cannot take it now. */
  obstacle(referral: Referral, action: Command['type']): DomainError | undefined;
  /** @throws DomainError with the rule that refuses the command */
  accept(referral: Referral, command: Command, context: Context): ReferralEvent[];
  apply(referral: Referral, event: Event): Referral;
};
