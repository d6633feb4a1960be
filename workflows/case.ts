import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  currentUpdateInfo,
  defineUpdate,
  makeContinueAsNewFunc,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { type Actor, SYSTEM_ACTOR } from '../domain/actor.ts';
import { type CommandEnvelope, type CommandReceipt, type Delivery, ledgerEntries } from '../domain/case.ts';
import { DomainError } from '../domain/errors.ts';
import { instantFromMs } from '../domain/instant.ts';
import type { DomainEvent, LedgerEntry } from '../domain/ledger.ts';
import type { HubRules } from '../domain/policy.ts';
import type { CaseDefinition, Delivered, Now } from './case-definition.ts';
import { ClockTimers } from './clock-timers.ts';
import { adoptRulesUpdate, type CarriedCase, type CaseWorkflowInput, stateQuery } from './contract.ts';
import { Deliveries } from './deliveries.ts';
import { appendToLedger, ledgerBeyond } from './effects.ts';
import { changedAttributes, type SearchAttributeValues } from './search-attributes.ts';

/** Updates a case remembers across Continue-As-New; a caller retries for minutes, not for hundreds of commands. */
const REMEMBERED_UPDATES = 200;

/** Histories without this mark forgot which commands the entries answer that they took on from the ledger. */
const REMEMBERS_UNKNOWN = 'remembers-commands-taken-on';

/** How long a closed case that runs again waits for what it is to be told; it can be had again after that. */
const REVIVAL_PATIENCE = '1 minute';

/** Events of one actor, to be recorded together. */
type Step<Event> = { readonly events: readonly Event[]; readonly actor: Actor; readonly commandId?: string };

/**
 * Runs one case from its first events to its end: takes commands as Updates, keeps one labelled timer for each
 * running clock, writes every step to the ledger, sends what the case owes, and shows where it stands.
 */
class CaseShell<State, Command, Event extends DomainEvent, Owed extends Delivery> {
  private readonly definition: CaseDefinition<State, Command, Event, Owed>;
  private readonly input: CaseWorkflowInput<State, Event>;
  private rules: HubRules;
  private state: State;
  private seq: number;
  private readonly answered: Map<string, CommandReceipt>;
  private readonly timers: ClockTimers;
  private readonly deliveries: Deliveries<Owed>;
  private lastStep: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private isWakeQueued = false;
  private shown: SearchAttributeValues;

  constructor(
    definition: CaseDefinition<State, Command, Event, Owed>,
    input: CaseWorkflowInput<State, Event>,
  ) {
    this.definition = definition;
    this.input = input;
    const { carried, entries, rules } = input;
    this.rules = rules;
    const state = entries.reduce<State | undefined>(
      (current, entry) => definition.evolve(current, entry.event),
      carried?.state,
    );
    if (state === undefined) throw ApplicationFailure.nonRetryable('a case begins with at least one event');
    this.state = state;
    this.seq = carried?.seq ?? entries.length;
    this.answered = new Map(carried?.answered);
    this.shown = definition.searchAttributes(state);
    this.timers = new ClockTimers(() => this.onClockWake());
    this.deliveries = new Deliveries((delivered, isNoted) => this.onDelivered(delivered, isNoted));
    this.register();
  }

  async run(): Promise<void> {
    this.afterChange();
    // Whoever had it run again tells it something in a moment; nothing else can reach a closed case.
    if (this.input.isRevived) await condition(() => this.answered.size > 0, REVIVAL_PATIENCE);
    await condition(() => this.isFinished() || this.shouldContinueAsNew());
    if (!this.isFinished()) await this.continueAsNew();
  }

  private register(): void {
    for (const action of this.definition.actions) {
      setHandler(
        defineUpdate<CommandReceipt, [CommandEnvelope<Command>]>(action),
        (envelope) => this.execute(envelope),
        { validator: (envelope) => this.validate(envelope) },
      );
    }
    setHandler(adoptRulesUpdate, (rules) => this.adoptRules(rules), {
      validator: (_rules) => this.assertOpen(),
    });
    setHandler(stateQuery, () => this.state);
  }

  private assertOpen(): void {
    if (this.definition.isClosed(this.state) && !this.answered.has(updateId())) {
      throw refusal(new DomainError('CASE_CLOSED', 'A closed case keeps the rules it ended under'));
    }
  }

