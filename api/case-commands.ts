import type { DbOrTransaction } from '../db/client.ts';
import { derivedId, type KeyedRequest } from '../db/idempotency.ts';
import { oweCommand } from '../db/owed-commands.ts';
import { seal } from '../db/sealed-contents.ts';
import { type LedgerRow, readStream } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import { DomainError } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { SealedText } from '../domain/sealed-text.ts';
import { hubNow } from '../temporal/cases.ts';
import { startIfOwed } from './owed-cases.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';

/** How long a caller waits for a worker before it is told to poll. */
const COMMAND_WAIT_MS = 8_000;

/** What is asked of some case. Its `type` is also the name of the workflow update. */
type AnyCommand = { readonly type: string };

/** What a person writes: words in place of pointers to sealed words, however deep they lie. */
export type Worded<Value> = Value extends string
  ? Value
  : Value extends SealedText
    ? string
    : Value extends object
      ? { [Field in keyof Value]: Worded<Value[Field]> }
      : Value;
/** A command as a person writes it. */
export type WordedCommand<Command> = Command extends AnyCommand ? Worded<Command> : never;

/** One kind of case, as far as giving it commands goes. */
export type CaseKind<State, Command extends AnyCommand> = {
  fold(events: readonly DomainEvent[]): State | undefined;
  /** Why this actor may not take the action now; undefined when they may. */
  obstacle(state: State, action: Command['type'], actor: Actor): DomainError | undefined;
  isClosed(state: State): boolean;
  /** What a closed case answers. */
  readonly closedWords: string;
  /** Fields of a command that hold a person's words. */
  words(command: WordedCommand<Command>): readonly string[];
  /** Owes a closed case one more run, where it takes the action all the same; absent where none does. */
  revive?(tx: DbOrTransaction, stream: string, action: Command['type'], now: Instant): Promise<void>;
};

export type CaseCommandRequest<Command extends AnyCommand> = {
  readonly stream: string;
  readonly command: WordedCommand<Command>;
  readonly actor: Actor;
  /** Names the request, so that doing it again gives the first answer. */
  readonly request: KeyedRequest;
  /** The version the caller saw, when the command is bound to it. */
  readonly expectedVersion?: number;
};

export type CaseCommandAnswer<State> =
  /** The case as the command left it, and when that was recorded. */
  | { readonly kind: 'DONE'; readonly state: State; readonly recordedAt: Instant }
  /** `current` is the case as the refused caller should now see it. */
  | { readonly kind: 'REFUSED'; readonly refusal: DomainError; readonly current: State }
  /** Accepted and kept, but nobody answered in time; its status can be asked for by its id. */
  | { readonly kind: 'PENDING'; readonly commandId: string }
  | { readonly kind: 'NOT_FOUND' };

/** The id under which the command of a request is recorded. */
export function commandIdOf(request: KeyedRequest): string {
  return derivedId(request, 'command');
}

/**
 * Gives a command to a case's workflow. The words are sealed in Postgres first, so the workflow sees only pointers
 * to them.
 * @throws an error that `isUnavailable` knows, when Postgres cannot be reached
 * @throws Problem UNAVAILABLE when the case is open in the ledger and no workflow runs it
 */
