import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { anyFreePort, choosePort, resolvePort } from '../../dev/ports.ts';

async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  onTestFinished(() => void server.close());
}

test('a configured port that is free is used', async () => {
  const port = await anyFreePort();
  expect(await choosePort({ variable: 'API_PORT', preferred: 3000 }, { API_PORT: String(port) })).toBe(port);
});

test('a configured port that is busy is an error that names port and variable', async () => {
  const port = await anyFreePort();
  await occupy(port);
  await expect(
    choosePort({ variable: 'API_PORT', preferred: 3000 }, { API_PORT: String(port) }),
  ).rejects.toThrow(
    `Port ${port} (API_PORT) is in use. Stop the program that uses it, or set API_PORT to a free port.`,
  );
});

test.each(['x', '0', '65536', '-1', '80.5'])('%s is no port', async (text) => {
  await expect(choosePort({ variable: 'API_PORT', preferred: 3000 }, { API_PORT: text })).rejects.toThrow(
    'API_PORT must be a port from 1 to 65535',
  );
});

test('without configuration the next free port after the preferred one is used', async () => {
  const preferred = await anyFreePort();
  await occupy(preferred);
  const chosen = await choosePort({ variable: 'API_PORT', preferred }, {});
  expect(chosen).toBeGreaterThan(preferred);
  expect(await choosePort({ variable: 'API_PORT', preferred }, {}, new Set([chosen]))).toBeGreaterThan(
    chosen,
  );
});

test('a plain number that is busy is an error that says for what it was meant', async () => {
  const port = await anyFreePort();
  await occupy(port);
  await expect(resolvePort(port, 'Temporal Web UI')).rejects.toThrow(
    `Port ${port} (Temporal Web UI) is in use`,
  );
});
