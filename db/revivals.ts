import type { AnyEvent } from '../domain/follow-on/run.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Instant } from '../domain/instant.ts';
import { fold } from '../domain/referral/evolve.ts';
import { referralStream } from '../domain/streams.ts';
import { oweRevival } from './case-starts.ts';
import type { DbOrTransaction } from './client.ts';
import { rulesForFollowOn } from '../policy/case-rules.ts';
import { readFollowOn } from './follow-ons.ts';
import { followOnRulesAt, rulesAt } from './hub-rules.ts';
import { entryOf, readStream } from './streams.ts';

/**
 * Has a closed referral run once more, from its ledger, because something calls for a new decision. The rules are those
 * its contact falls under now.
 */
export async function reviveReferral(tx: DbOrTransaction, referralRef: string, now: Instant): Promise<void> {
  const stream = referralStream(referralRef);
  const entries = (await readStream(tx, stream)).map(entryOf) as LedgerEntry<ReferralEvent>[];
  const referral = fold(entries.map(({ event }) => event));
  if (referral === undefined) throw new Error(`referral ${referralRef} is not in the ledger`);
  const { receivedAt } = referral;
  const rules = rulesForFollowOn(await rulesAt(tx, receivedAt), { receivedAt, openedAt: now });
  await oweRevival(tx, {
    workflowId: stream,
    input: { stream, rules, entries, isRevived: true },
    owedSince: now,
  });
}

/** Has an ended case that follows a decision run once more, for something that it takes even then. */
export async function reviveFollowOn(tx: DbOrTransaction, stream: string, now: Instant): Promise<void> {
  const state = await readFollowOn(tx, stream);
  if (state === undefined) throw new Error(`${stream} is not in the ledger`);
  const entries = (await readStream(tx, stream)).map(entryOf) as LedgerEntry<AnyEvent>[];
  const rules = await followOnRulesAt(tx, { receivedAt: state.receivedAt, now });
  await oweRevival(tx, {
    workflowId: stream,
    input: { stream, rules, entries, isRevived: true },
    owedSince: now,
  });
}
