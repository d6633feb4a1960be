import type { Role } from './vocabulary.ts';

/** Who gave a command, from a verified token. Identifiers only, never a person's name. */
export type Actor = {
  readonly userId: string;
  readonly role: Role;
  /** Code of the actor's agency, such as `HARTLEPOOL` or `POLICE`. */
  readonly agency: string;
  /** The authority the actor acts for; `HUB` for staff who serve every authority of the hub. */
  readonly localAuthority: string;
};

/** The system acting on a clock or a delivery. */
export const SYSTEM_ACTOR: Actor = {
  userId: 'system',
  role: 'SYSTEM',
  agency: 'HUB',
  localAuthority: 'HUB',
};
