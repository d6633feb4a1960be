import { readCaseExplanations, readExplanations } from '../api/clock-reading.ts';
import type { Db } from '../db/client.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { readStream } from '../db/streams.ts';
import type { ClockExplanation } from '../domain/clock-explanation.ts';
import { type AnyEvent, fold as foldFollowOn, nextStep } from '../domain/follow-on/run.ts';
import { followOnStream, kindNamedBy } from '../domain/follow-on/stream.ts';
import type { Instant } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { fold } from '../domain/referral/evolve.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { nextAction } from '../domain/referral/next-action.ts';
import { referralStream } from '../domain/streams.ts';
import { clockLines } from './case-lines.ts';
import { followOnFacts, followOnLine } from './follow-on-words.ts';
import { factLines, timelineLine } from './referral-words.ts';

/** A case as the command tells it. */
export type ToldCase = {
  /** What it is called where it has no clock of a name. */
  readonly called: string;
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
  json(): string;
  lines(): string[];
};

/**
 * A referral by its reference, or a case that follows one by its id, as the ledger has it.
 * @throws Error when there is none
 */
export async function toldCase(db: Db, ref: string, now: Instant): Promise<ToldCase> {
  const rules = await rulesAt(db, now);
  const kind = kindNamedBy(ref);
  return kind === undefined
    ? readReferralCase(db, ref, { now, rules })
    : readFollowOnCase(db, followOnStream(kind, ref), { now, rules });
}

type Present = { readonly now: Instant; readonly rules: HubRules };

async function readReferralCase(db: Db, ref: string, present: Present): Promise<ToldCase> {
  const rows = await readStream(db, referralStream(ref));
  const events = rows.map((row) => row.event as ReferralEvent);
  const referral = fold(events);
  if (referral === undefined) throw new Error(`there is no referral ${ref}`);
  const { rules } = present;
  const explanations = await readExplanations(db, events, present);
  const next = nextAction(referral);
  return {
    called: `referral ${ref}`,
    explanations,
    json: () =>
      JSON.stringify({
        referral,
        nextAction: next ?? null,
        clocks: [...explanations.values()],
        ledger: rows,
      }),
    lines: () =>
      caseLines({
        facts: factLines(referral, rules),
        explanations,
        next,
        timeline: rows.map((row) => timelineLine(row, rules.calendar)),
      }),
  };
}

async function readFollowOnCase(db: Db, stream: string, present: Present): Promise<ToldCase> {
  const rows = await readStream(db, stream);
  const events = rows.map((row) => row.event as AnyEvent);
  const state = foldFollowOn(events);
  if (state === undefined) throw new Error(`there is no case ${stream.slice(stream.indexOf(':') + 1)}`);
  const { rules } = present;
  const explanations = await readCaseExplanations(db, events, present);
  const next = nextStep(state);
  return {
    called: `case ${state.id}`,
    explanations,
    json: () =>
      JSON.stringify({
        case: state,
        nextAction: next ?? null,
        clocks: [...explanations.values()],
        ledger: rows,
      }),
    lines: () =>
      caseLines({
        facts: followOnFacts(state, rules),
        explanations,
        next,
        timeline: rows.map((row) => followOnLine(row, state, rules)),
      }),
  };
}

function caseLines({
  facts,
  explanations,
  next,
  timeline,
}: {
  readonly facts: readonly string[];
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
  readonly next: { readonly by: string; readonly words: string } | undefined;
  readonly timeline: readonly string[];
}): string[] {
  return [
    ...facts,
    '',
    'Clocks',
    ...[...explanations.values()].flatMap((explained) => [...clockLines(explained), '']),
    next === undefined ? 'Next: nobody needs to act.' : `Next: ${next.by} — ${next.words}.`,
    '',
    'Timeline',
    ...timeline,
  ];
}
