import { execFileSync } from 'node:child_process';
import { cp, lstat, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sharedDirFor } from '../../dev/paths.ts';
import { postgresAccount } from '../../dev/postgres-account.ts';
import { findPostgresBinaries, usableBinaries } from '../../dev/postgres-binaries.ts';
import { freshDir, script, skipBecause } from './support/fixtures.ts';

test('library links that npm left out are added', async (context) => {
  const [binaries] = await findPostgresBinaries({ FRONT_DOOR_POSTGRES: 'embedded' });
  if (binaries === undefined) skipBecause(context, 'the npm package has no binaries for this machine');
  const native = join(await freshDir(), 'native');
  const isNoLink = async (path: string) => !(await lstat(path)).isSymbolicLink();
  await cp(dirname(binaries.binDir), native, { recursive: true, filter: isNoLink });
  const bare = { ...binaries, binDir: join(native, 'bin') };
  const initdb = () =>
    execFileSync(join(bare.binDir, 'initdb'), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
  expect(initdb).toThrow();
  await usableBinaries(bare, undefined, {}, () => undefined);
  expect(initdb()).toContain('PostgreSQL');
});

test('binaries in a directory closed to the account are copied to where it can run them', async (context) => {
  const [binaries] = await findPostgresBinaries({ FRONT_DOOR_POSTGRES: 'embedded' });
  if (binaries === undefined) skipBecause(context, 'the npm package has no binaries for this machine');
  const account = await postgresAccount();
  if (account === undefined) skipBecause(context, 'only a run as root changes accounts');
  const closed = await freshDir(0o700);
  const native = join(closed, 'native');
  await cp(dirname(binaries.binDir), native, { recursive: true, verbatimSymlinks: true });
  onTestFinished(() => rm(sharedDirFor(native), { recursive: true, force: true }));
  const env = { XDG_CACHE_HOME: join(closed, 'cache') };
  const copied = await usableBinaries(
    { ...binaries, binDir: join(native, 'bin') },
    account,
    env,
    () => undefined,
  );
  expect(copied.binDir.startsWith(sharedDirFor(native))).toBe(true);
  const { uid, gid } = account;
  const text = execFileSync(join(copied.binDir, 'initdb'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    uid,
    gid,
  });
  expect(text).toContain('PostgreSQL');
});

test('binaries that are too old are passed over', async () => {
  const dir = await freshDir();
  for (const name of ['initdb', 'postgres'])
    await script(join(dir, name), 'echo "postgres (PostgreSQL) 14.11"');
  const found = await findPostgresBinaries({ PATH: dir, FRONT_DOOR_POSTGRES: 'system' });
  expect(found.map(({ binDir }) => binDir)).not.toContain(dir);
});

test('the newest of the system comes first, the npm package last', async () => {
  const dir = await freshDir();
  for (const name of ['initdb', 'postgres'])
    await script(join(dir, name), 'echo "postgres (PostgreSQL) 99.1"');
  const found = await findPostgresBinaries({ PATH: dir });
  expect(found[0]).toEqual({ kind: 'system', binDir: dir, major: 99 });
  expect(found.map(({ kind }) => kind).lastIndexOf('system')).toBeLessThan(
    found.findIndex(({ kind }) => kind === 'embedded') === -1 ? found.length : found.length - 1,
  );
});
