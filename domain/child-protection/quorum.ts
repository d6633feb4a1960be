import type { HubRules } from '../policy.ts';
import type { DiscussionMode } from './codes.ts';
import type { Attendee } from './state.ts';

/**
 * Without these nobody decides by phone or video, whatever a hub's own quorum says, and no discussion at all where
 * its rules are silent.
 * @see Working Together to Safeguard Children 2023, chapter 3
 */
const STATUTORY = ['SOCIAL_CARE', 'POLICE', 'HEALTH'] as const;

export type Quorum = { readonly isQuorate: boolean; readonly missing: readonly string[] };

/** Who had to be there and was not. Apologies and information that was sent are not attendance (E30). */
export function quorumOf(
  { mode, attendance }: { readonly mode: DiscussionMode; readonly attendance: readonly Attendee[] },
  { policy }: HubRules,
): Quorum {
  const ofHub = policy.followOn?.quorum ?? STATUTORY;
  const needed = mode === 'IN_PERSON' ? ofHub : [...new Set([...ofHub, ...STATUTORY])];
  const present = new Set<string>(
    attendance.flatMap((one) => (one.attendance === 'PRESENT' ? [one.kind] : [])),
  );
  const missing = needed.filter((kind) => !present.has(kind));
  return { isQuorate: missing.length === 0, missing };
}
