import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { builtServerPath } from '../../dev/temporal-build.ts';
import { downloadedPath } from '../../dev/temporal-download.ts';
import { isAtLeast, serverVersionIn } from '../../dev/temporal-settings.ts';
import { findTemporalProgram, obtainTemporalProgram } from '../../dev/temporal-sources.ts';
import { freshDir, script } from './support/fixtures.ts';

const nowhere = 'http://127.0.0.1:1';
const versionOf = (server: string) => `echo 'temporal version 9.9.9 (Server ${server}, UI 2.54.1)'`;

let dir: string;
let env: NodeJS.ProcessEnv;
let log: string[];
const keep = (line: string) => void log.push(line);

beforeEach(async () => {
  dir = await freshDir();
  log = [];
  env = {
    PATH: `${join(dir, 'bin')}:/bin`,
    XDG_CACHE_HOME: join(dir, 'cache'),
    FRONT_DOOR_TEMPORAL_DOWNLOAD: nowhere,
  };
});

/** A Go toolchain that takes its time and leaves a server program and a trace of each build. */
function fakeGo(result = versionOf('1.32.0')): Promise<string> {
  const body = [
    `echo built >> ${join(dir, 'builds')}`,
    'sleep 0.5',
    'while [ "$1" != -o ]; do shift; done',
    `printf '#!/bin/sh\\n%s\\n' "${result}" > "$2"`,
    'chmod 755 "$2"',
  ];
  return script(join(dir, 'bin', 'go'), body.join('\n'));
}

async function builds(): Promise<number> {
  return (await readFile(join(dir, 'builds'), 'utf8')).trim().split('\n').length;
}

test('a command line on PATH that is new enough is used', async () => {
  const path = await script(join(dir, 'bin', 'temporal'), versionOf('1.32.0'));
  expect(await obtainTemporalProgram(env, keep)).toMatchObject({
    kind: 'command-line',
    path,
    serverVersion: '1.32.0',
  });
});

test('TEMPORAL_CLI_PATH goes before PATH', async () => {
  await script(join(dir, 'bin', 'temporal'), versionOf('1.33.0'));
  const path = await script(join(dir, 'elsewhere', 'temporal'), versionOf('1.32.5'));
  expect(await obtainTemporalProgram({ ...env, TEMPORAL_CLI_PATH: path }, keep)).toMatchObject({ path });
});

test('TEMPORAL_CLI_PATH that is too old is an error, not passed over', async () => {
  const path = await script(join(dir, 'elsewhere', 'temporal'), versionOf('1.29.1'));
  await expect(obtainTemporalProgram({ ...env, TEMPORAL_CLI_PATH: path }, keep)).rejects.toThrow(
    `TEMPORAL_CLI_PATH is ${path}, which has server 1.29.1; 1.32.0 or later is needed.`,
  );
});

test('an old command line on PATH is passed over, and said so', async () => {
  await script(join(dir, 'bin', 'temporal'), versionOf('1.31.9'));
  await fakeGo();
  expect(await obtainTemporalProgram(env, keep)).toMatchObject({ kind: 'own-build' });
  expect(log.join('\n')).toContain('is not used: it has server 1.31.9, and 1.32.0 is needed');
});

test('what an earlier run downloaded or built is found without looking at the network', async () => {
  await script(await builtServerPath(env), versionOf('1.32.0'));
  expect(await findTemporalProgram(env)).toMatchObject({ kind: 'own-build' });
  await script(downloadedPath(env), versionOf('1.34.0'));
  expect(await findTemporalProgram(env)).toMatchObject({ kind: 'command-line', serverVersion: '1.34.0' });
});

test('the download is unpacked and kept', async () => {
  await script(join(dir, 'pack', 'temporal'), versionOf('1.32.1'));
  const archive = execFileSync('tar', ['-czf', '-', '-C', join(dir, 'pack'), '.']);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(archive);
  });
  const port = await new Promise<number>((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : 0);
    });
  });
  onTestFinished(() => void server.close());
  const online = { ...env, FRONT_DOOR_TEMPORAL_DOWNLOAD: `http://127.0.0.1:${port}` };
  expect(await obtainTemporalProgram(online, keep)).toMatchObject({ serverVersion: '1.32.1' });
  expect(await obtainTemporalProgram(online, keep)).toMatchObject({ origin: 'downloaded by an earlier run' });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/^\/cli\/archive\/latest\?platform=\w+&arch=\w+$/);
});

test('the build runs once for any number of runs at the same time', async () => {
  await fakeGo();
  const runs = Array.from({ length: 4 }, () => obtainTemporalProgram(env, keep));
  const paths = new Set((await Promise.all(runs)).map(({ path }) => path));
  expect([...paths]).toEqual([await builtServerPath(env)]);
  expect(await builds()).toBe(1);
});

test('a failed build tells the end of its output and leaves nothing that looks built', async () => {
  await script(join(dir, 'bin', 'go'), 'echo "main.go:1: something is wrong" >&2; exit 1');
  await expect(obtainTemporalProgram(env, keep)).rejects.toThrow('main.go:1: something is wrong');
  expect(await findTemporalProgram(env)).toBeUndefined();
});

test('one message names every attempt and the cures when none can be had', async () => {
  const failure = obtainTemporalProgram(env, keep);
  await expect(failure).rejects.toThrow(/No Temporal server \(1\.32\.0 or later\) can be had here/);
  await expect(failure).rejects.toThrow(/download: the download service cannot be reached/);
  await expect(failure).rejects.toThrow(/build: there is no Go toolchain on PATH/);
  await expect(failure).rejects.toThrow(/or set TEMPORAL_ADDRESS/);
});

test.each([
  ['1.32.0', '1.32.0', true],
  ['1.32.1', '1.32.0', true],
  ['1.31.12', '1.32.0', false],
  ['2.0.0', '1.32.0', true],
  ['1.9.0', '1.32.0', false],
])('%s is at least %s: %s', (version, oldest, expected) => {
  expect(isAtLeast(version, oldest)).toBe(expected);
});

test('a command line that tells no server version has none', () => {
  expect(serverVersionIn('tctl version 1.18')).toBeUndefined();
});
