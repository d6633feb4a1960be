import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { startPostgres } from '../../dev/postgres.ts';
import type { Log } from '../../dev/progress.ts';
import { startTemporal } from '../../dev/temporal.ts';
import { searchAttributeTypes } from '../../temporal/search-attributes.ts';
import { bundleOptions } from '../../temporal/worker.ts';
import { createTemplate, dropDatabase } from './databases.ts';
import type { Servers } from './open-stack.ts';

/** One Temporal, one Postgres with a migrated template, and one workflow bundle for a whole run. */
export async function startServers(log: Log): Promise<{ servers: Servers; stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'front-door-tests-'));
  // Postgres may run under another account, which has to be able to enter.
  await chmod(directory, 0o755);
  const undo: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const starting = [
      temporal(log, undo),
      postgresWithTemplate(join(directory, 'postgres'), log, undo),
      bundle(join(directory, 'workflows.js')),
    ] as const;
    // When one fails, what did start is known and can be stopped.
    await Promise.allSettled(starting);
    const [temporalAddress, postgres, bundlePath] = await Promise.all(starting);
    return { servers: { temporalAddress, ...postgres, bundlePath }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Undo = (() => Promise<unknown>)[];

async function temporal(log: Log, undo: Undo): Promise<string> {
  const address = process.env['TEMPORAL_TEST_ADDRESS'];
  const server = await startTemporal({
    namespace: 'default',
    searchAttributes: searchAttributeTypes,
    log,
    env: address === undefined ? process.env : { ...process.env, TEMPORAL_ADDRESS: address },
  });
  undo.push(() => server.stop());
  return server.address;
}

async function postgresWithTemplate(dataDir: string, log: Log, undo: Undo) {
  const server = await startPostgres({ dataDir, durable: false, log });
  undo.push(() => server.stop());
  const templateDatabase = await createTemplate(server.url);
  undo.push(() => dropDatabase(server.url, templateDatabase));
  return { postgresUrl: server.url, templateDatabase };
}

async function bundle(path: string): Promise<string> {
  const { code } = await bundleWorkflowCode({ ...bundleOptions, logger: new DefaultLogger('WARN') });
  await writeFile(path, code);
  return path;
}
