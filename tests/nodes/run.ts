/**
 * Repeats install, start and the core tests under other Node versions, each in a fresh copy of what is committed.
 *
 *   npm run test:nodes            Node 22 and 24
 *   npm run test:nodes -- 24      one of them
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheDir, projectDir } from '../../dev/paths.ts';

const VERSIONS = ['22', '24'];
/** The first start may have to build the Temporal dev server. */
const START_LIMIT_MS = 30 * 60_000;

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  console.log(`$ ${command} ${args.join(' ')}`);
  execFileSync(command, args, { cwd, env, stdio: 'inherit' });
}

/**
 * A directory with the `node` of this version. The npm package `node` only picks the package of the platform in an
 * install script, which npm may refuse to run; so that package is installed itself.
 */
function nodeBin(version: string): string {
  const prefix = join(cacheDir(), `node-${version}`);
  const platform = `node-${process.platform}-${process.arch}`;
  mkdirSync(prefix, { recursive: true });
  run(
    'npm',
    ['install', '--prefix', prefix, '--no-audit', '--no-fund', `${platform}@${version}`],
    prefix,
    process.env,
  );
  return join(prefix, 'node_modules', platform, 'bin');
}

/** `npm start` until it says that it runs, then Ctrl-C; it must end cleanly. */
async function startAndStop(cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  console.log('$ npm start');
  const child = spawn('npm', ['start'], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<number | null>((done) => child.once('exit', done));
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error('npm start was not ready in time')), START_LIMIT_MS);
    void exit.then((code) => fail(new Error(`npm start ended with ${code}`)));
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      process.stdout.write(chunk);
      if (!printed.includes('Front Door is running')) return;
      clearTimeout(timer);
      done();
    });
  });
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  const code = await exit;
  if (code !== 0 && code !== null && code !== 130) throw new Error(`npm start ended with ${code} on Ctrl-C`);
}

async function tryVersion(version: string): Promise<void> {
  const env = { ...process.env, PATH: nodeBin(version) + delimiter + (process.env['PATH'] ?? '') };
  const copy = mkdtempSync(join(tmpdir(), `front-door-node-${version}-`));
  try {
    run('git', ['clone', '--quiet', projectDir, copy], projectDir, env);
    run('node', ['--version'], copy, env);
    run('npm', ['ci', '--no-audit', '--no-fund'], copy, env);
    await startAndStop(copy, env);
    run('npx', ['vitest', 'run', '--project', 'unit', '--project', 'replay'], copy, env);
    run('npx', ['vitest', 'run', '--project', 'integration', 'tests/workflows', 'tests/db'], copy, env);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
const failed: string[] = [];
for (const version of asked.length > 0 ? asked : VERSIONS) {
  try {
    await tryVersion(version);
    console.log(`Node ${version}: install, start and core tests hold`);
  } catch (error) {
    failed.push(version);
    console.log(`Node ${version}: FAILED, ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exitCode = failed.length === 0 ? 0 : 1;
