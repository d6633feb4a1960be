import type { Actor } from '../actor.ts';
import type { FollowOnDelivery } from '../case.ts';
import type { ClockEvent } from '../clock.ts';
import type { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { DomainEvent } from '../ledger.ts';
import type { HubRules } from '../policy.ts';
import type { Role } from '../vocabulary.ts';
import type { AnyFollowOn, FollowOnName, FollowOnOpening, Settled } from './state.ts';
import type { AcceptedWord, CaseNews, SupersededWord } from './words-between.ts';

/** The present of a case, and the rules it runs under. */
export type Now = { readonly now: Instant; readonly rules: HubRules };
export type Context = Now & { readonly actor: Actor };

/** The one thing that moves a case on, and whose turn it is. */
export type NextStep = { readonly action: string; readonly by: Role; readonly words: string };

/** As a kind says it. A step that is taken in its own time comes after what the plan needs now. */
export type KindStep = NextStep & { readonly isRoutine?: true };

type Typed = { readonly type: string };

/**
 * One kind of case that follows a decision, with all its rules in one place: how it begins, who may do what when,
 * what that makes happen, and what the case owes to others. What all kinds share is in `run.ts`.
 */
export type FollowOnKind<
  State extends AnyFollowOn,
  Command extends Typed,
  Event extends DomainEvent,
  Opening extends FollowOnOpening,
> = {
  readonly name: FollowOnName;
  /** What people call it, as in "An assessment". */
  readonly words: string;
  /** Its commands in the order a case usually takes them; those that only another case gives come last. */
  readonly actions: readonly Command['type'][];
  /** Roles that may give each command. */
  readonly permitted: Readonly<Record<Command['type'], readonly Role[]>>;
  /** Agencies make and keep a plan together. */
  readonly hasPlan: boolean;
  /** Words of the stage a case is in, and of every event it can record, for people. */
  readonly stageWords: Readonly<Record<string, string>>;

  /** Type of the first event of every such case. */
  readonly opens: string;
  open(opening: Opening & { readonly id: string }, context: Now): Event[];
  /** A further child, or a further ground, for a case that is open: what it makes of another opening. */
  join?(state: State, opening: Opening, context: Now): Event[];
  /** Whether an open case takes such an opening on; left out, it takes on every one about the same family. */
  joins?(state: State, opening: Opening): boolean;
  /** What the first event makes of nothing, and each later one of the state. Common events never come here. */
  begin(event: Event): State;
  apply(state: State, event: Event): State;
  /** Events the system writes down by itself, which nobody needs to have seen before they act. */
  readonly unseen?: readonly string[];

  /**
   * Whether the case is the business of somebody who gives this command. Undefined, or absent, leaves it to the
   * rule for all: what is their authority's, and for an agency nothing.
   */
  concerns?(state: State, action: Command['type'], actor: Actor): boolean | undefined;
  /** Actions that an ended case takes too. */
  readonly whileEnded?: readonly Command['type'][];
  /** Why a case that may take this action at all cannot take it now. */
  obstacle(state: State, action: Command['type']): DomainError | undefined;
  /** @throws DomainError with the rule that refuses the command */
  accept(state: State, command: Command, context: Context): Event[];
  /** What follows when a clock says something, such as that its time is up. */
  onClock?(state: State, event: ClockEvent, context: Now): Event[];
  /** What a case makes of what another tells it; nothing where it is left out. */
  onNews?(state: State, news: CaseNews, context: Now): Event[];
  onAccepted?(state: State, word: AcceptedWord, context: Now): Event[];
  onSuperseded?(state: State, word: SupersededWord, context: Now): Event[];
  /** What follows when something owed has been done. */
  onSettled?(state: State, delivery: FollowOnDelivery, settled: Settled, context: Now): Event[];
  /** Everything the case owes, done or not: what is settled is left out by its key. */
  owes(state: State): FollowOnDelivery[];
  next(state: State): KindStep | undefined;
  /** Whether no rule sets a limit for what an open case waits for just now, so that no clock runs. */
  hasNoLimit?(state: State): boolean;
  /** Whether somebody may read the case whose role does not read all of its authority's. */
  mayRead(state: State, actor: Actor): boolean;
};
