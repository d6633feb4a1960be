import { clockIdOf, isClockEvent } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { addMs, type Instant, MINUTE_MS } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { adoptRules } from '../referral/adopt-rules.ts';
import type { ReferralEvent } from '../referral/events.ts';
import { evolve } from '../referral/evolve.ts';
import { receive } from '../referral/receive.ts';
import type { Referral } from '../referral/state.ts';
import {
  type CertificateContent,
  type CertificateRow,
  isShown,
  isShownRow,
  type ShownRow,
} from './certificate.ts';
import { differenceWords, firstDifference } from './difference.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { assertNothingUnsaid, assertNow, expectedFrom, type Standing } from './expected.ts';
import { clockSummaries } from './issue.ts';

/**
 * The rules of two editions for a contact received at an instant, as a case takes them along.
 * @throws DoesNotHold when an edition is not known
 */
export type RulesNamed = (policyEdition: string, calendarEdition: string, receivedAt: Instant) => HubRules;

/** Receipt and case are recorded by two machines, whose clocks may differ by this much. */
const CLOCK_SKEW_MS = MINUTE_MS;

/**
 * Computes every instant of a certificate again, from what was received and the editions alone, row by row: what each
 * clock was armed with, what it said and to whom, what moved, paused and stopped it, and what the summary says. A row
 * that must follow from another may be neither missing nor left unshown.
 * @throws DoesNotHold naming the first row, or the clock of the summary, that does not hold
 */
export function recompute(certificate: CertificateContent, rulesNamed: RulesNamed): void {
  const { rows, issuedAt, clocks, referralRef } = certificate;
  const replay = new Replay(rows, rulesNamed);
  const referral = replay.run();
  if (referral.referralRef !== referralRef) {
    throw new DoesNotHold('referralRef', `the rows are of the referral ${referral.referralRef}`);
  }
  const lastRecordedAt = rows.findLast(isShownRow)?.recordedAt ?? issuedAt;
  if (addMs(issuedAt, CLOCK_SKEW_MS) < lastRecordedAt) {
    throw new DoesNotHold('issuedAt', `is ${issuedAt}, before the last row was recorded, ${lastRecordedAt}`);
  }
  const expected = clockSummaries(referral.clocks, issuedAt);
  const difference = firstDifference(clocks, expected);
  if (difference !== undefined) throw new DoesNotHold('clocks', differenceWords(difference));
}

class Replay {
  private readonly rows: readonly CertificateRow[];
  private readonly rulesNamed: RulesNamed;
  private referral: Referral | undefined;
  private rules: HubRules | undefined;
  /** What must come next, and the row that brings it about. */
  private owed: readonly ReferralEvent[] = [];
  private cause: ShownRow | undefined;
  private last: ShownRow | undefined;

  constructor(rows: readonly CertificateRow[], rulesNamed: RulesNamed) {
    this.rows = rows;
    this.rulesNamed = rulesNamed;
  }

  run(): Referral {
    for (const row of this.rows) {
      if (isShownRow(row)) this.take(row);
      else this.assertNothingOwed(row.seq, 'is not shown');
    }
    this.assertNothingOwed(this.rows.length + 1, 'is missing');
    if (this.referral === undefined) throw new DoesNotHold('rows', 'show no receipt');
    return this.referral;
  }

  private take(row: ShownRow): void {
    try {
      this.assertInTime(row);
      const isOwed = this.owed.length > 0;
      const [expected, ...rest] = isOwed ? this.owed : this.expected(row);
      assertSame(row, expected);
      if (isOwed) this.assertSameStep(row);
      else this.cause = row;
      this.assertEditions(row);
      this.owed = rest;
      this.referral = evolve(this.referral, row.event);
      this.last = row;
    } catch (error) {
      throw error instanceof DomainError ? new DoesNotHold(`row ${row.seq}`, error.message) : error;
    }
  }

