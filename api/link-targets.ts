import type { Db } from '../db/client.ts';
import { readEvents } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import { DomainError } from '../domain/errors.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { isClosed, type Referral } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import { mayRead } from './permissions.ts';

/** What a command that links two referrals names. */
export type LinkTarget =
  | { readonly type: 'markDuplicate'; readonly of: string }
  | { readonly type: 'joinReferral'; readonly to: string };

/**
 * Why this referral cannot be linked to the one named, which its own case does not know: undefined when it can.
 * A duplicate is of the same source; another source joins a referral that is open and was received no later, so that
 * the earliest receipt starts the time for the decision.
 */
export async function linkRefusal(
  db: Db,
  actor: Actor,
  referral: Referral,
  target: LinkTarget,
): Promise<DomainError | undefined> {
  const [field, ref] = target.type === 'markDuplicate' ? ['of', target.of] : ['to', target.to];
  const other = fold(await readEvents<ReferralEvent>(db, referralStream(ref)));
  if (other === undefined || !mayRead(actor, other)) {
    return new DomainError('OTHER_REFERRAL_NEEDED', 'There is no such referral that you may see', field);
  }
  if (other.receivedAt > referral.receivedAt) {
    return new DomainError('OTHER_REFERRAL_NEEDED', 'Name the referral that was received first', field);
  }
  return target.type === 'markDuplicate' ? duplicateRefusal(referral, other) : joinRefusal(referral, other);
}

function duplicateRefusal(referral: Referral, other: Referral): DomainError | undefined {
  const isSameSource =
    referral.submittedBy === other.submittedBy ||
    (referral.agency !== undefined && referral.agency === other.agency);
  if (isSameSource) return undefined;
  return new DomainError('OTHER_SOURCE', 'Another source told of it: join the referral instead', 'of');
}

function joinRefusal(referral: Referral, other: Referral): DomainError | undefined {
  if (isClosed(other)) {
    return new DomainError('OTHER_REFERRAL_NEEDED', 'That referral is closed: nothing joins it', 'to');
  }
  return other.contactRef === referral.contactRef
    ? new DomainError('OTHER_REFERRAL_NEEDED', 'Children of one contact have a decision each', 'to')
    : undefined;
}
