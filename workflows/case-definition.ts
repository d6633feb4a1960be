import type { Actor } from '../domain/actor.ts';
import type { Delivery, DeliveryResult } from '../domain/case.ts';
import type { Clock } from '../domain/clock.ts';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { HubRules } from '../domain/policy.ts';
import type { SearchAttributeValues } from './search-attributes.ts';

/** The present of a case, by its workflow's clock, and the rules it runs under. */
export type Now = { readonly now: Instant; readonly rules: HubRules };

/** What was owed and has been done, and what came of it. */
export type Delivered<Owed extends Delivery> = { readonly delivery: Owed; readonly result: DeliveryResult };

/** What one kind of case adds to the shell: its pure core and how it presents itself. */
export type CaseDefinition<State, Command, Event extends DomainEvent, Owed extends Delivery> = {
  /** Names of the commands; each becomes an Update. */
  readonly actions: readonly string[];
  evolve(state: State | undefined, event: Event): State;
  decide(state: State, command: Command, context: Now & { readonly actor: Actor }): Event[];
  onTick(state: State, context: Now): Event[];
  onDelivered(state: State, delivered: Delivered<Owed>, context: Now): Event[];
  /** What other rules make of the case; `context.rules` are the ones that hold from now on. */
  onRulesChanged(state: State, from: HubRules, context: Now): Event[];
  clocks(state: State): readonly Clock[];
  version(state: State): number;
  isClosed(state: State): boolean;
  /** Whether nothing can reach the case any more, so that its run may end; never before it is closed. */
  isOver(state: State): boolean;
  owedDeliveries(state: State): Owed[];
  searchAttributes(state: State): SearchAttributeValues;
  details(state: State, rules: HubRules): string;
};