  private expected(row: ShownRow): readonly ReferralEvent[] {
    const { referral, rules } = this;
    if (referral === undefined || rules === undefined) return this.first(row);
    assertNothingUnsaid(row, referral);
    if (row.event.type === 'RulesAdopted') return this.adopted(row, row.event, { referral, rules });
    return expectedFrom(row, { referral, rules }, this.rows.slice(row.seq).filter(isShownRow));
  }

  private first(row: ShownRow): readonly ReferralEvent[] {
    const { event, policyEdition, calendarEdition, recordedAt, seq } = row;
    if (event.type !== 'ReferralReceived') {
      throw new DoesNotHold(`row ${seq}`, `is ${event.type}, but a referral begins with its receipt`);
    }
    this.rules = this.rulesNamed(policyEdition, calendarEdition, event.receipt.receivedAt);
    return receive(event.receipt, recordedAt, this.rules).filter(isShown);
  }

  private adopted(
    row: ShownRow,
    event: Extract<ReferralEvent, { type: 'RulesAdopted' }>,
    { referral, rules }: Standing,
  ): readonly ReferralEvent[] {
    const { publication, policyEdition, calendarEdition, occurredAt } = event;
    assertNow(row);
    if (publication <= (rules.publication ?? 0)) {
      throw new DoesNotHold(`row ${row.seq}`, `publication ${publication} was adopted or passed over before`);
    }
    this.rules = {
      ...this.rulesNamed(policyEdition, calendarEdition, referral.receivedAt),
      publication,
    };
    return adoptRules(referral, rules, this.rules, occurredAt);
  }

  private assertInTime({ seq, event, recordedAt }: ShownRow): void {
    if (event.occurredAt > recordedAt) {
      throw new DoesNotHold(
        `row ${seq}`,
        `happened at ${event.occurredAt}, after it was recorded at ${recordedAt}`,
      );
    }
    const before = this.last?.recordedAt;
    if (before !== undefined && addMs(recordedAt, CLOCK_SKEW_MS) < before) {
      throw new DoesNotHold(`row ${seq}`, `recorded at ${recordedAt}, before the row above it, ${before}`);
    }
  }

  private assertSameStep(row: ShownRow): void {
    const { seq, recordedAt, actor, commandId } = this.cause ?? row;
    const difference = firstDifference(
      { recordedAt: row.recordedAt, actor: row.actor, commandId: row.commandId },
      { recordedAt, actor, commandId },
    );
    if (difference !== undefined) {
      throw new DoesNotHold(`row ${row.seq}`, `${differenceWords(difference)} as of row ${seq}, its cause`);
    }
  }

  private assertEditions(row: ShownRow): void {
    const difference = firstDifference(
      { 'policy edition': row.policyEdition, 'calendar edition': row.calendarEdition },
      {
        'policy edition': this.rules?.policy.edition,
        'calendar edition': this.rules?.calendar.edition,
      },
    );
    if (difference !== undefined) throw new DoesNotHold(`row ${row.seq}`, differenceWords(difference));
  }

  private assertNothingOwed(seq: number, fate: string): void {
    const [next] = this.owed;
    if (next === undefined) return;
    throw new DoesNotHold(
      `row ${seq}`,
      `must be ${eventWords(next)}, which follows from row ${this.cause?.seq ?? 0}, and ${fate}`,
    );
  }
}

/** @throws DoesNotHold naming what differs between a row and what was computed in its place */
function assertSame(row: ShownRow, expected: ReferralEvent | undefined): void {
  const found = eventWords(row.event);
  if (expected === undefined) throw new DoesNotHold(`row ${row.seq}`, `${found} has no place here`);
  const wanted = eventWords(expected);
  if (found !== wanted) throw new DoesNotHold(`row ${row.seq}`, `is ${found}, recomputed ${wanted}`);
  const difference = firstDifference(row.event, expected);
  if (difference !== undefined) throw new DoesNotHold(`row ${row.seq}`, differenceWords(difference));
}

/** `ClockStopped DECISION`, or the type alone. */
function eventWords(event: ReferralEvent): string {
  return isClockEvent(event) ? `${event.type} ${clockIdOf(event)}` : event.type;
}
