import type { Actor } from './actor.ts';
import type { Instant } from './instant.ts';

/** What every domain event carries: its name and when it happened. */
export type DomainEvent = { readonly type: string; readonly occurredAt: Instant };

/**
 * One row of the legal record. `occurredAt` inside the event is when it happened, `recordedAt` is when the hub
 * knew. Rows of a stream are numbered from 1 without gaps.
 */
export type LedgerEntry<Event extends DomainEvent = DomainEvent> = {
  readonly stream: string;
  readonly seq: number;
  readonly event: Event;
  readonly actor: Actor;
  /** The command the event answers; absent for what the system saw by itself. */
  readonly commandId?: string;
  readonly recordedAt: Instant;
  readonly policyEdition: string;
  readonly calendarEdition: string;
};

/** What the first row of every stream is chained to. */
export const GENESIS_HASH = '0'.repeat(64);
