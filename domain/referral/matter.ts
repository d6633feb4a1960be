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
  /** Why an open referral cannot take this action now. */
  obstacle(referral: Referral, action: Command['type']): DomainError | undefined;
  /** @throws DomainError with the rule that refuses the command */
  accept(referral: Referral, command: Command, context: Context): ReferralEvent[];
  apply(referral: Referral, event: Event): Referral;
};