export async function giveCaseCommand<State, Command extends AnyCommand>(
  services: Services,
  kind: CaseKind<State, Command>,
  request: CaseCommandRequest<Command>,
): Promise<CaseCommandAnswer<State>> {
  const { db, cases } = services;
  const { stream, actor, expectedVersion } = request;
  const rows = await readStream(db, stream);
  const state = stateAt(kind, rows);
  if (state === undefined) return { kind: 'NOT_FOUND' };
  const updateId = commandIdOf(request.request);
  const recorded = rows.findLast((row) => row.commandId === updateId);
  if (recorded !== undefined) return done(kind, rows, recorded.seq);
  const action: Command['type'] = request.command.type;
  const refusal = kind.obstacle(state, action, actor);
  if (refusal !== undefined) return { kind: 'REFUSED', refusal, current: state };

  const command = await db.transaction((tx) => sealWords(tx, kind, request));
  const knownSeq = rows.at(-1)?.seq ?? 0;
  const envelope = { command, actor, knownSeq, ...(expectedVersion !== undefined && { expectedVersion }) };
  const update = { workflowId: stream, action, envelope, updateId };
  let outcome = await cases.command(update, COMMAND_WAIT_MS);
  if (outcome.kind === 'NOT_RUNNING') {
    if (kind.isClosed(state)) await revive(services, kind, stream, action);
    const isStarted = await startIfOwed(services, stream);
    // One that is open and owed no longer was started by somebody else in this moment.
    if (isStarted || !kind.isClosed(state)) outcome = await cases.command(update, COMMAND_WAIT_MS);
  }
  switch (outcome.kind) {
    case 'RECORDED':
      return done(kind, await readStream(db, stream), outcome.receipt.seq);
    case 'REFUSED':
      return {
        kind: 'REFUSED',
        refusal: outcome.refusal,
        current: await currentState(services, kind, stream, state),
      };
    case 'PENDING':
      await oweCommand(db, {
        commandId: updateId,
        workflowId: stream,
        action,
        envelope,
        owedSince: await hubNow(services.clock),
      });
      return { kind: 'PENDING', commandId: updateId };
    case 'NOT_RUNNING':
      return notRunning(kind, await currentState(services, kind, stream, state));
  }
}

async function revive<State, Command extends AnyCommand>(
  { db, clock }: Services,
  kind: CaseKind<State, Command>,
  stream: string,
  action: Command['type'],
): Promise<void> {
  const now = await hubNow(clock);
  await db.transaction(async (tx) => kind.revive?.(tx, stream, action, now));
}

function stateAt<State, Command extends AnyCommand>(
  kind: CaseKind<State, Command>,
  rows: readonly LedgerRow[],
  seq = Number.POSITIVE_INFINITY,
): State | undefined {
  return kind.fold(rows.filter((row) => row.seq <= seq).map((row) => row.event));
}

function done<State, Command extends AnyCommand>(
  kind: CaseKind<State, Command>,
  rows: readonly LedgerRow[],
  seq: number,
): CaseCommandAnswer<State> {
  const state = stateAt(kind, rows, seq);
  const last = rows.findLast((row) => row.seq <= seq);
  return state === undefined || last === undefined
    ? { kind: 'NOT_FOUND' }
    : { kind: 'DONE', state, recordedAt: last.recordedAt };
}

async function currentState<State, Command extends AnyCommand>(
  { db }: Services,
  kind: CaseKind<State, Command>,
  stream: string,
  fallback: State,
): Promise<State> {
  return stateAt(kind, await readStream(db, stream)) ?? fallback;
}

function notRunning<State, Command extends AnyCommand>(
  kind: CaseKind<State, Command>,
  current: State,
): CaseCommandAnswer<State> {
  if (!kind.isClosed(current)) {
    throw new Problem('UNAVAILABLE', {
      detail: 'The case does not run just now; send this again in a minute',
    });
  }
  return { kind: 'REFUSED', refusal: new DomainError('CASE_CLOSED', kind.closedWords), current };
}

async function sealWords<State, Command extends AnyCommand>(
  tx: DbOrTransaction,
  kind: CaseKind<State, Command>,
  { stream, command, request }: CaseCommandRequest<Command>,
): Promise<Command> {
  const named = new Set(kind.words(command));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `Worded` took out is put back
  return (await sealed(command)) as Command;

  /** A copy of `value` in which every text of a named field is sealed, under an id made of where it stands. */
  async function sealed(value: unknown, path = ''): Promise<unknown> {
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const [index, item] of value.entries()) items.push(await sealed(item, `${path}${index}.`));
      return items;
    }
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [field, inner] of Object.entries(value)) {
      copy[field] =
        named.has(field) && typeof inner === 'string'
          ? await seal(tx, { id: derivedId(request, `${path}${field}`), stream, value: inner })
          : await sealed(inner, `${path}${field}.`);
    }
    return copy;
  }
}
