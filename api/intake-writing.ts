import type { DbOrTransaction } from '../db/client.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { claimKey, derivedId, type KeyedRequest, type StoredAnswer, storeAnswer } from '../db/idempotency.ts';
import type { Kept, Writing } from '../db/intake.ts';
import { holdRules } from '../db/rulebook.ts';
import { seal } from '../db/sealed-contents.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import { hubNow } from '../temporal/cases.ts';
import type { Json } from './form-reader.ts';
import type { ReadIntake } from './intake-reading.ts';
import { answerKnown } from './keyed-requests.ts';
import { isOutside, mayReadContact } from './permissions.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';

/** Who asks by which request. */
export type Asked = { readonly actor: Actor; readonly request: KeyedRequest };
/** What came over the wire, as JSON and letter for letter. */
export type Arrived = Asked & { readonly body: Json; readonly asReceived: string };

/** Does a request in one transaction with its answer; done before, it is only answered. */
export async function once(
  { db, clock }: Services,
  { actor, request }: Asked,
  act: (
    tx: DbOrTransaction,
    writing: Writing & { readonly commandId: string },
  ) => Promise<{ readonly status: number; readonly body: object }>,
): Promise<StoredAnswer> {
  const now = await hubNow(clock);
  return db.transaction(async (tx) => {
    const known = answerKnown(await claimKey(tx, request, now));
    if (known !== undefined) return known;
    await holdRules(tx);
    const rules = await rulesAt(tx, now);
    const { status, body } = await act(tx, { actor, now, rules, commandId: derivedId(request, 'intake') });
    const answer = { status, body: JSON.stringify(body) };
    await storeAnswer(tx, request, answer);
    return answer;
  });
}

/** Keeps what was said, as understood and as it came, and gives the pointer to the former. */
export async function sealForm(
  tx: DbOrTransaction,
  {
    ref,
    stream,
    read,
    asReceived,
  }: {
    readonly ref: string;
    readonly stream: string;
    readonly read: ReadIntake<unknown>;
    readonly asReceived: string;
  },
) {
  await seal(tx, { id: `${ref}/as-received`, stream, value: asReceived });
  return seal(tx, { id: `${ref}/form`, stream, value: read.form });
}

/** How it arrived; somebody outside the hub writes for their own agency, whatever they say. */
export function about(
  { form: _form, agency, ...arrival }: ReadIntake<unknown>,
  actor: Actor,
  receivedAt: Instant,
) {
  const referring = isOutside(actor) ? actor.agency : agency;
  return { ...arrival, receivedAt, ...(referring !== undefined && { agency: referring }) };
}

/** @throws Problem NOT_FOUND when there is none, or none for this actor */
export function readable<Subject extends { readonly localAuthority: string }>(
  found: Kept<Subject> | undefined,
  actor: Actor,
): Kept<Subject> {
  if (found === undefined || !mayReadContact(actor, found.subject)) {
    throw new Problem('NOT_FOUND', { detail: 'There is nothing with this reference' });
  }
  return found;
}
