import type { DbOrTransaction } from '../db/client.ts';
import { derivedId, type KeyedRequest } from '../db/idempotency.ts';
import { oweCommand } from '../db/owed-commands.ts';
import { seal } from '../db/sealed-contents.ts';
import { type LedgerRow, readStream } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import { DomainError } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralCommand } from '../domain/referral/commands.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { obstacle } from '../domain/referral/guards.ts';
import { isClosed, type Referral } from '../domain/referral/state.ts';
import type { SealedText } from '../domain/sealed-text.ts';
import { referralStream } from '../domain/streams.ts';
import { hubNow } from '../temporal/cases.ts';
import { startIfOwed } from './owed-cases.ts';
import type { Services } from './services.ts';

/** How long a caller waits for a worker before it is told to poll. */
export const COMMAND_WAIT_MS = 8_000;

/** A command as a person writes it: words in place of pointers to sealed words. */
type Worded<Command> = {
  [Field in keyof Command]: Command[Field] extends SealedText | undefined
    ? Extract<Command[Field], undefined> | string
    : Command[Field];
};
type Distributed<Command> = Command extends ReferralCommand ? Worded<Command> : never;
export type WordedReferralCommand = Distributed<ReferralCommand>;

export type CommandRequest = {
  readonly referralRef: string;
  readonly command: WordedReferralCommand;
  readonly actor: Actor;
  /** Names the request, so that doing it again gives the first answer. */
  readonly request: KeyedRequest;
  /** The version the caller saw, when the command is bound to it. */
  readonly expectedVersion?: number;
};

export type CommandAnswer =
  /** The referral as the command left it, and when that was recorded. */
  | { readonly kind: 'DONE'; readonly referral: Referral; readonly recordedAt: Instant }
  /** `current` is the case as the refused caller should now see it. */
  | { readonly kind: 'REFUSED'; readonly refusal: DomainError; readonly current: Referral }
  /** Accepted and kept, but nobody answered in time; its status can be asked for by its id. */
  | { readonly kind: 'PENDING'; readonly commandId: string }
  | { readonly kind: 'NOT_FOUND' };

/**
 * Gives a command to a referral's workflow. The words are sealed in Postgres first, so the workflow sees only
 * pointers to them.
 * @throws an error that `isUnavailable` knows, when Postgres cannot be reached
 */
export async function giveCommand(services: Services, request: CommandRequest): Promise<CommandAnswer> {
  const { db, cases } = services;
  const stream = referralStream(request.referralRef);
  const rows = await readStream(db, stream);
  const referral = referralAt(rows);
  if (referral === undefined) return { kind: 'NOT_FOUND' };
  const updateId = derivedId(request.request, 'command');
  const recorded = rows.findLast((row) => row.commandId === updateId);
  if (recorded !== undefined) return done(rows, recorded.seq);
  const refusal = obstacle(referral, request.command.type, request.actor);
  if (refusal !== undefined) return { kind: 'REFUSED', refusal, current: referral };

  const command = await db.transaction((tx) => sealWords(tx, stream, request));
  const { actor, expectedVersion } = request;
  const envelope = { command, actor, ...(expectedVersion !== undefined && { expectedVersion }) };
  const update = { workflowId: stream, action: command.type, envelope, updateId };
  let outcome = await cases.command(update, COMMAND_WAIT_MS);
  if (outcome.kind === 'NOT_RUNNING' && (await startIfOwed(services, stream))) {
    outcome = await cases.command(update, COMMAND_WAIT_MS);
  }
  switch (outcome.kind) {
    case 'RECORDED':
      return done(await readStream(db, stream), outcome.receipt.seq);
    case 'REFUSED':
      return {
        kind: 'REFUSED',
        refusal: outcome.refusal,
        current: await currentReferral(services, stream, referral),
      };
    case 'PENDING':
      await oweCommand(db, {
        commandId: updateId,
        workflowId: stream,
        action: command.type,
        envelope,
        owedSince: await hubNow(services.clock),
      });
      return { kind: 'PENDING', commandId: updateId };
    case 'NOT_RUNNING':
      return notRunning(await currentReferral(services, stream, referral));
  }
}

function referralAt(rows: readonly LedgerRow[], seq = Number.POSITIVE_INFINITY): Referral | undefined {
  return fold(rows.filter((row) => row.seq <= seq).map((row) => row.event as ReferralEvent));
}

function done(rows: readonly LedgerRow[], seq: number): CommandAnswer {
  const referral = referralAt(rows, seq);
  const last = rows.findLast((row) => row.seq <= seq);
  return referral === undefined || last === undefined
    ? { kind: 'NOT_FOUND' }
    : { kind: 'DONE', referral, recordedAt: last.recordedAt };
}

async function currentReferral({ db }: Services, stream: string, fallback: Referral): Promise<Referral> {
  return referralAt(await readStream(db, stream)) ?? fallback;
}

function notRunning(current: Referral): CommandAnswer {
  if (!isClosed(current)) throw new Error('a referral is open in the ledger and its workflow is not running');
  const refusal = new DomainError(
    'CASE_CLOSED',
    'The referral is closed; a closed referral takes no commands',
  );
  return { kind: 'REFUSED', refusal, current };
}

/** Fields of commands that hold a person's words. */
const WORDS = [
  'reason',
  'rationale',
  'evidenceConsidered',
  'childsVoice',
  'note',
  'question',
  'answer',
] as const;

async function sealWords(
  tx: DbOrTransaction,
  stream: string,
  { command, request }: CommandRequest,
): Promise<ReferralCommand> {
  const sealed: Record<string, unknown> = { ...command };
  for (const field of WORDS) {
    const value = sealed[field];
    if (value === undefined || (field === 'reason' && command.type === 'withholdFeedback')) continue;
    sealed[field] = await seal(tx, { id: derivedId(request, field), stream, value });
  }
  return sealed as ReferralCommand;
}