  /** What fell due under the old rules is recorded first; then the clocks are counted by the new ones. */
  private async adoptRules(rules: HubRules): Promise<CommandReceipt> {
    const commandId = updateId();
    return this.inTurn(async () => {
      const from = this.rules;
      const known = this.answered.get(commandId);
      // What was taken on from the ledger tells of new rules and does not hold them.
      if (known !== undefined && (rules.publication ?? 0) <= (from.publication ?? 0)) return known;
      await this.record((now) => [this.overdueBy(now).overdue]);
      let receipt = this.receipt();
      if ((rules.publication ?? 0) > (from.publication ?? 0)) {
        this.rules = rules;
        receipt = await this.record((now) => {
          const events = this.definition.onRulesChanged(this.state, from, now);
          return [{ events, actor: SYSTEM_ACTOR, commandId }];
        }, commandId);
      }
      this.answered.set(commandId, receipt);
      return receipt;
    });
  }

  private validate(envelope: CommandEnvelope<Command>): void {
    // A case that does not know all of its own record judges nothing by what it knows.
    if (this.answered.has(updateId()) || this.isBehind(envelope)) return;
    this.decide(envelope, this.state);
  }

  private isBehind({ knownSeq = 0 }: CommandEnvelope<Command>): boolean {
    return knownSeq > this.seq;
  }

  private decide({ command, actor, expectedVersion }: CommandEnvelope<Command>, state: State): Event[] {
    try {
      if (expectedVersion !== undefined && expectedVersion !== this.definition.version(state)) {
        throw new DomainError('STALE_VERSION', 'The case has changed since it was read');
      }
      return this.definition.decide(state, command, { ...this.context(), actor });
    } catch (error) {
      throw error instanceof DomainError ? refusal(error) : error;
    }
  }

  private async execute(envelope: CommandEnvelope<Command>): Promise<CommandReceipt> {
    const commandId = updateId();
    return this.inTurn(async () => {
      const known = this.answered.get(commandId);
      if (known !== undefined) return known;
      const propose = (now: Now) => {
        const { overdue, late } = this.overdueBy(now);
        return [overdue, { events: this.decide(envelope, late), actor: envelope.actor, commandId }];
      };
      const caughtUp = this.isBehind(envelope) ? await this.catchUp(commandId) : undefined;
      const receipt = caughtUp ?? (await this.record(propose, commandId));
      this.answered.set(commandId, receipt);
      return receipt;
    });
  }

  /** What has fallen due and is not on record yet comes before whatever happens now. */
  private overdueBy(now: Now): { readonly overdue: Step<Event>; readonly late: State } {
    const events = this.definition.onTick(this.state, now);
    const late = events.reduce<State>((state, event) => this.definition.evolve(state, event), this.state);
    return { overdue: { events, actor: SYSTEM_ACTOR }, late };
  }

  /**
   * Takes on what a worker wrote that died before it could report it, where the sender has seen that; answers the
   * receipt of the command, should it be among that.
   */
  private async catchUp(commandId: string): Promise<CommandReceipt | undefined> {
    const beyond = await ledgerBeyond(this.input.stream, this.seq);
    return this.takeOnUnknown(beyond as LedgerEntry<Event>[], commandId);
  }

