import type { Actor } from './actor.ts';
import type { DomainEvent, LedgerEntry } from './ledger.ts';
import type { HubRules } from './policy.ts';

/** What a case is started with. Recorded in its history, so it runs under the same rules for ever. */
export type CaseInput<Event extends DomainEvent = DomainEvent> = {
  /** Stream of the ledger, which is also the workflow id. */
  readonly stream: string;
  readonly rules: HubRules;
  /** What is in the ledger already. */
  readonly entries: readonly LedgerEntry<Event>[];
};

/** A command with who gives it and, if the caller looked first, the version they saw. */
export type CommandEnvelope<Command> = {
  readonly command: Command;
  readonly actor: Actor;
  readonly expectedVersion?: number;
};

/** Where the case stood once the command was recorded. */
export type CommandReceipt = { readonly version: number; readonly seq: number };

/**
 * What the ledger made of proposed entries: it has them now, or it had others in their place and answers those.
 * The ledger is right: whatever it holds has happened.
 */
export type AppendAnswer =
  | { readonly kind: 'WRITTEN' }
  | { readonly kind: 'KNOWN'; readonly entries: readonly LedgerEntry[] };

/** A message a case owes to the outside. The key makes it one message however often it is tried. */
export type Delivery = {
  readonly key: string;
  readonly contactRef: string;
  readonly referralRef: string;
} & DeliveredMessage;

/** What a message tells: that the contact has arrived, or the outcome of one decision. */
export type DeliveredMessage =
  | { readonly message: 'ACKNOWLEDGEMENT' }
  | { readonly message: 'OUTCOME'; readonly decisionNo: number };

/** Numbers new events after what a stream has and says who recorded them when. */
export function ledgerEntries<Event extends DomainEvent>(
  events: readonly Event[],
  about: Omit<LedgerEntry<Event>, 'seq' | 'event'> & { readonly afterSeq: number },
): LedgerEntry<Event>[] {
  const { afterSeq, ...rest } = about;
  return events.map((event, index) => ({ ...rest, seq: afterSeq + index + 1, event }));
}
