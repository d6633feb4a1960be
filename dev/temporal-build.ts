import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, canAccess, projectDir } from './paths.ts';
import { findOnPath } from './processes.ts';
import { type Log, withElapsed } from './progress.ts';
import { withLock } from './run-records.ts';

const sourceDir = join(projectDir, 'dev', 'temporal-server');

/** Where the build of exactly these sources for this machine is kept. */
export async function builtServerPath(env: NodeJS.ProcessEnv): Promise<string> {
  const { version, hash } = await describeSources();
  return join(cacheDir(env), `temporal-dev-${version}-${hash}`, 'temporal-server');
}

/**
 * Builds the dev server from its Go modules, once for all copies of the project and all runs on this machine.
 *
 * @throws Error when there is no Go toolchain or the build fails; the message holds the end of its output.
 */
export async function buildServer(env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const target = await builtServerPath(env);
  await withLock(
    `${target}.lock`,
    () => log('Temporal: waiting for another run that builds the dev server'),
    async () => {
      if (await canAccess(target)) return;
      const go = await findOnPath('go', env);
      if (go === undefined) throw new Error('there is no Go toolchain on PATH');
      await mkdir(join(target, '..'), { recursive: true });
      await withElapsed(
        log,
        'Temporal: building the dev server once from its Go modules, takes 5-10 minutes on 2 cores',
        () => goBuild(go, `${target}.new`, env),
      );
      await rename(`${target}.new`, target);
    },
  );
  return target;
}

/** The server version that go.mod asks for, and a hash over everything the build depends on. */
async function describeSources(): Promise<{ version: string; hash: string }> {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  const names = (await readdir(sourceDir)).filter((name) => /\.go$|^go\.(mod|sum)$/.test(name)).sort();
  let version = 'unknown';
  for (const name of names) {
    const content = await readFile(join(sourceDir, name));
    hash.update(`\0${name}\0`).update(content);
    if (name === 'go.mod') {
      version = /go\.temporal\.io\/server v(\d+\.\d+\.\d+)/.exec(content.toString())?.[1] ?? version;
    }
  }
  return { version, hash: hash.digest('hex').slice(0, 12) };
}

async function goBuild(go: string, output: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ['build', '-mod=readonly', '-buildvcs=false', '-ldflags', '-s -w', '-o', output, '.'];
  const child = spawn(go, args, { cwd: sourceDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // Without this a build would go on for minutes after Ctrl-C or a killed test run's clean exit.
  const abandon = () => child.kill('SIGTERM');
  process.once('exit', abandon);
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
    if (code === 0) return;
    await rm(output, { force: true });
    throw new Error(`go build ended with code ${code}:\n${text.trimEnd().split('\n').slice(-8).join('\n')}`);
  } finally {
    process.off('exit', abandon);
  }
}
