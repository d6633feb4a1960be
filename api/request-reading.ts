import { openAllSealed } from '../db/sealed-contents.ts';
import { readStream } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import { answerClock } from '../domain/information-request/pausing.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';
import { informationRequestStream } from '../domain/streams.ts';
import { type Disclosure, readDisclosure } from './disclosure.ts';
import { mayReadContact } from './permissions.ts';
import { Problem } from './problems.ts';
import { requestOf } from './request-commands.ts';
import { assertNotWithheld } from './restricted-records.ts';
import type { Services } from './services.ts';

/** What people wrote about a request, by id of its seal, and what the agency is told. */
export type RequestWords = { readonly texts: ReadonlyMap<string, unknown>; readonly disclosure: Disclosure };

/**
 * A request as it stands now.
 * @throws Problem NOT_FOUND when there is none, or this actor may not see it; RESTRICTED when it tells staff of a
 * restricted child
 */
export async function readRequest(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  requestId: string,
): Promise<InformationRequest> {
  const rows = await readStream(db, informationRequestStream(requestId));
  const request = requestOf(rows.map(({ event }) => event));
  if (request === undefined || !maySee(actor, request)) {
    throw new Problem('NOT_FOUND', { detail: 'There is no request with this id that you may see' });
  }
  if (actor.role !== 'AGENCY_REPRESENTATIVE') await assertNotWithheld(db, actor, request.contactRef);
  return request;
}

/** Staff see the requests of their authority, whoever speaks for an agency those made to it. */
export function maySee(
  actor: Actor,
  request: Pick<InformationRequest, 'agency' | 'localAuthority'>,
): boolean {
  if (actor.role !== 'AGENCY_REPRESENTATIVE') return mayReadContact(actor, request);
  return (
    actor.agency === request.agency &&
    (actor.localAuthority === 'HUB' || actor.localAuthority === request.localAuthority)
  );
}

export async function readRequestWords(
  { db }: Pick<Services, 'db'>,
  request: InformationRequest,
): Promise<RequestWords> {
  const { questions, necessity, answers } = request;
  const pauses = answerClock(request).pauses ?? [];
  const seals = [
    questions,
    necessity,
    ...answers.flatMap(({ detail }) => detail ?? []),
    ...pauses.map(({ reason }) => reason),
  ];
  const [texts, disclosure] = await Promise.all([
    openAllSealed(
      db,
      seals.map(({ id }) => id),
    ),
    readDisclosure(db, request),
  ]);
  return { texts, disclosure };
}

/** When the agency's answer is, or was, due. */
export function answerDueAt({ clocks, openedAt }: InformationRequest): Instant {
  return clocks.find(({ kind }) => kind === 'AGENCY_CHECK')?.dueAt ?? openedAt;
}
