import { type Command, type ExitCode, type Terminal, UsageError } from './command.ts';
import { calendarCheck } from './commands/calendar-check.ts';
import { calendarDiff } from './commands/calendar-diff.ts';
import { calendarImport } from './commands/calendar-import.ts';
import { calendarPropose } from './commands/calendar-propose.ts';
import { due } from './commands/due.ts';
import { certificate } from './commands/certificate.ts';
import { explain } from './commands/explain.ts';
import { history } from './commands/history.ts';
import { invariants } from './commands/invariants.ts';
import { ledgerVerify } from './commands/ledger-verify.ts';
import { migrate } from './commands/migrate.ts';
import { policyDiff } from './commands/policy-diff.ts';
import { policyPreview } from './commands/policy-preview.ts';
import { policyPublish } from './commands/policy-publish.ts';
import { policyValidate } from './commands/policy-validate.ts';
import { rebuild } from './commands/rebuild.ts';
import { replay } from './commands/replay.ts';
import { runMonth } from './commands/run-month.ts';
import { synthesise } from './commands/synthesise.ts';
import { travel } from './commands/travel.ts';
import { verify } from './commands/verify.ts';
import { stackEnvironment } from './settings.ts';
import { processTerminal } from './terminal.ts';

const COMMANDS: readonly Command[] = [
  calendarCheck,
  calendarDiff,
  calendarImport,
  calendarPropose,
  due,
  certificate,
  explain,
  history,
  invariants,
  ledgerVerify,
  migrate,
  policyDiff,
  policyPreview,
  policyPublish,
  policyValidate,
  rebuild,
  replay,
  synthesise,
  verify,
];
/** Only where the hub's clock may be moved. */
const DEVELOPMENT_COMMANDS: readonly Command[] = [travel, runMonth];

/** Runs one command of the `frontdoor` command line and answers its exit code. */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  const isDevelopment = stackEnvironment(terminal.env)['FRONT_DOOR_DEV'] === '1';
  const commands = isDevelopment ? [...COMMANDS, ...DEVELOPMENT_COMMANDS] : COMMANDS;
  const [first] = args;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    return help(args.slice(1), commands, terminal);
  }
  const command = commands.find(({ name }) => startsWith(args, name));
  if (command === undefined) return unknown(first, terminal);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(helpOf(command));
    return 0;
  }
  return run(command, rest, terminal);
}

async function run(command: Command, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (isUsageError(error)) {
      terminal.note(
        `${error.message}\nUsage: frontdoor ${command.name} ${command.usage}\nMore: frontdoor ${command.name} --help`,
      );
      return 2;
    }
    terminal.note(reasonOf(error));
    return 1;
  }
}

function startsWith(args: readonly string[], name: string): boolean {
  return name.split(' ').every((word, index) => args[index] === word);
}

/** Ours, or that of node's own parser of arguments. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** What failed, with what lay behind it. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : reasonOf(error.cause);
  return cause === '' || error.message.includes(cause) ? error.message : `${error.message}\n  ${cause}`;
}

function unknown(word: string, terminal: Terminal): ExitCode {
  terminal.note(`There is no command "${word}" here. List the commands with: frontdoor help`);
  return 2;
}

function help(args: readonly string[], commands: readonly Command[], terminal: Terminal): ExitCode {
  const [word] = args;
  if (word !== undefined) {
    const command = commands.find(({ name }) => startsWith(args, name));
    if (command === undefined) return unknown(word, terminal);
    terminal.out(helpOf(command));
    return 0;
  }
  const lines = [...commands]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`);
  terminal.out(
    [
      'frontdoor: the hub from the command line.',
      '',
      ...lines,
      '',
      'More about one command: frontdoor COMMAND --help',
      'Exit codes: 0 done; 1 something was found or failed; 2 the command was written wrongly.',
    ].join('\n'),
  );
  return 0;
}

function helpOf({ name, usage, help: text }: Command): string {
  return `Usage: frontdoor ${name} ${usage}`.trimEnd() + `\n\n${text}`;
}
