import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { demoUser } from '../../dev/demo-users.ts';
import { tokenSigner } from '../../dev/issuer.ts';
import { stateDir } from '../../dev/paths.ts';
import { elapsedText } from '../../dev/progress.ts';
import { type Comparison, compareMonth } from '../../dev/synthetic/compare.ts';
import type { HubApi } from '../../dev/synthetic/hub-api.ts';
import { readMonth } from '../../dev/synthetic/month-file.ts';
import { type PlayProgress, playMonth } from '../../dev/synthetic/play.ts';
import { type Command, type ExitCode, onlyArgument } from '../command.ts';
import { withDb, withTemporal } from '../connections.ts';

export const runMonth: Command = {
  name: 'run-month',
  usage: 'FILE [--url URL] [--json]',
  summary: 'play an invented month through the API and compare the end with the file',
  help: [
    'Plays a file of frontdoor synthesise through the API of the development stack on its travelling clock, as the',
    'people of a hub would use it. At the end compares ledger, lists, overdue list and board with what the file says',
    'must hold; any difference is printed and ends with exit code 1.',
    '',
    'A month that was cut off can be played again: it goes on where it was.',
    '',
    '  --url URL   address of the API; that of the development stack unless told otherwise',
    '  --json      the comparison as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const month = readMonth(await readFile(onlyArgument(positionals, 'FILE'), 'utf8'));
    return withDb<ExitCode>(terminal.env, (db, config) =>
      withTemporal<ExitCode>(config, async (client) => {
        const url = values.url ?? `http://${config.api.host}:${config.api.port}`;
        const api = await demoApi(url.replace(/\/$/, ''), stateDir);
        const refs = await playMonth({ db, client, api }, month, progressLine(terminal.progress));
        const comparison = await compareMonth({ db, api }, month.check, refs);
        terminal.out(values.json ? JSON.stringify(comparison) : tableOf(comparison));
        return comparison.differences.length === 0 ? 0 : 1;
      }),
    );
  },
};

/** The API with tokens of the development stack whose key is in `keyDir`. */
export async function demoApi(url: string, keyDir: string): Promise<HubApi> {
  const signer = await tokenSigner(keyDir);
  const tokens = new Map<string, Promise<string>>();
  const token = (userId: string) => {
    const kept = tokens.get(userId) ?? signer.token(demoUser(userId));
    tokens.set(userId, kept);
    return kept;
  };
  return { url, token };
}

function progressLine(show: (text: string) => void): (progress: PlayProgress) => void {
  const startedMs = Date.now();
  return ({ now, done, total }) => {
    const leftMs = ((Date.now() - startedMs) / done) * (total - done);
    show(`${now.slice(0, 16)}Z: line ${done} of ${total}, about ${elapsedText(leftMs)} left`);
  };
}

/** Most differences printed; the rest is counted. */
const MOST_DIFFERENCES = 40;

function tableOf({ figures, differences }: Comparison): string {
  const row = (cells: readonly (string | number | undefined)[]) =>
    cells.map((cell, index) => String(cell ?? '').padStart(index === 0 ? 0 : 9)).join('');
  const width = Math.max(...figures.map(({ name }) => name.length)) + 2;
  return [
    row([''.padEnd(width), 'file', 'ledger', 'lists', 'board']),
    ...figures.map(({ name, file, ledger, lists, board }) =>
      row([name.padEnd(width), file, ledger, lists, board]),
    ),
    '',
    ...differences.slice(0, MOST_DIFFERENCES),
    ...(differences.length > MOST_DIFFERENCES
      ? [`and ${differences.length - MOST_DIFFERENCES} more differences`]
      : []),
    differences.length === 0 ? 'Everything stands as the file says.' : `${differences.length} differences.`,
  ].join('\n');
}
