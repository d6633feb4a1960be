import type { DbOrTransaction } from '../db/client.ts';
import { claimKey, derivedId, type KeyedRequest, type StoredAnswer, storeAnswer } from '../db/idempotency.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { personById } from '../db/people-history.ts';
import { settleMatch } from '../db/person-matches.ts';
import { seal } from '../db/sealed-contents.ts';
import type { PersonRow } from '../db/people-search.ts';
import type { Actor } from '../domain/actor.ts';
import { type MatchVerdict, pairOf } from '../domain/matching/match.ts';
import { scoreOf } from '../domain/matching/score.ts';
import { personMatchStream } from '../domain/streams.ts';
import { hubNow } from '../temporal/cases.ts';
import { answerKnown } from './keyed-requests.ts';
import { personLink } from './links.ts';
import { mayReadContact } from './permissions.ts';
import { Problem } from './problems.ts';
import { assertNotWithheld } from './restricted-records.ts';
import type { Services } from './services.ts';

export type MatchRequest = {
  readonly personId: string;
  readonly otherId: string;
  readonly verdict: MatchVerdict;
  /** Why, in the person's own words. */
  readonly reason: string;
  readonly actor: Actor;
  readonly request: KeyedRequest;
};

/**
 * Records what a person says of two records, all in one transaction with its answer.
 * @throws Problem, DomainError with the rule that refuses it
 */
export async function sayMatch(services: Services, said: MatchRequest): Promise<StoredAnswer> {
  const { db, clock } = services;
  const { personId, otherId, verdict, actor, request } = said;
  const now = await hubNow(clock);
  if (personId === otherId) {
    const detail = 'Name another record: a record is always itself';
    throw new Problem('INVALID_FIELD', { errors: [{ parameter: 'otherId', detail }] });
  }
  return db.transaction(async (tx) => {
    const known = answerKnown(await claimKey(tx, request, now));
    if (known !== undefined) return known;
    const one = await readable(tx, actor, personId);
    const other = await readable(tx, actor, otherId);
    const people = pairOf(personId, otherId);
    const commandId = derivedId(request, 'match');
    const reason = await seal(tx, {
      id: derivedId(request, 'reason'),
      stream: personMatchStream(people),
      value: said.reason,
    });
    const { score, reasons } = scoreOf(one.facts, other.facts);
    const rules = await rulesAt(tx, now);
    const by = { actor, now, rules, commandId };
    const { match } = await settleMatch(tx, people, { verdict, reason, score, reasons }, by);
    const { status, settledBy, settledAt } = match;
    const answer = {
      status: 200,
      body: JSON.stringify({ people, status, settledBy, settledAt, links: { self: personLink(personId) } }),
    };
    await storeAnswer(tx, request, answer);
    return answer;
  });
}

/**
 * A record the actor may read.
 * @throws Problem NOT_FOUND; RESTRICTED when it is of a contact about a restricted child
 */
export async function readable(db: DbOrTransaction, actor: Actor, personId: string): Promise<PersonRow> {
  const row = await personById(db, personId);
  if (row !== undefined && mayReadContact(actor, row)) {
    await assertNotWithheld(db, actor, row.contactRef);
    return row;
  }
  throw new Problem('NOT_FOUND', { detail: 'There is no such person record that you may see' });
}
