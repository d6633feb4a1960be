import type { KeyedRequest } from '../db/idempotency.ts';
import { readEvents } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import type { DomainError } from '../domain/errors.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { referralStream } from '../domain/streams.ts';
import { mayRead } from './permissions.ts';
import { giveCommand, type WordedReferralCommand } from './referral-commands.ts';
import type { Services } from './services.ts';

/** Most children one reasoning is given for at once. */
export const MOST_SIBLINGS = 20;

/** One child the decision was confirmed for, and the version of its referral that was seen. */
export type ConfirmedChild = { readonly referralRef: string; readonly version: number };

export type SiblingDecisions = {
  readonly contactRef: string;
  readonly command: Extract<WordedReferralCommand, { type: 'decide' }>;
  readonly children: readonly ConfirmedChild[];
  readonly actor: Actor;
  /** Names the request; each child's decision has a name derived from it. */
  readonly request: KeyedRequest;
};

/** What became of the decision for one child. */
export type SiblingOutcome = { readonly referralRef: string } & (
  | { readonly status: 'RECORDED'; readonly version: number }
  | { readonly status: 'REFUSED'; readonly refusal: DomainError }
  /** Accepted and kept, but nobody answered in time. */
  | { readonly status: 'PENDING'; readonly commandId: string }
  | { readonly status: 'NOT_FOUND' }
);

/**
 * Gives one decision for several children of a contact: each is a decision of its own on its own referral, so what is
 * refused for one is recorded for the others. The same request again gives what is recorded, and tries the rest anew.
 */
export async function decideForSiblings(
  services: Services,
  { contactRef, command, children, actor, request }: SiblingDecisions,
): Promise<SiblingOutcome[]> {
  const outcomes: SiblingOutcome[] = [];
  for (const { referralRef, version } of children) {
    const referral = fold(await readEvents<ReferralEvent>(services.db, referralStream(referralRef)));
    if (referral?.contactRef !== contactRef || !mayRead(actor, referral)) {
      outcomes.push({ referralRef, status: 'NOT_FOUND' });
      continue;
    }
    const answer = await giveCommand(services, {
      referralRef,
      command,
      actor,
      request: { ...request, key: `siblings/${request.key}/${referralRef}` },
      expectedVersion: version,
    });
    outcomes.push({ referralRef, ...outcomeOf(answer) });
  }
  return outcomes;
}

function outcomeOf(answer: Awaited<ReturnType<typeof giveCommand>>) {
  switch (answer.kind) {
    case 'DONE':
      return { status: 'RECORDED', version: answer.referral.version } as const;
    case 'REFUSED':
      return { status: 'REFUSED', refusal: answer.refusal } as const;
    case 'PENDING':
      return { status: 'PENDING', commandId: answer.commandId } as const;
    case 'NOT_FOUND':
      return { status: 'NOT_FOUND' } as const;
  }
}
