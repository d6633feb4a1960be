import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { canAccess, projectDir } from '../../dev/paths.ts';
import { dynamicConfig, isAtLeast, oldestServer } from '../../dev/temporal-settings.ts';
import { searchAttributeTypes } from '../../temporal/search-attributes.ts';

const Condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);
const Service = z.looseObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  environment: z.record(z.string(), z.string()),
  command: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: Condition })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).default([]),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).default([]),
});
const Compose = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), Service),
  configs: z.record(z.string(), z.strictObject({ content: z.string() })),
});

const text = await readFile(join(projectDir, 'temporal-dev.yml'), 'utf8');
const plain: unknown = parse(text, { merge: true });
const compose = Compose.parse(plain);
const service = (name: string) => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`temporal-dev.yml has no service ${name}`);
  return found;
};

/** The Compose specification's own schema, as the linter dclint ships it. */
const SCHEMA = join(projectDir, 'node_modules', 'dclint', 'schemas', 'compose.schema.json');

test('the file satisfies the schema of the Compose specification', async () => {
  const schema: Record<string, unknown> = JSON.parse(await readFile(SCHEMA, 'utf8'));
  // The schema is of draft 7, under a spelling of its address that no validator knows.
  delete schema['$schema'];
  const validate = addFormats.default(new Ajv({ strict: false, allErrors: true })).compile(schema);
  validate(plain);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ services: { api: { imagge: 'misspelt' } } })).toBe(false);
});

test('it registers the search attributes that `npm start` registers', () => {
  const words = (service('temporal-namespace').environment['SEARCH_ATTRIBUTES'] ?? '').split(/\s+/);
  expect(Object.fromEntries(words.map((word) => word.split('=')))).toEqual(searchAttributeTypes);
});

test('it has the dynamic configuration that `npm start` has', () => {
  const { configs, environment } = service('temporal');
  expect(configs.map(({ target }) => target)).toContain(environment['DYNAMIC_CONFIG_FILE_PATH']);
  const content: Record<string, [{ value: unknown }]> = parse(
    compose.configs[configs[0]?.source ?? '']?.content ?? '',
  );
  expect(Object.fromEntries(Object.entries(content).map(([key, [{ value }]]) => [key, value]))).toEqual(
    dynamicConfig,
  );
});

test('its Temporal is new enough, and its tools are of the same version', () => {
  const version = service('temporal').image.split(':')[1] ?? '';
  expect(isAtLeast(version, oldestServer)).toBe(true);
  for (const name of ['temporal-schema', 'temporal-namespace']) {
    expect(service(name).image).toBe(`temporalio/admin-tools:${version}`);
  }
});

test('what a service waits for exists and can reach that condition', () => {
  for (const { depends_on } of Object.values(compose.services)) {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      if (condition === 'service_healthy') expect(service(name).healthcheck).toBeDefined();
      else expect(service(name).command).toBeDefined();
    }
  }
});

test('receipt does not depend on Temporal', () => {
  expect(Object.keys(service('api').depends_on)).toEqual(['migrate']);
});

test('nothing is published beyond this machine', () => {
  for (const { ports } of Object.values(compose.services)) {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  }
});

test('no key is committed: what protects payloads must be given', () => {
  expect(service('worker').environment['PAYLOAD_KEYS']).toMatch(/^\$\{PAYLOAD_KEYS:\?/);
});

test('the images are built from a file that is there', async () => {
  for (const { build } of Object.values(compose.services)) {
    if (build) expect(await canAccess(join(projectDir, build.dockerfile))).toBe(true);
  }
});
