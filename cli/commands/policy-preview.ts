import { parseArgs } from 'node:util';
import { previewOf, previewUnder, type RulesPreview } from '../../api/rules-outlook.ts';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/client.ts';
import { type EditionDocument, editionRef, keepEdition } from '../../db/editions.ts';
import type { ClockMove } from '../../db/rules-preview.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { readRulebook } from '../../db/rulebook.ts';
import { SYSTEM_ACTOR } from '../../domain/actor.ts';
import type { HubRules } from '../../domain/policy.ts';
import { decideRules } from '../../domain/rulebook/decide.ts';
import { shiftOf, shiftWords } from '../../domain/rulebook/shift.ts';
import { supposing } from '../../domain/rulebook/supposing.ts';
import { CLOCK_KINDS, CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { dueWords, plural } from '../../domain/words.ts';
import { hubClock } from '../../hub-clock.ts';
import { parseCalendar, parsePolicy } from '../../policy/editions.ts';
import { hubNow } from '../../temporal/cases.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { withDb } from '../connections.ts';
import { editionAt } from '../edition-file.ts';
import { numberFrom } from '../rules-changes.ts';

export const policyPreview: Command = {
  name: 'policy preview',
  usage: 'FILE | --proposal NO [--json]',
  summary: 'tell which clocks of open cases other rules would move',
  help: [
    'Counts all open cases under the policy or calendar edition in FILE, by the name of a shipped one, or under proposal',
    'NO, as if it were published now, and lists each clock that would move, from when to when. Nothing is written and',
    'nobody is told. Stopped clocks never move. Exit code 0 when no clock would move, 1 when some would.',
    '',
    '  --proposal NO   an open proposal instead of a file; a withdrawal, too',
    '  --json          the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { proposal: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const [file, ...others] = positionals;
    if ((file === undefined) === (values.proposal === undefined) || others.length > 0) {
      throw new UsageError('one of FILE and --proposal NO must be given');
    }
    const edition = file === undefined ? undefined : documentAt(file);
    const no = values.proposal === undefined ? 0 : numberFrom(values.proposal, '--proposal');
    return withDb<ExitCode>(terminal.env, async (db, config) => {
      const clock = hubClock(db, config);
      const preview =
        edition === undefined
          ? await previewOf({ db, clock }, no)
          : await previewOfEdition(db, config, edition);
      const rules = await rulesAt(db, preview.asOf);
      terminal.out(values.json ? JSON.stringify(preview) : linesOf(preview, rules).join('\n'));
      return preview.moves.length === 0 && preview.unknown.length === 0 ? 0 : 1;
    });
  },
};

function documentAt(file: string): EditionDocument {
  const { kind, document } = editionAt(file);
  return kind === 'POLICY'
    ? { kind, document: parsePolicy(document, file) }
    : { kind, document: parseCalendar(document, file) };
}

/** Ends a transaction without keeping anything of it, with what was found in it. */
class Undone extends Error {
  readonly preview: RulesPreview;

  constructor(preview: RulesPreview) {
    super('undone');
    this.preview = preview;
  }
}

/** The core reads editions from the database, so this one is put there for as long as the preview takes. */
async function previewOfEdition(db: Db, config: Config, edition: EditionDocument): Promise<RulesPreview> {
  const now = await hubNow(hubClock(db, config));
  try {
    return await db.transaction(async (tx) => {
      const rulebook = await readRulebook(tx);
      const change = { type: 'PUBLISH', edition: await editionRef(edition) } as const;
      // What could not even be proposed is refused with the same words.
      decideRules(rulebook, { type: 'propose', change }, { actor: SYSTEM_ACTOR, now });
      await keepEdition(tx, edition, now);
      throw new Undone(await previewUnder(tx, supposing(rulebook, change, now), now));
    });
  } catch (error) {
    if (error instanceof Undone) return error.preview;
    throw error;
  }
}

function linesOf({ cases, moves, unknown }: RulesPreview, rules: HubRules): string[] {
  const lost = unknown.map((ref) => `${ref}  could not be counted: an edition it goes by is not at hand`);
  if (moves.length === 0) return [`No clock of ${plural(cases, 'open case')} would move.`, ...lost];
  return [
    ...tableOf(moves, rules),
    '',
    ...countLines(moves),
    `${plural(moves.length, 'clock')} of ${plural(cases, 'open case')} would move.`,
    ...lost,
  ];
}

function tableOf(moves: readonly ClockMove[], rules: HubRules): string[] {
  const rows = moves.map((move) => [
    move.caseId ?? move.referralRef,
    move.clock,
    `${dueWords(move.dueAt, rules.calendar)} → ${dueWords(move.wouldBeDueAt, rules.calendar)}`,
    shiftWords(shiftOf(move, rules)),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function countLines(moves: readonly ClockMove[]): string[] {
  return CLOCK_KINDS.flatMap((kind) => {
    const ofKind = moves.filter((move) => move.kind === kind);
    const later = ofKind.filter(({ dueAt, wouldBeDueAt }) => dueAt < wouldBeDueAt).length;
    if (ofKind.length === 0) return [];
    return [`${CLOCK_NAMES[kind]}: ${later} later, ${ofKind.length - later} earlier`];
  });
}
