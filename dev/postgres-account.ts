import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The account Postgres runs under when this process is root, which Postgres refuses to be. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

/** Existing unprivileged accounts, best first. None is ever created. */
const candidates = ['postgres', 'nobody'];

/**
 * Undefined when this process is not root: then Postgres runs as we do.
 *
 * @throws Error when this process is root and the machine has none of the accounts.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of candidates) {
    const [, , uid, gid] = lines.find(([entry]) => entry === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    `Postgres cannot run as root, and this machine has no account ${candidates.join(' or ')} to run it under. ` +
      'Run as another user, or set DATABASE_URL.',
  );
}

/** Whether the account may pass through every directory above `path`, so that it could use `path` if it owned it. */
export async function canReach(account: Account | undefined, path: string): Promise<boolean> {
  if (account === undefined) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && !mayPass(account, found)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayPass(account: Account, found: { mode: number; uid: number; gid: number }): boolean {
  if (found.uid === account.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === account.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}
