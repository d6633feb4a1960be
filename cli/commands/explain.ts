import { parseArgs } from 'node:util';
import { readExplanations } from '../../api/clock-reading.ts';
import type { Db } from '../../db/client.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { type LedgerRow, readStream } from '../../db/streams.ts';
import type { ClockExplanation } from '../../domain/clock-explanation.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import { fold } from '../../domain/referral/evolve.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { nextAction } from '../../domain/referral/next-action.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';
import { hubClock } from '../../hub-clock.ts';
import { hubNow } from '../../temporal/cases.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { withDb } from '../connections.ts';
import { clockLines, factLines, timelineLine } from '../referral-words.ts';

export const explain: Command = {
  name: 'explain',
  usage: 'REF [CLOCK] [--json]',
  summary: 'tell where a referral stands and why its clocks are due when they are',
  help: [
    'Tells where a referral such as R-7K3M-Q9TX stands, each of its clocks in one sentence and one table, who acts',
    'next, and everything that happened so far, from the ledger. Words that people wrote are not shown.',
    '',
    '  CLOCK    only this clock, such as DECISION, FEEDBACK-2 or RAG_TARGET',
    '  --json   the referral, its next action, its clocks explained and its ledger rows as JSON; with CLOCK, that clock',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const { ref, clock } = namedIn(positionals);
    return withDb<ExitCode>(terminal.env, async (db, config) => {
      const told = await readCase(db, ref, await hubNow(hubClock(db, config)));
      if (clock !== undefined) {
        const explained = clockNamed(told, clock);
        terminal.out(values.json ? JSON.stringify(explained) : clockLines(explained).join('\n'));
        return 0;
      }
      terminal.out(values.json ? caseJson(told) : caseLines(told).join('\n'));
      return 0;
    });
  },
};

type Told = {
  readonly rows: readonly LedgerRow[];
  readonly referral: Referral;
  readonly rules: HubRules;
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
};

function namedIn([ref, clock, ...others]: readonly string[]): { ref: string; clock: string | undefined } {
  if (ref === undefined) throw new UsageError('REF is missing');
  if (others.length > 0) throw new UsageError('only one REF and one CLOCK can be given');
  return { ref, clock };
}

async function readCase(db: Db, ref: string, now: Instant): Promise<Told> {
  const rows = await readStream(db, referralStream(ref));
  const events = rows.map((row) => row.event as ReferralEvent);
  const referral = fold(events);
  if (referral === undefined) throw new Error(`there is no referral ${ref}`);
  const rules = await rulesAt(db, now);
  return { rows, referral, rules, explanations: await readExplanations(db, events, { now, rules }) };
}

function clockNamed({ referral, explanations }: Told, id: string): ClockExplanation {
  const explained = explanations.get(id);
  if (explained === undefined) {
    const ids = [...explanations.keys()].join(', ');
    throw new Error(`referral ${referral.referralRef} has no clock of that name; it has ${ids}`);
  }
  return explained;
}

function caseJson({ referral, explanations, rows }: Told): string {
  const next = nextAction(referral) ?? null;
  return JSON.stringify({ referral, nextAction: next, clocks: [...explanations.values()], ledger: rows });
}

function caseLines({ referral, rules, explanations, rows }: Told): string[] {
  const next = nextAction(referral);
  return [
    ...factLines(referral, rules),
    '',
    'Clocks',
    ...[...explanations.values()].flatMap((explained) => [...clockLines(explained), '']),
    next === undefined ? 'Next: nobody needs to act.' : `Next: ${next.by} — ${next.words}.`,
    '',
    'Timeline',
    ...rows.map((row) => timelineLine(row, rules.calendar)),
  ];
}
