import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reset } from '../../dev/reset.ts';
import { freshDir } from './support/fixtures.ts';
import { launchApart } from './support/launcher.ts';

const env = { ...process.env, DATABASE_URL: undefined };

test('what runs on the data is stopped, then the data is removed', async () => {
  const stateDir = join(await freshDir(), '.front-door');
  const dataDir = join(stateDir, 'postgres');
  await launchApart({ what: 'postgres', options: { dataDir, durable: false } }, { env });
  const lines: string[] = [];
  expect(await reset({ stateDir, env, log: (line) => lines.push(line) })).toEqual([stateDir]);
  expect(lines[0]).toMatch(/^stopping the run with process \d+$/);
  expect(lines.at(-1)).toBe(`removed ${stateDir}`);
  await expect(access(stateDir)).rejects.toThrow('ENOENT');
});

test('with DATABASE_URL it does nothing until confirmed', async () => {
  const stateDir = await freshDir();
  await writeFile(join(stateDir, 'something'), '');
  const options = { stateDir, env: { ...env, DATABASE_URL: 'postgres://elsewhere/x' }, log: () => undefined };
  await expect(reset(options)).rejects.toThrow('DATABASE_URL is set: that database is not ours');
  await access(join(stateDir, 'something'));
  expect(await reset({ ...options, isConfirmed: true })).toEqual([stateDir]);
});

test('with nothing there it says so', async () => {
  const stateDir = join(await freshDir(), 'none');
  const lines: string[] = [];
  expect(await reset({ stateDir, env, log: (line) => lines.push(line) })).toEqual([]);
  expect(lines).toEqual([`nothing to remove: there is no ${stateDir}`]);
});
