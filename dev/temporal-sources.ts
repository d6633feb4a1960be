import { constants } from 'node:fs';
import { canAccess } from './paths.ts';
import { findOnPath, outputOf } from './processes.ts';
import { type Log, reasonOf } from './progress.ts';
import { buildServer, builtServerPath } from './temporal-build.ts';
import { downloadCommandLine, downloadedPath } from './temporal-download.ts';
import { isAtLeast, oldestServer, serverVersionIn } from './temporal-settings.ts';

/** A program that runs a Temporal server: the Temporal command line, or our own build of the server. */
export type TemporalProgram = {
  readonly kind: 'command-line' | 'own-build';
  readonly path: string;
  readonly serverVersion: string;
  /** Where it came from, for people. */
  readonly origin: string;
};

/** FRONT_DOOR_TEMPORAL may narrow the search to one source. */
type Source = 'command-line' | 'download' | 'build';

const never = () => undefined;

/**
 * Finds a server program without downloading or building: TEMPORAL_CLI_PATH, `temporal` on PATH, what an earlier run
 * downloaded, what an earlier run built.
 *
 * @throws Error when TEMPORAL_CLI_PATH names something that cannot serve.
 */
export async function findTemporalProgram(
  env: NodeJS.ProcessEnv,
  log: Log = never,
): Promise<TemporalProgram | undefined> {
  const configured = env['TEMPORAL_CLI_PATH'];
  if (configured) return configuredProgram(configured);
  if (isAllowed('command-line', env)) {
    const path = await findOnPath('temporal', env);
    const program = path && (await programAt(path, 'command-line', `${path} on PATH`));
    if (program && isAtLeast(program.serverVersion, oldestServer)) return program;
    if (path)
      log(`Temporal: ${path} is not used: it has ${describe(program)}, and ${oldestServer} is needed`);
  }
  if (isAllowed('download', env)) {
    const program = await programAt(downloadedPath(env), 'command-line', 'downloaded by an earlier run');
    if (program && isAtLeast(program.serverVersion, oldestServer)) return program;
  }
  return isAllowed('build', env)
    ? programAt(await builtServerPath(env), 'own-build', 'built from its Go modules by an earlier run')
    : undefined;
}

/**
 * Finds a server program, or obtains one: by download, else by a build from its Go modules.
 *
 * @throws Error with every attempt and one cure when none can be had.
 */
export async function obtainTemporalProgram(env: NodeJS.ProcessEnv, log: Log): Promise<TemporalProgram> {
  const found = await findTemporalProgram(env, log);
  if (found) return found;
  const failures: string[] = [];
  const attempt = async (source: Source, kind: TemporalProgram['kind'], obtain: () => Promise<string>) => {
    if (!isAllowed(source, env)) return undefined;
    try {
      const program = await programAt(await obtain(), kind, `${source} of this run`);
      if (program && isAtLeast(program.serverVersion, oldestServer)) return program;
      throw new Error(`it has ${describe(program)}, and ${oldestServer} is needed`);
    } catch (error) {
      failures.push(`${source}: ${reasonOf(error)}`);
      log(`Temporal: ${source} did not work: ${reasonOf(error)}`);
      return undefined;
    }
  };
  const program =
    (await attempt('download', 'command-line', () => downloadCommandLine(env, log))) ??
    (await attempt('build', 'own-build', () => buildServer(env, log)));
  if (program) return program;
  throw new Error(
    [
      `No Temporal server (${oldestServer} or later) can be had here.`,
      ...failures.map((failure) => `  ${failure}`),
      'Install the Temporal command line (https://docs.temporal.io/cli) or Go (https://go.dev/dl), ' +
        'or set TEMPORAL_ADDRESS to a server that runs.',
    ].join('\n'),
  );
}

async function configuredProgram(path: string): Promise<TemporalProgram> {
  const program = await programAt(path, 'command-line', 'TEMPORAL_CLI_PATH');
  if (program && isAtLeast(program.serverVersion, oldestServer)) return program;
  throw new Error(
    `TEMPORAL_CLI_PATH is ${path}, which has ${describe(program)}; ${oldestServer} or later is needed. ` +
      'Point it to a newer Temporal command line, or unset it.',
  );
}

async function programAt(
  path: string,
  kind: TemporalProgram['kind'],
  origin: string,
): Promise<TemporalProgram | undefined> {
  if (!(await canAccess(path, constants.X_OK))) return undefined;
  const serverVersion = serverVersionIn((await outputOf(path, ['--version'])) ?? '');
  return serverVersion === undefined ? undefined : { kind, path, serverVersion, origin };
}

function isAllowed(source: Source, env: NodeJS.ProcessEnv): boolean {
  const only = env['FRONT_DOOR_TEMPORAL'];
  return !only || only === source;
}

function describe(program: TemporalProgram | '' | undefined): string {
  return program ? `server ${program.serverVersion}` : 'no server that tells its version';
}
