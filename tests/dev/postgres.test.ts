import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { anyFreePort } from '../../dev/ports.ts';
import { postgresAccount } from '../../dev/postgres-account.ts';
import { findPostgresBinaries } from '../../dev/postgres-binaries.ts';
import {
  effectiveDataDir,
  type PostgresOptions,
  postgresRecordPath,
  startPostgres,
} from '../../dev/postgres.ts';
import { isRunning } from '../../dev/processes.ts';
import { readRecord } from '../../dev/run-records.ts';
import { asNobody, freshDir, skipBecause } from './support/fixtures.ts';
import { launchApart } from './support/launcher.ts';

const internal = { ...process.env, DATABASE_URL: undefined };

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}

async function start(options: Partial<PostgresOptions> & { dataDir: string }) {
  const running = await startPostgres({ durable: false, log: () => undefined, env: internal, ...options });
  onTestFinished(() => running.stop());
  return running;
}

describe.each(['system', 'embedded'])('with %s binaries', (kind) => {
  const env = { ...internal, FRONT_DOOR_POSTGRES: kind };
  const requireBinaries = async (context: Parameters<typeof skipBecause>[0]) => {
    if ((await findPostgresBinaries(env)).length === 0)
      skipBecause(context, `no ${kind} Postgres on this machine`);
  };

  test('a first and a second start give the same data, sorted by code point, in UTC', async (context) => {
    await requireBinaries(context);
    const dataDir = join(await freshDir(), 'postgres');
    const first = await start({ dataDir, env });
    const sorted = await ask(first.url, async (sql) => {
      await sql`create table names as select unnest(array['b', 'B', 'a', 'é', 'Z']) as name`;
      return (await sql`select name from names order by name`).map((row) => row['name']);
    });
    expect(sorted).toEqual(['B', 'Z', 'a', 'b', 'é']);
    await first.stop();
    const second = await start({ dataDir, env });
    expect(
      await ask(second.url, async (sql) => {
        const [row] = await sql`select count(*)::int as n, current_setting('timezone') as zone,
          current_database() as name from names`;
        return row;
      }),
    ).toEqual({ n: 5, zone: 'UTC', name: 'front_door' });
    expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);
  });

  test('a wrong password is refused', async (context) => {
    await requireBinaries(context);
    const { url } = await start({ dataDir: join(await freshDir(), 'postgres'), env });
    const wrong = url.replace(/:[^:@]+@/, ':wrong@');
    await expect(ask(wrong, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  });

  test('an unprivileged user can start it', async (context) => {
    await requireBinaries(context);
    const nobody = asNobody();
    if ('reason' in nobody) skipBecause(context, nobody.reason);
    const dir = await freshDir(0o777);
    const apart = await launchApart(
      { what: 'postgres', options: { dataDir: join(dir, 'postgres'), durable: false } },
      { as: nobody.command, env: { ...env, HOME: dir, XDG_CACHE_HOME: join(dir, 'cache') } },
    );
    expect(await ask(apart.launched.url ?? '', (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    await apart.end('SIGTERM');
  });

  test('the server of a killed run does not outlive it, and the next start works', async (context) => {
    await requireBinaries(context);
    const dataDir = join(await freshDir(), 'postgres');
    const options = { dataDir, durable: false };
    const apart = await launchApart({ what: 'postgres', options }, { env });
    await ask(apart.launched.url ?? '', (sql) => sql`create table kept ()`);
    const record = await readRecord(postgresRecordPath(dataDir));
    await apart.end('SIGKILL');
    const next = await start({ dataDir, env });
    expect(record && (await isRunning(record.server))).toBe(false);
    expect(await ask(next.url, (sql) => sql`select count(*)::int as n from kept`)).toMatchObject([{ n: 0 }]);
  });
});

test('a second run on the same data uses the server of the first', async () => {
  const dataDir = join(await freshDir(), 'postgres');
  const apart = await launchApart(
    { what: 'postgres', options: { dataDir, durable: false } },
    { env: internal },
  );
  const lines: string[] = [];
  const shared = await start({ dataDir, log: (line) => lines.push(line) });
  expect(shared.url).toBe(apart.launched.url);
  expect(lines.join('\n')).toMatch(/using the server of the run with process \d+/);
  await shared.stop();
  expect(await ask(shared.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  await apart.end('SIGTERM');
});

test('a lost record is no dead end: the server on that directory is found and replaced', async () => {
  const dataDir = join(await freshDir(), 'postgres');
  const apart = await launchApart(
    { what: 'postgres', options: { dataDir, durable: false } },
    { env: internal },
  );
  await rm(postgresRecordPath(dataDir));
  const next = await start({ dataDir });
  expect(await ask(next.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  await apart.end('SIGKILL');
});

test('a stale lock of a process number that now belongs to somebody else is removed', async () => {
  const dataDir = join(await freshDir(), 'postgres');
  const first = await start({ dataDir });
  await first.stop();
  await writeFile(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n`);
  const next = await start({ dataDir });
  expect(await ask(next.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
});

test('a busy port is an error that names it', async () => {
  const port = await anyFreePort();
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  await expect(start({ dataDir: join(await freshDir(), 'postgres'), port })).rejects.toThrow(
    `Port ${port} (Postgres) is in use by another program.`,
  );
});

test('a directory closed to the account moves the data, and says where', async (context) => {
  const account = await postgresAccount();
  if (account === undefined) skipBecause(context, 'only a run as root changes accounts');
  const dataDir = join(await freshDir(0o700), 'postgres');
  const lines: string[] = [];
  const running = await start({ dataDir, log: (line) => lines.push(line) });
  const real = await effectiveDataDir(dataDir, account);
  onTestFinished(async () => {
    await running.stop();
    await rm(dirname(real), { recursive: true, force: true });
  });
  expect(basename(real)).toBe('postgres');
  expect(lines[0]).toBe(
    `Postgres: the data is in ${real}, because account ${account.name} cannot reach ${dataDir}`,
  );
  expect(Number.parseInt(await readFile(join(real, 'PG_VERSION'), 'utf8'), 10)).toBeGreaterThanOrEqual(15);
});

test('DATABASE_URL is used as it is, and not stopped', async () => {
  const own = await start({ dataDir: join(await freshDir(), 'postgres') });
  const given = await startPostgres({ log: () => undefined, env: { DATABASE_URL: own.url } });
  expect(given.url).toBe(own.url);
  await given.stop();
  expect(await ask(own.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
});

test('a DATABASE_URL that does not answer is told without its password', async () => {
  const failure = startPostgres({
    log: () => undefined,
    env: { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' },
  });
  await expect(failure).rejects.toThrow(/^The Postgres of DATABASE_URL cannot be used: /);
  await expect(failure).rejects.not.toThrow(/secret/);
});
