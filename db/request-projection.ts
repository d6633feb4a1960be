import type { RequestEvent } from '../domain/information-request/events.ts';
import { fold } from '../domain/information-request/evolve.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import { informationRequestStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { projectClocks } from './clock-projection.ts';
import { informationRequests } from './schema.ts';
import type { NewLedgerRow } from './streams.ts';

/** Brings what screens read about one information request up to date with the rows just added. */
export async function projectRequest(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[],
): Promise<void> {
  const rows = [...earlier, ...added];
  const request = fold(rows.map((row) => row.event as RequestEvent));
  if (request === undefined) return;
  const row = { ...requestRow(request), seq: rows.length };
  const stream = informationRequestStream(request.requestId);
  await Promise.all([
    tx
      .insert(informationRequests)
      .values(row)
      .onConflictDoUpdate({ target: informationRequests.requestId, set: row }),
    projectClocks(tx, { stream }, request.clocks, added),
  ]);
}

function requestRow(request: InformationRequest) {
  const { requestId, contactRef, agency, localAuthority, stage, rag, critical, openedAt, version } = request;
  const last = request.answers.findLast(({ partial }) => !partial) ?? request.answers.at(-1);
  const check = request.clocks.find(({ kind }) => kind === 'AGENCY_CHECK');
  return {
    requestId,
    contactRef,
    agency,
    localAuthority,
    referralRefs: [...request.referralRefs],
    stage,
    rag,
    critical,
    openedAt,
    dueAt: check?.dueAt ?? openedAt,
    answer: last?.answer ?? null,
    answeredAt: last?.answeredAt ?? null,
    listedMissingAt: request.listedMissingAt ?? null,
    closedAt: request.closedAt ?? null,
    version,
  };
}
