import { openAllSealed } from '../../db/sealed-contents.ts';
import { type LedgerRow, readStream } from '../../db/streams.ts';
import type { Actor } from '../../domain/actor.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { type AnyEvent, fold, mayRead } from '../../domain/follow-on/run.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import { followOnStream } from '../../domain/follow-on/stream.ts';
import type { Instant } from '../../domain/instant.ts';
import { isOutside, mayReadContact } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { assertNotWithheld } from '../restricted-records.ts';
import type { Services } from '../services.ts';
import { sealsIn } from './opened.ts';

/** A case with its rows, and the words people wrote in it by id of their seal. */
export type FollowOnRead = {
  readonly state: FollowOn;
  readonly rows: readonly LedgerRow[];
  readonly texts: ReadonlyMap<string, unknown>;
};

/**
 * A case from its ledger, as it was known at `asOf` or is known now.
 * @throws Problem NOT_FOUND when there is none, it was not known yet, or this actor may not see it; RESTRICTED when it
 * tells staff of a child whose record only named readers may open
 */
export async function readFollowOnCase(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  { kind, id }: { readonly kind: FollowOnName; readonly id: string },
  asOf?: Instant,
): Promise<FollowOnRead> {
  const rows = await readStream(db, followOnStream(kind, id));
  const known = asOf === undefined ? rows : rows.filter((row) => row.recordedAt <= asOf);
  const now = fold(rows.map((row) => row.event as AnyEvent));
  const state = fold(known.map((row) => row.event as AnyEvent));
  if (now === undefined || state === undefined || !maySee(actor, now)) throw notFound();
  if (!isOutside(actor)) await assertNotWithheld(db, actor, now.contactRef);
  return { state, rows: known, texts: await openAllSealed(db, sealsIn(known.map(({ event }) => event))) };
}

export function notFound(): Problem {
  return new Problem('NOT_FOUND', { detail: 'There is no case with this id that you may see' });
}

/** Staff see the cases of their authority; others those they, their team or their agency are part of. */
export function maySee(actor: Actor, state: FollowOn): boolean {
  return mayReadContact(actor, state) || mayRead(state, actor);
}
