import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory that holds package.json. */
export const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** What the one-machine stack keeps between runs; `npm run reset` removes it. */
export const stateDir = join(projectDir, '.front-door');

/** What is costly to obtain and the same for every copy of the project; `npm run reset` leaves it alone. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'front-door');
}

/** Whether something is there and this process may use it so. */
export async function canAccess(path: string, mode: number = constants.F_OK): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** A short stable name for a path, so that two copies of the project never share a directory. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Where files for an unprivileged account go when `path` lies under a directory closed to it. */
export function sharedDirFor(path: string): string {
  const base = process.platform === 'linux' ? '/var/tmp' : tmpdir();
  return join(base, `front-door-${shortHash(resolve(path))}`);
}

/**
 * Makes a directory under a place that everybody may write to, and refuses one that somebody else put there.
 *
 * @throws Error when the path is a link or belongs to another account.
 */
export async function ensureOwnSharedDir(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  const found = await lstat(path);
  const ownUid = process.getuid?.();
  if (!found.isDirectory() || (ownUid !== undefined && found.uid !== ownUid)) {
    throw new Error(
      `${path} was made by another account; remove it or move the project to an open directory.`,
    );
  }
  await chmod(path, 0o711);
}

/** Whether a module was started as the program, not imported. */
export function isMain(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && resolve(started).replace(/(\.ts)?$/, '.ts') === fileURLToPath(moduleUrl);
}
