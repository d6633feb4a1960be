import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that every account may enter and that is gone after the test. */
export async function freshDir(mode = 0o755): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'front-door-test-'));
  await chmod(path, mode);
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** An executable shell script. */
export async function script(path: string, body: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

/** The command that runs another as the unprivileged account `nobody`, or why that cannot be done here. */
export function asNobody(): { command: readonly string[] } | { reason: string } {
  if (process.getuid?.() !== 0) return { reason: 'this run is not root and cannot change accounts' };
  const command = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  try {
    execFileSync(
      'setpriv',
      [
        ...command.slice(1),
        process.execPath,
        '--eval',
        'require("node:fs").accessSync(process.argv[1])',
        process.cwd(),
      ],
      {
        stdio: 'ignore',
      },
    );
    return { command };
  } catch {
    return { reason: 'account nobody cannot run node or read the project here' };
  }
}

/** Skips, and prints why, so that a skip is never silent. */
export function skipBecause(context: { skip: (note?: string) => never }, reason: string): never {
  console.warn(`skipped: ${reason}`);
  return context.skip(reason);
}
