import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { children, clocks, ledger, referrals } from '../db/schema.ts';
import type { Actor } from '../domain/actor.ts';
import { isLate } from '../domain/clock.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { evolve } from '../domain/referral/evolve.ts';
import { isHeldOutOfHours, openSpell } from '../domain/referral/out-of-hours.ts';
import { readersOf } from '../domain/referral/restriction.ts';
import { isUndecided, type Referral } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import type { ClockKind, SourceCode } from '../domain/vocabulary.ts';
import { readingScope, type Scope } from './permissions.ts';
import { inScope } from './referral-list.ts';
import { isNameless, RESTRICTED_RECORD } from './restricted-records.ts';

/** A child between the hub and its out-of-hours team. */
export type NightEntry = {
  readonly referral: Referral;
  readonly childName: string;
  /** When the day team has to have the child back; absent until the out-of-hours team has taken it on. */
  readonly backBy?: Instant;
  /** Whether a clock of the hand-over, or of its way back, has run out. */
  readonly isLate: boolean;
};

export const NIGHT_LISTS = ['awaitingTeam', 'held', 'awaitingDay', 'lateSchool'] as const;
export type NightList = (typeof NIGHT_LISTS)[number];
export type OutOfHours = Readonly<Record<NightList, readonly NightEntry[]>>;

const NIGHT_CLOCKS: readonly ClockKind[] = ['OUT_OF_HOURS_ACKNOWLEDGEMENT', 'EDT_HANDOVER'];
const SCHOOLS: readonly SourceCode[] = ['2A', '2B'];

/** What an actor may see of the night: whoever reads all of an authority's referrals; undefined for anybody else. */
export function nightScope(actor: Actor): Scope | undefined {
  const scope = readingScope(actor);
  return scope?.outcomes === undefined ? scope : undefined;
}

/** Every child between the hub and its out-of-hours team, and those a school wrote about while the hub was shut. */
export async function readOutOfHours(db: Db, scope: Scope, now: Instant): Promise<OutOfHours> {
  const cases = await openCases(db, scope);
  const entries = cases.map((one) => entryOf(one, now));
  const between = entries.filter(({ referral }) => openSpell(referral) !== undefined);
  const held = between.filter(({ referral }) => isHeldOutOfHours(referral));
  return {
    awaitingTeam: between.filter(({ referral }) => !isHeldOutOfHours(referral)),
    held: held.filter(({ referral }) => openSpell(referral)?.handedBackAt === undefined),
    awaitingDay: held.filter(({ referral }) => openSpell(referral)?.handedBackAt !== undefined),
    lateSchool: entries.filter(({ referral }) => isLateAndUnread(referral)),
  };
}

function isLateAndUnread(referral: Referral): boolean {
  const isFlagged = referral.flags?.includes('LATE_SCHOOL_REFERRAL') ?? false;
  return isFlagged && isUndecided(referral) && referral.rating === undefined;
}

type Named = { readonly referral: Referral; readonly childName: string };

function entryOf({ referral, childName }: Named, now: Instant): NightEntry {
  const running = referral.clocks.filter(
    ({ kind, status }) => NIGHT_CLOCKS.includes(kind) && status !== 'STOPPED',
  );
  const backBy = running.find(({ kind }) => kind === 'EDT_HANDOVER')?.dueAt;
  return {
    referral,
    childName,
    ...(backBy !== undefined && { backBy }),
    isLate: running.some((clock) => isLate(clock, now)),
  };
}

async function openCases(db: Db, scope: Scope): Promise<Named[]> {
  const open = and(isNull(referrals.closedAt), inScope(scope));
  const atNight = db
    .select({ referralRef: clocks.referralRef })
    .from(clocks)
    .innerJoin(referrals, eq(referrals.referralRef, clocks.referralRef))
    .where(and(open, isNull(clocks.stoppedAt), inArray(clocks.kind, [...NIGHT_CLOCKS])));
  const fromSchools = db
    .select({ referralRef: referrals.referralRef })
    .from(referrals)
    .where(
      and(
        open,
        isNull(referrals.rag),
        isNull(referrals.decidedAt),
        inArray(referrals.sourceCode, [...SCHOOLS]),
      ),
    );
  const found = await Promise.all([atNight, fromSchools]);
  const refs = found.flat().flatMap(({ referralRef }) => (referralRef === null ? [] : [referralRef]));
  return foldNamed(db, scope, [...new Set(refs)]);
}

async function foldNamed(db: Db, scope: Scope, refs: readonly string[]): Promise<Named[]> {
  if (refs.length === 0) return [];
  const [names, rows] = await Promise.all([
    db
      .select({ referralRef: children.referralRef, displayName: children.displayName })
      .from(children)
      .where(inArray(children.referralRef, [...refs])),
    db
      .select({ stream: ledger.stream, event: ledger.event })
      .from(ledger)
      .where(inArray(ledger.stream, refs.map(referralStream)))
      .orderBy(asc(ledger.stream), asc(ledger.seq)),
  ]);
  const nameOf = new Map(names.map(({ referralRef, displayName }) => [referralRef, displayName]));
  const cases = new Map<string, Referral>();
  for (const { stream, event } of rows) {
    cases.set(stream, evolve(cases.get(stream), event as ReferralEvent));
  }
  return [...cases.values()]
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : Number(a.receivedAt > b.receivedAt)))
    .map((referral) => ({
      referral,
      childName: isNameless(scope, readersOf(referral) ?? null)
        ? RESTRICTED_RECORD
        : (nameOf.get(referral.referralRef) ?? 'Child not named'),
    }));
}
