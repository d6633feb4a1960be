import type { DbOrTransaction } from '../../db/client.ts';
import { openAllSealed } from '../../db/sealed-contents.ts';
import { readStream } from '../../db/streams.ts';
import { requestOf } from '../../api/request-commands.ts';
import type { InformationRequest } from '../../domain/information-request/state.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { informationRequestStream } from '../../domain/streams.ts';

/** The requests a referral's checks stand for, by id, and the words agencies answered with, by id of their seal. */
export type RequestsFile = {
  readonly requests: ReadonlyMap<string, InformationRequest>;
  readonly details: ReadonlyMap<string, unknown>;
};

/** Nobody has been asked, or the reader may not see it. */
export const NO_REQUESTS: RequestsFile = { requests: new Map(), details: new Map() };

export async function readRequests(
  db: DbOrTransaction,
  { agencyChecks = [] }: Pick<Referral, 'agencyChecks'>,
): Promise<RequestsFile> {
  const found = await Promise.all(
    agencyChecks.map(async ({ requestId }) => {
      const rows = await readStream(db, informationRequestStream(requestId));
      return requestOf(rows.map(({ event }) => event)) ?? [];
    }),
  );
  const requests = found.flat();
  const seals = requests.flatMap(({ answers }) => answers.flatMap(({ detail }) => detail ?? []));
  const details = await openAllSealed(
    db,
    seals.map(({ id }) => id),
  );
  return { requests: new Map(requests.map((request) => [request.requestId, request])), details };
}
