import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PostgresOptions } from '../../../dev/postgres.ts';
import type { TemporalOptions } from '../../../dev/temporal.ts';

/** What a launcher process is told to start; the log goes to its output. */
export type Launch =
  | { readonly what: 'postgres'; readonly options: Omit<PostgresOptions, 'log' | 'env'> }
  | { readonly what: 'temporal'; readonly options: Omit<TemporalOptions, 'log' | 'env'> };

/** What it tells once that runs. */
export type Launched = { readonly url?: string; readonly address?: string };

const program = fileURLToPath(new URL('run-launcher.ts', import.meta.url));

/** A launcher in a process of its own, so that a test can end it as roughly as it likes. */
export async function launchApart(
  launch: Launch,
  settings: { env?: NodeJS.ProcessEnv; as?: readonly string[] } = {},
): Promise<{ launched: Launched; log: string[]; end(signal: NodeJS.Signals): Promise<void> }> {
  const command = [
    ...(settings.as ?? []),
    process.execPath,
    '--import',
    'tsx',
    program,
    JSON.stringify(launch),
  ];
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env: settings.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const launched = await new Promise<Launched>((done, fail) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) done(JSON.parse(line));
      else log.push(line);
    });
    child.once('error', fail);
    child.once('close', () => fail(new Error(`the launcher ended:\n${log.join('\n')}`)));
  });
  return {
    launched,
    log,
    end: async (signal) => {
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
