import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { caseStarts } from './schema.ts';

/** A workflow that a committed receipt owes the child. */
export type CaseStart = {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly input: unknown;
  readonly owedSince: Instant;
};

export async function oweCaseStart(tx: DbOrTransaction, start: CaseStart): Promise<void> {
  await tx.insert(caseStarts).values(start).onConflictDoNothing();
}

/** Owes a case whose run has ended one more run, from the record as it stands. One that is owed already stays so. */
export async function oweRevival(
  tx: DbOrTransaction,
  { workflowId, input, owedSince }: Omit<CaseStart, 'workflowType'>,
): Promise<void> {
  await tx
    .update(caseStarts)
    .set({ input, owedSince, startedAt: null })
    .where(and(eq(caseStarts.workflowId, workflowId), isNotNull(caseStarts.startedAt)));
}

/** What a case was started with last; undefined while a start is owed, and where none ever was. */
export async function lastStartOf(
  tx: DbOrTransaction,
  workflowId: string,
): Promise<Pick<CaseStart, 'workflowType' | 'input'> | undefined> {
  const [row] = await tx
    .select({ workflowType: caseStarts.workflowType, input: caseStarts.input })
    .from(caseStarts)
    .where(and(eq(caseStarts.workflowId, workflowId), isNotNull(caseStarts.startedAt)))
    .for('update');
  return row;
}

/** Starts still owed, oldest first: all since before `owedBefore`, or the one named. */
export async function owedCaseStarts(
  db: DbOrTransaction,
  which: { readonly owedBefore: Instant; readonly atMost: number } | { readonly workflowId: string },
): Promise<CaseStart[]> {
  const filter =
    'workflowId' in which
      ? eq(caseStarts.workflowId, which.workflowId)
      : lte(caseStarts.owedSince, which.owedBefore);
  return db
    .select()
    .from(caseStarts)
    .where(and(isNull(caseStarts.startedAt), filter))
    .orderBy(asc(caseStarts.owedSince))
    .limit('atMost' in which ? which.atMost : 1);
}

export async function markStarted(db: DbOrTransaction, workflowId: string, at: Instant): Promise<void> {
  await db
    .update(caseStarts)
    .set({ startedAt: at })
    .where(and(eq(caseStarts.workflowId, workflowId), isNull(caseStarts.startedAt)));
}
