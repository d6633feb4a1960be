import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine, tableOf } from '../../dev/doctor.ts';
import { projectDir } from '../../dev/paths.ts';
import { freshDir, script } from './support/fixtures.ts';

const nowhere = { FRONT_DOOR_TEMPORAL_DOWNLOAD: 'http://127.0.0.1:1' };

async function machine(server: string | undefined): Promise<NodeJS.ProcessEnv> {
  const dir = await freshDir();
  if (server) await script(join(dir, 'bin', 'temporal'), `echo 'temporal version 1.7.0 (Server ${server})'`);
  return { PATH: `${join(dir, 'bin')}:/bin`, XDG_CACHE_HOME: join(dir, 'cache'), ...nowhere };
}

test('each check that fails has a cure in one line', async () => {
  const checks = await examine({ ...(await machine(undefined)), DATABASE_URL: 'postgres://127.0.0.1:1/x' });
  const failed = checks.filter(({ state }) => state === 'missing');
  expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining(['Temporal server', 'Postgres']));
  for (const { cure } of failed) expect(cure).toMatch(/^[^\n]+$/);
});

test('the Temporal that will be used is named', async () => {
  const checks = await examine(await machine('1.32.0'));
  expect(checks.find(({ name }) => name === 'Temporal server')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^1\.32\.0, .* on PATH$/),
  });
});

test('the table aligns the names and puts the cure below', () => {
  const table = tableOf([
    { name: 'Node.js', state: 'ok', required: true, detail: '22' },
    { name: 'Go', state: 'missing', required: false, detail: 'not on PATH', cure: 'install Go' },
  ]);
  expect(table.split('\n')).toEqual([
    'ok      Node.js  22',
    'missing Go       not on PATH (optional)',
    '                 → install Go',
  ]);
});

test.each([
  { machineIs: 'with all it needs', server: '1.32.0', code: 0 },
  { machineIs: 'with no Temporal to be had', server: undefined, code: 1 },
])('on a machine $machineIs, --json tells it and the exit code is $code', async ({ server, code }) => {
  const result = spawnSync(process.execPath, ['--import', 'tsx', 'dev/doctor.ts', '--json'], {
    cwd: projectDir,
    encoding: 'utf8',
    env: await machine(server),
  });
  expect(JSON.parse(result.stdout)).toMatchObject({ ok: code === 0, checks: expect.any(Array) });
  expect(result.status).toBe(code);
});
