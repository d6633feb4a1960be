import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { appendEntries } from '../../db/ledger.ts';
import { type ContactToReceive, keepContact } from '../../db/receipt.ts';
import { seal } from '../../db/sealed-contents.ts';
import { readEvents, readStream } from '../../db/streams.ts';
import { type Actor, SYSTEM_ACTOR } from '../../domain/actor.ts';
import { ledgerEntries } from '../../domain/case.ts';
import { addMs, type Instant } from '../../domain/instant.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import { decide, observe } from '../../domain/referral/decide.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import { referralStream } from '../../domain/streams.ts';
import { defaultRules } from '../../policy/editions.ts';
import { REFERRAL_WORKFLOW } from '../../workflows/contract.ts';
import { contact, MONDAY_TEN, teamManager } from '../support/people.ts';

const rules = defaultRules();

export async function keepAt(
  db: Db,
  receivedAt: Instant,
  overrides: Partial<ContactToReceive> = {},
): Promise<ContactToReceive> {
  const received = contact({ receivedAt, ...overrides });
  const how = { now: receivedAt, rules, workflowType: REFERRAL_WORKFLOW };
  await db.transaction((tx) => keepContact(tx, received, how));
  return received;
}

/** What the case would propose for a command, or for the passing of time, at an instant. */
export async function proposed(
  db: Db,
  ref: string,
  what: ReferralCommand | 'tick',
  now: Instant,
  actor: Actor = teamManager,
): Promise<LedgerEntry<ReferralEvent>[]> {
  const stream = referralStream(ref);
  const events = await readEvents<ReferralEvent>(db, stream);
  const referral = fold(events);
  if (referral === undefined) throw new Error(`${ref} is not in the ledger`);
  const isTick = what === 'tick';
  const next = isTick
    ? observe(referral, { type: 'tick' }, { now, rules })
    : decide(referral, what, { actor, now, rules });
  return ledgerEntries(next, {
    stream,
    actor: isTick ? SYSTEM_ACTOR : actor,
    ...(!isTick && { commandId: randomUUID() }),
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: events.length,
  });
}

/** A referral that was late, decided, told and accepted: ledger and projections without any workflow. */
export async function livedReferral(db: Db): Promise<{ ref: string; stream: string }> {
  const { referralRefs } = await keepAt(db, MONDAY_TEN);
  const [ref] = referralRefs;
  const stream = referralStream(ref);
  const hours = (count: number) => addMs(MONDAY_TEN, count * 3_600_000);
  const words = (text: string) => seal(db, { id: randomUUID(), stream, value: text });
  const take = async (what: ReferralCommand | 'tick', now: Instant) => {
    await appendEntries(db, await proposed(db, ref, what, now));
  };
  await take({ type: 'acknowledge', method: 'PHONE' }, hours(1));
  await take({ type: 'rate', rag: 'AMBER', reason: await words('Wet clothes.') }, hours(2));
  await take('tick', hours(30));
  await take(
    {
      type: 'decide',
      outcome: 'ASSESSMENT_S17',
      level: 3,
      rationale: await words('An assessment is needed.'),
      evidenceConsidered: await words('The school’s account.'),
      agreement: 'GIVEN',
      agenciesMissing: ['POLICE'],
    },
    hours(30),
  );
  await take({ type: 'giveFeedback', method: 'PHONE' }, hours(31));
  await take({ type: 'acceptHandover' }, hours(32));
  return { ref, stream };
}

export async function lengthOf(db: Db, stream: string): Promise<number> {
  return (await readStream(db, stream)).length;
}

/** Does what only a superuser with ill intent can: changes rows behind the back of the ledger. */
export async function tamper(db: Db, change: ReturnType<typeof sql>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`alter table ledger disable trigger ledger_append_only`);
    await tx.execute(change);
    await tx.execute(sql`alter table ledger enable trigger ledger_append_only`);
  });
}
