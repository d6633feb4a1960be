import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { anyFreePort } from '../../dev/ports.ts';
import { isRunning } from '../../dev/processes.ts';
import { readRecord } from '../../dev/run-records.ts';
import { findTemporalProgram } from '../../dev/temporal-sources.ts';
import { startTemporal, type TemporalOptions, temporalRecordPath } from '../../dev/temporal.ts';
import { searchAttributeTypes } from '../../temporal/search-attributes.ts';
import { freshDir, skipBecause } from './support/fixtures.ts';
import { launchApart } from './support/launcher.ts';

const env = { ...process.env, TEMPORAL_ADDRESS: undefined };
const basis = { namespace: 'dev-test', searchAttributes: searchAttributeTypes };

async function start(options: Partial<TemporalOptions> = {}) {
  const running = await startTemporal({ ...basis, log: () => undefined, env, ...options });
  onTestFinished(() => running.stop());
  return running;
}

async function connect(address: string): Promise<Connection> {
  const connection = await Connection.connect({ address });
  onTestFinished(() => connection.close());
  return connection;
}

let hasProgram = false;
beforeAll(async () => {
  hasProgram = (await findTemporalProgram(env)) !== undefined;
});

describe('a server of our own', () => {
  const requireProgram = (context: Parameters<typeof skipBecause>[0]) => {
    if (!hasProgram) skipBecause(context, 'no Temporal server program yet; `npm start` obtains one');
  };

  test('in memory: namespace with a month of retention, all search attributes, and the Web UI with its codec', async (context) => {
    requireProgram(context);
    const codecEndpoint = 'http://127.0.0.1:3999/codec';
    const running = await start({ uiPort: await anyFreePort(), codecEndpoint });
    const connection = await connect(running.address);
    const { config } = await connection.workflowService.describeNamespace({ namespace: basis.namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: basis.namespace,
    });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(searchAttributeTypes)));
    const page = await fetch(`${running.uiUrl}/namespaces/${basis.namespace}/workflows`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    const settings = await (await fetch(`${running.uiUrl}/api/v1/settings`)).json();
    expect(settings).toMatchObject({ Codec: { Endpoint: codecEndpoint } });
  });

  test('a data file survives the run, and a later run can add a search attribute and use it', async (context) => {
    requireProgram(context);
    const dataFile = join(await freshDir(), 'temporal.db');
    const first = await start({ dataFile });
    const client = new Client({ connection: await connect(first.address), namespace: basis.namespace });
    await client.workflow.start('anything', { taskQueue: 'none', workflowId: 'kept' });
    await first.stop();

    const second = await start({
      dataFile,
      searchAttributes: { ...searchAttributeTypes, LaterOne: 'Keyword' },
    });
    const later = new Client({ connection: await connect(second.address), namespace: basis.namespace });
    expect((await later.workflow.getHandle('kept').describe()).status.name).toBe('RUNNING');
    const key = defineSearchAttributeKey('LaterOne', 'KEYWORD');
    await later.workflow.start('anything', {
      taskQueue: 'none',
      workflowId: 'later',
      typedSearchAttributes: [{ key, value: 'x' }],
    });
    const query = 'LaterOne = "x"';
    await expect.poll(async () => (await later.workflow.count(query)).count, { timeout: 20_000 }).toBe(1);
  });

  test('an attribute that changed its type is named, with the cure', async (context) => {
    requireProgram(context);
    const dataFile = join(await freshDir(), 'temporal.db');
    await (await start({ dataFile })).stop();
    await expect(start({ dataFile, searchAttributes: { Stage: 'Int' } })).rejects.toThrow(
      /has the search attribute Stage with another type than Int\. Run `npm run reset`/,
    );
  });

  test('the server of a killed run does not outlive it, and the next start works on the same data', async (context) => {
    requireProgram(context);
    const dataFile = join(await freshDir(), 'temporal.db');
    const apart = await launchApart({ what: 'temporal', options: { ...basis, dataFile } }, { env });
    const record = await readRecord(temporalRecordPath(dataFile));
    await apart.end('SIGKILL');
    const next = await start({ dataFile });
    expect(record && (await isRunning(record.server))).toBe(false);
    expect(await connect(next.address)).toBeDefined();
  });

  test('a second run on the same data uses the server of the first', async (context) => {
    requireProgram(context);
    const dataFile = join(await freshDir(), 'temporal.db');
    const apart = await launchApart({ what: 'temporal', options: { ...basis, dataFile } }, { env });
    const shared = await start({ dataFile });
    expect(shared.address).toBe(apart.launched.address);
    await shared.stop();
    expect(await connect(shared.address)).toBeDefined();
    await apart.end('SIGTERM');
  });

  test('a busy port is an error that names it', async (context) => {
    requireProgram(context);
    const port = await anyFreePort();
    const server = createServer();
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    await expect(start({ port })).rejects.toThrow(`Port ${port} (Temporal) is in use by another program.`);
  });

  test('TEMPORAL_ADDRESS is used as it is when it has what we need, else the commands that add it are told', async (context) => {
    requireProgram(context);
    const own = await start();
    const external = { ...env, TEMPORAL_ADDRESS: own.address };
    const given = await start({ env: external });
    expect(given.address).toBe(own.address);
    await given.stop();
    expect(await connect(own.address)).toBeDefined();
    const more = { ...searchAttributeTypes, Another: 'Bool' };
    await expect(start({ env: external, searchAttributes: more })).rejects.toThrow(
      `temporal operator search-attribute create --namespace dev-test --address ${own.address} --name Another --type Bool`,
    );
  });
});

test('a TEMPORAL_ADDRESS that does not answer is told', async () => {
  await expect(start({ env: { ...env, TEMPORAL_ADDRESS: '127.0.0.1:1' } })).rejects.toThrow(
    'Temporal at 127.0.0.1:1 does not answer',
  );
});
