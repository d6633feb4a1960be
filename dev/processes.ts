import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { canAccess } from './paths.ts';

const run = promisify(execFile);
const POLL_MS = 50;

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessMark = { readonly pid: number; readonly startedAt: string };

/** A server that runs apart from this process, and the guard that stops it when this process is gone. */
export type GuardedServer = {
  readonly child: ChildProcess;
  readonly mark: ProcessMark;
  /** Why it ended, once it did. */
  exitReason(): string | undefined;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/** Marks a live process; undefined when there is none with this number. */
export async function markProcess(pid: number): Promise<ProcessMark | undefined> {
  try {
    if (process.platform === 'linux') {
      // The name in the second field may hold spaces and brackets, so count from its closing one.
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
      const startedAt = fields[19];
      return fields[0] === 'Z' || startedAt === undefined ? undefined : { pid, startedAt };
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return { pid, startedAt: stdout.trim() };
  } catch {
    return undefined;
  }
}

/** Whether the very process of the mark still runs. */
export async function isRunning(mark: ProcessMark): Promise<boolean> {
  return (await markProcess(mark.pid))?.startedAt === mark.startedAt;
}

/** Asks a process to stop, waits, and kills it when it has not stopped in time. */
export async function stopProcess(mark: ProcessMark, signal: NodeJS.Signals = 'SIGINT', graceMs = 15_000) {
  const deadlineMs = Date.now() + graceMs;
  for (let asked = signal; await isRunning(mark); ) {
    if (asked === signal || Date.now() > deadlineMs) sendSignal(mark.pid, asked);
    asked = 'SIGKILL';
    await sleep(POLL_MS);
  }
}

/**
 * Starts a server in its own process group, so that Ctrl-C reaches us first and we stop things in order, with its
 * output in `logFile`. A guard process stops it as soon as this process is gone, however it went.
 */
export async function startServer(
  command: string,
  args: readonly string[],
  options: {
    logFile: string;
    env?: NodeJS.ProcessEnv;
    uid?: number;
    gid?: number;
    stopSignal?: NodeJS.Signals;
  },
): Promise<GuardedServer> {
  const { logFile, stopSignal = 'SIGINT', ...account } = options;
  const output = openSync(logFile, 'w', 0o600);
  const child = spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    ...account,
  });
  closeSync(output);
  let ended: string | undefined;
  child.once('exit', (code, by) => (ended = by === null ? `exit code ${code}` : `signal ${by}`));
  await new Promise<void>((done, fail) => {
    child.once('spawn', done);
    child.once('error', fail);
  });
  child.unref();
  const pid = child.pid ?? 0;
  const mark = (await markProcess(pid)) ?? { pid, startedAt: 'ended' };
  const guard = guardProcess(pid, stopSignal);
  return {
    child,
    mark,
    exitReason: () => ended,
    stop: async (signal = stopSignal) => {
      await stopProcess(mark, signal);
      guard.kill('SIGKILL');
    },
  };
}

/** The end of the pipe closes with this process, even when it is killed; then the shell sends the signal. */
function guardProcess(pid: number, signal: NodeJS.Signals): ChildProcess {
  const script = `cat >/dev/null 2>&1; kill -${signal.slice(3)} ${pid} 2>/dev/null`;
  const guard = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  guard.on('error', () => undefined);
  guard.unref();
  const pipe = guard.stdin;
  // The pipe is a socket to Node, which would otherwise keep a finished program alive.
  if (pipe !== null && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  pipe?.on('error', () => undefined);
  return guard;
}

/** The last lines of a log file, for a message about a failed start. */
export async function lastLines(path: string, count = 8): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-count);
  return lines.map((line) => `  ${line.slice(0, 300)}`).join('\n');
}

/** The first executable of this name on PATH. */
export async function findOnPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if ((await canAccess(path, constants.X_OK)) && (await stat(path)).isFile()) return path;
  }
  return undefined;
}

/** What a short command prints; undefined when it cannot run or fails. */
export async function outputOf(command: string, args: readonly string[], env?: NodeJS.ProcessEnv) {
  try {
    const { stdout } = await run(command, [...args], { timeout: 30_000, ...(env && { env }) });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}
