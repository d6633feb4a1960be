import type { Clock } from '../clock.ts';
import { isLate } from '../clock.ts';
import { type Instant, msFromInstant } from '../instant.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { ReferralEvent } from '../referral/events.ts';
import { fold } from '../referral/evolve.ts';
import { EDITION_KINDS } from '../rulebook/rulebook.ts';
import { referralStream } from '../streams.ts';
import {
  CERTIFICATE_FORMAT,
  type CertificateContent,
  type CertificateRow,
  type CertifiedEdition,
  type ClockSummary,
  isShown,
  isShownRow,
} from './certificate.ts';

/** A row of the ledger with its hash. */
export type HashedEntry = LedgerEntry<ReferralEvent> & { readonly hash: string };

/** What a certificate of a referral says; `entries` are its whole stream, `editions` those its rows name. */
export function certificateOf(
  referralRef: string,
  entries: readonly HashedEntry[],
  editions: readonly CertifiedEdition[],
  issuedAt: Instant,
): CertificateContent {
  const referral = fold(entries.map(({ event }) => event));
  return {
    format: CERTIFICATE_FORMAT,
    referralRef,
    stream: referralStream(referralRef),
    issuedAt,
    editions,
    rows: entries.map(rowOf),
    clocks: clockSummaries(referral?.clocks ?? [], issuedAt),
  };
}

function rowOf(entry: HashedEntry): CertificateRow {
  const { stream: _stream, event, hash, ...rest } = entry;
  return isShown(event) ? { ...rest, event, hash } : { seq: entry.seq, hash };
}

/** The editions that shown rows name, by name: policies first, each kind in order of appearance. */
export function namedEditions(
  rows: readonly CertificateRow[],
): readonly Pick<CertifiedEdition, 'kind' | 'edition'>[] {
  const shown = rows.filter(isShownRow);
  return EDITION_KINDS.flatMap((kind) => {
    const names = shown.map((row) => (kind === 'POLICY' ? row.policyEdition : row.calendarEdition));
    return [...new Set(names)].map((edition) => ({ kind, edition }));
  });
}

/** The clocks of a referral in short, as they stand at `at`. */
export function clockSummaries(clocks: readonly Clock[], at: Instant): ClockSummary[] {
  return clocks.map((clock) => {
    const { id, kind, startedAt, dueAt, status } = clock;
    const summary = { id, kind, startedAt, dueAt, status, late: isLate(clock, at) };
    if (clock.status !== 'STOPPED') return summary;
    const { stoppedAt, stoppedBy } = clock;
    return { ...summary, stoppedAt, stoppedBy, marginMs: msFromInstant(dueAt) - msFromInstant(stoppedAt) };
  });
}
