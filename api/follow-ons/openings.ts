import { derivedId, type KeyedRequest } from '../../db/idempotency.ts';
import { keepFollowOn, readFollowOn } from '../../db/follow-ons.ts';
import { holdRules } from '../../db/rulebook.ts';
import { seal } from '../../db/sealed-contents.ts';
import { lastSeq, readEvents } from '../../db/streams.ts';
import { type Actor, SYSTEM_ACTOR } from '../../domain/actor.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { Opening } from '../../domain/follow-on/openings.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';
import { hubNow } from '../../temporal/cases.ts';
import { FOLLOW_ON_WORKFLOWS } from '../../workflows/contract.ts';
import { startIfOwed } from '../owed-cases.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';

/** A case that a person begins; `words` are sealed under the stream of the first referral. */
export type CaseToBegin = {
  readonly actor: Actor;
  readonly request: KeyedRequest;
  readonly referralRef: string;
  /** The opening, once its words are sealed. */
  opening(common: Common, sealed: (field: string, text: string) => Promise<SealedText>): Promise<Opening>;
};

/** What the referral says of every case that is begun beside it. */
export type Common = Pick<
  Opening,
  'contactRef' | 'localAuthority' | 'receivedAt' | 'key' | 'openedBy' | 'referralRefs'
> & { readonly referral: Referral };

const START_WAIT_MS = 5_000;

/**
 * Begins a case in Postgres, and then its workflow: Temporal may be down, and the case has begun all the same. Where a
 * case of its kind is open that this belongs to, that one takes it on.
 * @throws Problem NOT_FOUND when there is no such referral, DomainError for what the rules refuse
 */
export async function beginCase(services: Services, begin: CaseToBegin): Promise<FollowOn> {
  const { db, clock, cases } = services;
  const { actor, request, referralRef } = begin;
  const now = await hubNow(clock);
  const { begun, opening } = await db.transaction(async (tx) => {
    await holdRules(tx);
    const referral = fold(await readEvents<ReferralEvent>(tx, referralStream(referralRef)));
    if (referral === undefined)
      throw new Problem('NOT_FOUND', { detail: 'There is no referral with this reference' });
    const { contactRef, localAuthority, receivedAt } = referral;
    const key = derivedId(request, 'opening');
    const toOpen = await begin.opening(
      {
        referral,
        contactRef,
        localAuthority,
        receivedAt,
        key,
        openedBy: actor.userId,
        referralRefs: [referralRef],
      },
      (field, value) =>
        seal(tx, { id: derivedId(request, field), stream: referralStream(referralRef), value }),
    );
    const workflowType = FOLLOW_ON_WORKFLOWS[toOpen.kind];
    return { begun: await keepFollowOn(tx, toOpen, { now, actor, workflowType }), opening: toOpen };
  });
  const { stream, isToJoin } = begun;
  if (isToJoin) {
    const command = { type: 'noteOpening', opening } as const;
    const envelope = { command, actor: SYSTEM_ACTOR, knownSeq: await lastSeq(db, stream) };
    const update = { workflowId: stream, action: command.type, envelope, updateId: opening.key };
    const outcome = await cases.command(update, START_WAIT_MS);
    if (outcome.kind === 'REFUSED') throw outcome.refusal;
    if (outcome.kind !== 'RECORDED')
      throw new Problem('UNAVAILABLE', {
        detail: 'The case that is under way does not answer just now; send this again',
      });
  } else {
    await Promise.race([
      startIfOwed(services, stream).catch(() => false),
      new Promise((resolve) => setTimeout(resolve, START_WAIT_MS).unref()),
    ]);
  }
  const state = await readFollowOn(db, stream);
  if (state === undefined) throw new Error(`${stream} is not in the ledger`);
  return state;
}
