import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Check } from './doctor-checks.ts';
import { canAccess, isMain, projectDir } from './paths.ts';

type Manifest = {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  engines: { node: string };
};

/** Every check, in the order in which a person would cure them. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const manifest = await readManifest();
  const basics = [nodeCheck(manifest), await modulesCheck(manifest)];
  if (basics.some(({ state }) => state === 'missing')) return basics;
  // The other checks need the modules that were just found.
  const { machineChecks } = await import('./doctor-checks.ts');
  return [...basics, ...(await machineChecks(env))];
}

/** The checks as aligned text, each cure below its line. */
export function tableOf(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, state, required, detail, cure }) => [
      `${state.padEnd(8)}${name.padEnd(width + 2)}${detail}${required || state === 'ok' ? '' : ' (optional)'}`,
      ...(cure === undefined ? [] : [`${' '.repeat(width + 10)}→ ${cure}`]),
    ])
    .join('\n');
}

async function readManifest(): Promise<Manifest> {
  // Our own file, under our own tests: its shape needs no validation that may not be installed yet.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8')) as Manifest;
}

function nodeCheck({ engines }: Manifest): Check {
  const oldest = engines.node.replace('>=', '');
  const isNewEnough = compareVersions(process.versions.node, oldest) >= 0;
  return {
    name: 'Node.js',
    state: isNewEnough ? 'ok' : 'missing',
    required: true,
    detail: process.versions.node,
    ...(!isNewEnough && { cure: `install Node.js ${oldest} or later` }),
  };
}

async function modulesCheck({ dependencies, devDependencies }: Manifest): Promise<Check> {
  const absent: string[] = [];
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    if (!(await canAccess(join(projectDir, 'node_modules', name, 'package.json')))) absent.push(name);
  }
  const isComplete = absent.length === 0;
  return {
    name: 'npm modules',
    state: isComplete ? 'ok' : 'missing',
    required: true,
    detail: isComplete ? 'installed' : `${absent.length} not installed, first ${absent[0]}`,
    ...(!isComplete && { cure: 'npm ci' }),
  };
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const checks = await examine(process.env);
  const isWell = checks.every(({ state, required }) => state !== 'missing' || !required);
  if (values.json) console.log(JSON.stringify({ ok: isWell, checks }, null, 2));
  else
    console.log(`${tableOf(checks)}\n\n${isWell ? 'Ready: npm start' : 'Not ready: cure what is missing.'}`);
  process.exitCode = isWell ? 0 : 1;
}

if (isMain(import.meta.url)) await main();
