import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  circleIn,
  type Import,
  importsOf,
  PROJECT,
  reachableFrom,
  sourcesOf,
  textOf,
} from './support/import-graph.ts';

type Layer = {
  /** Folders and files of ours it may use. */
  readonly uses: readonly string[];
  /** Of these only types. */
  readonly types?: readonly string[];
  /** Packages it may use, by the start of their name; absent leaves it open. */
  readonly packages?: readonly string[];
};

const SPOKEN_OF_WORKFLOWS = [
  'workflows/contract.ts',
  'workflows/search-attributes.ts',
  'workflows/referral-view.ts',
  'workflows/request-view.ts',
  'workflows/follow-on-view.ts',
  'workflows/clock-words.ts',
];

/** Who may use whom. A layer that is not named here, such as dev or tests, may use all. */
const LAYERS: Readonly<Record<string, Layer>> = {
  domain: { uses: ['domain'], packages: [] },
  policy: { uses: ['policy', 'domain'] },
  certificate: { uses: ['certificate', 'domain', 'policy'], packages: ['canonicalize', 'node:crypto'] },
  workflows: {
    uses: ['workflows', 'domain'],
    types: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  db: { uses: ['db', 'domain', 'policy'], packages: ['node:', 'drizzle-', 'postgres', 'canonicalize'] },
  temporal: { uses: ['temporal', 'domain', ...SPOKEN_OF_WORKFLOWS], types: ['activities', 'db'] },
  activities: {
    uses: ['activities', 'domain', 'db', 'temporal', 'policy', 'workflows/contract.ts'],
    packages: ['@temporalio/', 'drizzle-orm', 'ical-generator', 'jose', 'zod'],
  },
  api: { uses: ['api', 'domain', 'db', 'temporal', 'policy', 'certificate', 'workflows/contract.ts'] },
  web: { uses: ['web', 'api', 'domain', 'db', 'temporal', 'policy', 'certificate', ...SPOKEN_OF_WORKFLOWS] },
};

/** Where the parts are put together: these know everything they start. */
const COMPOSITION_ROOTS = ['api/server.ts'];

const ALL = sourcesOf(
  'activities',
  'api',
  'certificate',
  'cli',
  'db',
  'dev',
  'domain',
  'policy',
  'temporal',
  'web',
  'workflows',
  'worker.ts',
  'config.ts',
  'hub-clock.ts',
);

const lies = (target: string, places: readonly string[]) =>
  places.some((place) => target === place || target.startsWith(`${place}/`));

function isAllowed({ target, isOurs, isTypeOnly }: Import, { uses, types = [], packages }: Layer): boolean {
  if (isOurs) return lies(target, uses) || (isTypeOnly && lies(target, types));
  return packages === undefined || packages.some((name) => target.startsWith(name));
}

describe('dependencies point one way', () => {
  test.each(Object.entries(LAYERS))('%s', (folder, layer) => {
    const wrong = sourcesOf(folder)
      .filter((path) => !COMPOSITION_ROOTS.includes(path))
      .flatMap(importsOf)
      .filter((one) => !isAllowed(one, layer))
      .map((one) => `${one.from} imports ${one.target}`);
    expect(wrong).toEqual([]);
  });

  test('nothing imports in a circle', () => {
    expect(circleIn(ALL)).toEqual([]);
  });

  test('what reaches the workflow bundle is the domain and nothing that does I/O or reads a zone', () => {
    const reached = [...reachableFrom('workflows/index.ts')];
    expect(reached.filter((path) => path.endsWith('.ts') && !lies(path, ['workflows', 'domain']))).toEqual(
      [],
    );
    const packages = reached.filter((path) => !path.endsWith('.ts'));
    expect(packages.toSorted()).toEqual(['@temporalio/common', '@temporalio/workflow']);
  });
});

/** Source without its comments and texts, where words such as `Date` may stand. */
function codeOf(path: string): string {
  return textOf(path)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

function uses(folder: string, pattern: RegExp): string[] {
  return sourcesOf(folder).filter((path) => pattern.test(codeOf(path)));
}

describe('time comes in from outside', () => {
  test('the domain reads no clock and no zone data', () => {
    expect(
      uses('domain', /\bDate\.now\b|\bnew Date\(\s*\)|\bIntl\b|\bMath\.random\b|\bperformance\b/),
    ).toEqual([]);
    expect(uses('domain', /\bDate\b/)).toEqual(['domain/instant.ts']);
    expect(uses('domain', /toLocale\w*|getTimezoneOffset|\.get(?:Hours|Day|Date|Month|FullYear)\(/)).toEqual(
      [],
    );
  });

  test('the workflows read theirs in the shell only', () => {
    expect(uses('workflows', /\bDate\.now\b/)).toEqual(['workflows/case.ts']);
    expect(uses('workflows', /\bnew Date\(\s*\)|\bIntl\b|\bTemporal\.Now\b/)).toEqual([]);
  });

  test('the environment is read by config.ts, and handed down', () => {
    const readers = ['activities', 'db', 'domain', 'policy', 'temporal', 'web', 'workflows'].flatMap(
      (folder) => uses(folder, /process\.env/),
    );
    expect(readers).toEqual([]);
  });
});

type Manifest = { dependencies: Record<string, string>; devDependencies: Record<string, string> };

describe('dependencies from elsewhere', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form of every package.json
  const manifest = JSON.parse(textOf('package.json')) as Manifest;

  test('are pinned to one version each', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  test('of Temporal have one version', () => {
    const versions = Object.entries(manifest.dependencies).filter(([name]) =>
      name.startsWith('@temporalio/'),
    );
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
  });

  test('include one protobufjs 8, without which histories cannot be read back', () => {
    const listing = execFileSync('npm', ['ls', 'protobufjs', '--all', '--parseable', '--long'], {
      cwd: PROJECT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const eights = new Set(listing.split('\n').filter((line) => line.includes(':protobufjs@8.')));
    expect([...eights]).toHaveLength(1);
  });

  test.skipIf(!existsSync(join(PROJECT, 'README.md')))('each have a line in the README saying why', () => {
    const readme = textOf('README.md');
    // The packages of Temporal share a line, the scope written once.
    const written = (name: string) => [name, name.replace('@temporalio/', '')].map((text) => `\`${text}\``);
    const unexplained = Object.keys(manifest.dependencies).filter(
      (name) => !written(name).some((text) => readme.includes(text)),
    );
    expect(unexplained).toEqual([]);
  });
});