  /** Lets one step finish before the next begins, in order of arrival. */
  private inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    this.waiting += 1;
    const result = this.lastStep.then(step);
    const settled = () => {
      this.waiting -= 1;
    };
    this.lastStep = result.then(settled, settled);
    return result;
  }

  /**
   * Proposes steps to the ledger and takes on what the ledger then says. A worker that died after writing and
   * before reporting has left rows this history does not know: they happened, so they are taken on first and
   * the step is proposed again, unless they are this very command.
   */
  private async record(propose: (now: Now) => Step<Event>[], commandId?: string): Promise<CommandReceipt> {
    for (;;) {
      const proposed = this.entriesOf(propose(this.context()));
      if (proposed.length === 0) return this.receipt();
      const answer = await appendToLedger(proposed);
      if (answer.kind === 'WRITTEN') {
        this.takeOn(proposed);
        return this.receipt();
      }
      const receipt = this.takeOnUnknown(answer.entries as LedgerEntry<Event>[], commandId);
      if (receipt !== undefined) return receipt;
    }
  }

  private entriesOf(steps: readonly Step<Event>[]): LedgerEntry<Event>[] {
    const { rules } = this;
    const { stream } = this.input;
    const entries: LedgerEntry<Event>[] = [];
    for (const { events, ...by } of steps) {
      const about = {
        stream,
        ...by,
        recordedAt: this.context().now,
        policyEdition: rules.policy.edition,
        calendarEdition: rules.calendar.edition,
        afterSeq: this.seq + entries.length,
      };
      entries.push(...ledgerEntries(events, about));
    }
    return entries;
  }

  private takeOn(entries: readonly LedgerEntry<Event>[]): void {
    for (const entry of entries) this.apply(entry);
    this.afterChange();
  }

  /**
   * Takes on entries that are in the ledger and not in this history; answers the receipt of the command among them, if
   * it is there. Other commands among them have their answer too, should they reach the case again, and what the case
   * owed and the entries say is done is not noted once more.
   */
  private takeOnUnknown(
    entries: readonly LedgerEntry<Event>[],
    commandId?: string,
  ): CommandReceipt | undefined {
    let receipt: CommandReceipt | undefined;
    for (const entry of entries) {
      const owed = this.owed();
      this.apply(entry);
      if (entry.commandId === undefined) this.deliveries.tookOn(owed, this.owed());
      else if (entry.commandId === commandId) receipt = this.receipt();
      else if (patched(REMEMBERS_UNKNOWN)) this.answered.set(entry.commandId, this.receipt());
    }
    this.afterChange();
    return receipt;
  }

  private owed(): Owed[] {
    return this.definition.owedDeliveries(this.state);
  }

  private apply(entry: LedgerEntry<Event>): void {
    this.state = this.definition.evolve(this.state, entry.event);
    this.seq = entry.seq;
  }

  private receipt(): CommandReceipt {
    return { version: this.definition.version(this.state), seq: this.seq };
  }

  private afterChange(): void {
    this.armTimers();
    this.show();
    this.deliveries.send(this.owed(), this.context().now);
  }

  private armTimers(): void {
    const isOver = this.definition.isOver(this.state);
    this.timers.arm(
      isOver ? [] : this.definition.clocks(this.state),
      this.context().now,
      this.rules.calendar,
    );
  }

  private async onClockWake(): Promise<void> {
    // Clocks that end together are one step: it records whatever has fallen due when its turn comes.
    if (this.isWakeQueued) return;
    this.isWakeQueued = true;
    await this.observe((now) => {
      this.isWakeQueued = false;
      return this.definition.onTick(this.state, now);
    });
    // A timer may fire for nothing, because its clock was moved in the same moment; that clock needs another.
    this.armTimers();
  }

  private onDelivered(delivered: Delivered<Owed>, isNoted: () => boolean): Promise<void> {
    return this.observe((now) => {
      const { overdue, late } = this.overdueBy(now);
      return [...overdue.events, ...(isNoted() ? [] : this.definition.onDelivered(late, delivered, now))];
    });
  }

  /** Records what the system saw. */
  private async observe(events: (now: Now) => Event[]): Promise<void> {
    await this.inTurn(() => this.record((now) => [{ events: events(now), actor: SYSTEM_ACTOR }]));
  }

  private show(): void {
    const next = this.definition.searchAttributes(this.state);
    const changes = changedAttributes(this.shown, next);
    if (changes.length > 0) upsertSearchAttributes(changes);
    this.shown = next;
    setCurrentDetails(this.definition.details(this.state, this.rules));
  }

  private context(): Now {
    return { now: instantFromMs(Date.now()), rules: this.rules };
  }

  private isIdle(): boolean {
    return this.deliveries.isIdle() && this.waiting === 0 && allHandlersFinished();
  }

  private isFinished(): boolean {
    return this.definition.isOver(this.state) && this.isIdle();
  }

  private shouldContinueAsNew(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const tooLong = this.input.historyLimit !== undefined && historyLength > this.input.historyLimit;
    return (continueAsNewSuggested || tooLong) && this.isIdle();
  }

  private async continueAsNew(): Promise<void> {
    const { workflowType, typedSearchAttributes, memo } = workflowInfo();
    const carried: CarriedCase<State> = {
      state: this.state,
      seq: this.seq,
      answered: [...this.answered].slice(-REMEMBERED_UPDATES),
    };
    const options = { workflowType, typedSearchAttributes, ...(memo && { memo }) };
    const { isRevived: _revived, ...input } = this.input;
    await makeContinueAsNewFunc<(input: CaseWorkflowInput<State, Event>) => Promise<void>>(options)({
      ...input,
      rules: this.rules,
      entries: [],
      carried,
    });
  }
}

function updateId(): string {
  return currentUpdateInfo()?.id ?? '';
}

/** An expected refusal: fails the update only, under the stable code; any other error is a bug and retries the task. */
function refusal(error: DomainError): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: true,
    details: [error.field ?? null],
  });
}

/** Runs a case to its end. */
export async function runCase<State, Command, Event extends DomainEvent, Owed extends Delivery>(
  definition: CaseDefinition<State, Command, Event, Owed>,
  input: CaseWorkflowInput<State, Event>,
): Promise<void> {
  await new CaseShell(definition, input).run();
}
