import { and, asc, eq, isNull } from 'drizzle-orm';
import type { CommandEnvelope } from '../domain/case.ts';
import type { DomainError } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { ledger, owedCommands } from './schema.ts';

/** A command taken from a caller that its case has not answered yet. */
export type OwedCommand = {
  readonly commandId: string;
  readonly workflowId: string;
  readonly action: string;
  readonly envelope: CommandEnvelope<unknown>;
  readonly owedSince: Instant;
};

export type CommandStatus =
  | { readonly kind: 'RECORDED'; readonly stream: string; readonly seq: number }
  | {
      readonly kind: 'REFUSED';
      readonly stream: string;
      readonly refusal: { readonly code: string; readonly message: string };
    }
  | { readonly kind: 'PENDING'; readonly stream: string }
  | { readonly kind: 'UNKNOWN' };

export async function oweCommand(db: DbOrTransaction, command: OwedCommand): Promise<void> {
  await db.insert(owedCommands).values(command).onConflictDoNothing();
}

/** Commands not settled yet, oldest first. */
export async function openCommands(db: DbOrTransaction, atMost: number): Promise<OwedCommand[]> {
  return db
    .select()
    .from(owedCommands)
    .where(isNull(owedCommands.settledAt))
    .orderBy(asc(owedCommands.owedSince))
    .limit(atMost);
}

/** The command has its answer: it was recorded, or refused for this reason. */
export async function settleCommand(
  db: DbOrTransaction,
  commandId: string,
  at: Instant,
  refusal?: DomainError,
): Promise<void> {
  await db
    .update(owedCommands)
    .set({
      settledAt: at,
      ...(refusal && {
        refusal: {
          code: refusal.code,
          message: refusal.message,
          ...(refusal.field !== undefined && { field: refusal.field }),
        },
      }),
    })
    .where(and(eq(owedCommands.commandId, commandId), isNull(owedCommands.settledAt)));
}

/** What became of a command; the ledger is asked first, because it is right. */
export async function commandStatus(db: DbOrTransaction, commandId: string): Promise<CommandStatus> {
  const recorded = await db
    .select({ stream: ledger.stream, seq: ledger.seq })
    .from(ledger)
    .where(eq(ledger.commandId, commandId))
    .orderBy(asc(ledger.seq));
  const last = recorded.at(-1);
  if (last !== undefined) return { kind: 'RECORDED', ...last };
  const [owed] = await db.select().from(owedCommands).where(eq(owedCommands.commandId, commandId));
  if (owed === undefined) return { kind: 'UNKNOWN' };
  const { refusal, workflowId: stream } = owed;
  return refusal === null ? { kind: 'PENDING', stream } : { kind: 'REFUSED', stream, refusal };
}
