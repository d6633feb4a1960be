import type { Db } from '../db/client.ts';
import { appendEntries } from '../db/ledger.ts';
import { entriesBeyond } from '../db/streams.ts';
import type { AppendAnswer, Delivery, DeliveryResult } from '../domain/case.ts';
import type { Instant } from '../domain/instant.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import type { AgencyReach } from './agency-deliveries.ts';
import { type CalendarRefreshReport, refreshCalendar } from './calendar-refresh.ts';
import { startOwedCases } from './case-starts.ts';
import { settleDelivery } from './deliveries.ts';
import {
  checkOpenCases,
  finishInvariantRun,
  type InvariantCursor,
  type InvariantPage,
} from './invariants.ts';
import { tellLeads } from './lead-messages.ts';
import type { Messenger } from './messenger.ts';
import { sendOwedCommands } from './owed-commands.ts';
import { bringRulesToCases, type PublicationPage } from './publication.ts';
import { reconcileCases, type ReconciliationPage } from './reconciliation.ts';

/** What the activities work with. */
export type ActivityDependencies = AgencyReach & {
  readonly db: Db;
  readonly messenger: Messenger;
  readonly cases: Cases;
  readonly clock: HubClock;
  /** Where the list of bank holidays is published. */
  readonly bankHolidaysUrl: string;
};

/** Everything a case does to the world. Each effect is idempotent by its own key. */
export function createActivities(dependencies: ActivityDependencies) {
  const { db, cases, clock, bankHolidaysUrl } = dependencies;
  return {
    /** Adds entries to the ledger and brings the projections up to date. */
    appendToLedger: (entries: readonly LedgerEntry[]): Promise<AppendAnswer> => appendEntries(db, entries),
    /** The entries of a case after a row, in order. */
    entriesBeyond: (stream: string, seq: number): Promise<LedgerEntry[]> => entriesBeyond(db, stream, seq),
    /** Does what a case owes; doing it again changes nothing. */
    deliver: (delivery: Delivery, at: Instant): Promise<DeliveryResult> =>
      settleDelivery(dependencies, delivery, at),
    /** Starts the workflows that committed receipts still owe; answers how many. */
    startOwedCases: (): Promise<number> => startOwedCases({ db, cases, clock }),
    /** Sends the commands that were accepted and not yet answered; answers how many settled. */
    sendOwedCommands: (): Promise<number> => sendOwedCommands({ db, cases, clock }),
    /** Tells the named leads of notifications that were kept; answers how many messages have left. */
    tellLeads: (): Promise<number> => tellLeads(dependencies),
    /** Tells the next open cases, after the one named, the rules in force. */
    bringRulesToCases: ({ after }: { readonly after?: string }): Promise<PublicationPage> =>
      bringRulesToCases({ db, cases }, after),
    /** Holds the next open cases, after the one named, to what must be true of every open case. */
    checkOpenCases: (cursor: InvariantCursor): Promise<InvariantPage> =>
      checkOpenCases({ db, cases, clock }, cursor),
    /** Ends such a run; answers how many rules are broken. */
    finishInvariantRun: (run: { readonly runAt: Instant; readonly checked: number }): Promise<number> =>
      finishInvariantRun({ db, cases, clock }, run),
    /** Has the next cases after a decision, after the one named, run again if their run was lost. */
    reconcileCases: ({ after }: { readonly after?: string }): Promise<ReconciliationPage> =>
      reconcileCases({ db, cases, clock }, after),
    /** Proposes a newer calendar when the published list of bank holidays has changed. */
    refreshCalendar: (): Promise<CalendarRefreshReport> => refreshCalendar({ db, clock, bankHolidaysUrl }),
  };
}

export type Activities = ReturnType<typeof createActivities>;
