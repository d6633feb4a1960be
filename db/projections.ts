import { isCounting } from '../domain/clock.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { readersOf } from '../domain/referral/restriction.ts';
import { isClosed, latestDecision, type Referral } from '../domain/referral/state.ts';
import { referralWordsOwed } from '../domain/referral/words-owed.ts';
import { referralStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { projectClocks } from './clock-projection.ts';
import { projectContact } from './contact-projection.ts';
import { projectFollowOn } from './follow-on-projection.ts';
import { projectEnquiry, projectNotification } from './intake-projections.ts';
import { projectRequest } from './request-projection.ts';
import type { NewLedgerRow } from './streams.ts';
import { projectMatch } from './match-projection.ts';
import {
  children,
  clocks,
  contacts,
  enquiries,
  followOns,
  informationRequests,
  notices,
  notifications,
  people,
  personKeys,
  personMatches,
  referrals,
} from './schema.ts';

/** Tables that hold nothing but projections. */
export const PROJECTIONS = {
  contacts,
  children,
  referrals,
  clocks,
  enquiries,
  followOns,
  informationRequests,
  notices,
  notifications,
  people,
  personKeys,
  personMatches,
};

/** Brings what screens read about one stream up to date with the rows just added after the earlier ones. */
export async function project(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[] = [],
): Promise<void> {
  const stream = added[0]?.stream ?? '';
  const kind = stream.slice(0, stream.indexOf(':'));
  switch (kind) {
    case 'contact':
      await projectContact(tx, added, earlier);
      break;
    case 'referral':
      await projectReferral(tx, added, earlier);
      break;
    case 'child-protection':
    case 'assessment':
    case 'early-help':
    case 'agency-action':
    case 'dispute':
      await projectFollowOn(tx, added, earlier);
      break;
    case 'information-request':
      await projectRequest(tx, added, earlier);
      break;
    case 'person-match':
      await projectMatch(tx, added, earlier);
      break;
    case 'enquiry':
      await projectEnquiry(tx, [...earlier, ...added]);
      break;
    case 'notification':
      await projectNotification(tx, [...earlier, ...added]);
      break;
    case 'rulebook':
      // Short, and read whole by who needs it.
      break;
    default:
      throw new Error(`no projection is written for streams of kind ${kind}`);
  }
}

async function projectReferral(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[],
): Promise<void> {
  const rows = [...earlier, ...added];
  const referral = fold(rows.map(eventOf));
  if (referral === undefined) return;
  const { referralRef } = referral;
  const row = referralRow(referral, rows);
  const stream = referralStream(referralRef);
  await Promise.all([
    tx.insert(referrals).values(row).onConflictDoUpdate({ target: referrals.referralRef, set: row }),
    projectClocks(tx, { stream, referralRef }, referral.clocks, added),
  ]);
}

function eventOf(row: NewLedgerRow): ReferralEvent {
  return row.event as ReferralEvent;
}

function referralRow(referral: Referral, rows: readonly NewLedgerRow[]): typeof referrals.$inferInsert {
  const last = rows.at(-1);
  const open = referral.clocks.filter(isCounting);
  const decision = latestDecision(referral);
  const decisionClock = referral.clocks.find((clock) => clock.kind === 'DECISION');
  return {
    referralRef: referral.referralRef,
    contactRef: referral.contactRef,
    stage: referral.stage,
    rag: referral.rating?.rag ?? null,
    localAuthority: referral.localAuthority,
    agency: referral.agency ?? null,
    sourceCode: referral.sourceCode,
    channel: referral.channel,
    receivedAt: referral.receivedAt,
    nextDueAt: open.map((clock) => clock.dueAt).sort()[0] ?? null,
    flags: referral.flags ?? [],
    readers: readersOf(referral) ?? null,
    outcome: decision?.outcome ?? null,
    decidedAt: decision?.decidedAt ?? null,
    decisionDueAt: decisionClock?.dueAt ?? referral.receivedAt,
    closedAt: isClosed(referral) ? referral.closedAt : null,
    wordsOwed: referralWordsOwed(referral).length,
    policyEdition: last?.policyEdition ?? '',
    calendarEdition: last?.calendarEdition ?? '',
    version: referral.version,
    seq: rows.length,
  };
}

/** Empties every projection, without keeping anybody from reading the old rows meanwhile; the record stays. */
export async function dropProjections(tx: DbOrTransaction): Promise<void> {
  for (const table of Object.values(PROJECTIONS)) await tx.delete(table);
}
