import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { connectDb } from '../db/client.ts';
import { migrateDb } from '../db/migrate.ts';
import { candidatesFor, peopleUnder } from '../db/people-search.ts';
import { startPostgres } from '../dev/postgres.ts';
import type { Log } from '../dev/progress.ts';
import { type Random, randomFrom } from '../dev/synthetic/random.ts';
import { blockingKeys } from '../domain/matching/blocking-keys.ts';
import { type Description, personOf } from '../domain/matching/person.ts';
import { inventedPerson, retold } from './invented-people.ts';
import { ms, type Row, times } from './report.ts';
import { percentile } from './statistics.ts';

const LIMIT_MS = 50;
const SEED = 20_280_605;
const WARM_UP = 50;
/** One in so many of the people becomes somebody a contact tells of again. */
const KEPT_EVERY = 100;

export type MatchingPlan = { readonly people: number; readonly contacts: number };

/**
 * Matching the child of one contact against everybody the hub knows: candidates from the index, read and scored, as
 * the case page does it. Three contacts of four tell of somebody who is there, in another way than before.
 */
export async function matchingSpeed(
  plan: MatchingPlan,
  log: Log,
): Promise<{ readonly rows: Row[]; readonly plan: string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'front-door-bench-'));
  // Postgres may run under another account, which has to be able to enter.
  await chmod(directory, 0o755);
  const { DATABASE_URL: _given, ...env } = process.env;
  const cluster = await startPostgres({ dataDir: join(directory, 'postgres'), log, env });
  try {
    await migrateDb(cluster.url);
    const known = await fill(cluster.url, plan.people, log);
    return await measured(cluster.url, plan, known, randomFrom(SEED + 1), log);
  } finally {
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

type Known = { readonly personId: string; readonly description: Description };

/** Copies invented people and their keys in, then builds the indexes as a hub that grew would have them. */
async function fill(url: string, count: number, log: Log): Promise<Known[]> {
  const client = postgres(url, { max: 2, onnotice: () => undefined });
  try {
    log(`${count} people`);
    const into = client`copy people (person_id, contact_ref, display_name, date_of_birth, local_authority, received_at, facts) from stdin`;
    await pipeline(Readable.from(lines(count, personLine)), await into.writable());
    await client`alter table person_keys drop constraint person_keys_key_person_id_pk`;
    log('their keys');
    const keys = client`copy person_keys (key, person_id) from stdin`;
    await pipeline(Readable.from(lines(count, keyLines)), await keys.writable());
    log('indexes');
    await client`alter table person_keys add constraint person_keys_key_person_id_pk primary key (key, person_id)`;
    await client`vacuum analyze people`;
    await client`vacuum analyze person_keys`;
    return [...invented(count)].filter((_, no) => no % KEPT_EVERY === 0);
  } finally {
    await client.end();
  }
}

/** The same people each time. */
function* invented(count: number): Generator<Known> {
  const random = randomFrom(SEED);
  for (let no = 0; no < count; no += 1) {
    yield {
      personId: `P-${no.toString(36).toUpperCase().padStart(12, '0')}`,
      description: inventedPerson(random),
    };
  }
}

const LINES_AT_ONCE = 500;

function* lines(count: number, line: (known: Known) => string): Generator<string> {
  let block: string[] = [];
  for (const known of invented(count)) {
    block.push(line(known));
    if (block.length < LINES_AT_ONCE) continue;
    yield block.join('');
    block = [];
  }
  yield block.join('');
}

function personLine({ personId, description }: Known): string {
  const { givenName, familyName, dateOfBirth } = description;
  const facts = JSON.stringify(personOf(description));
  return `${personId}\tC-0000-0000\t${givenName} ${familyName}\t${dateOfBirth}\tSPECIMENSHIRE\t2028-01-03T10:00:00Z\t${facts}\n`;
}

function keyLines({ personId, description }: Known): string {
  return blockingKeys(personOf(description))
    .map((key) => `${key}\t${personId}\n`)
    .join('');
}

async function measured(
  url: string,
  { people, contacts }: MatchingPlan,
  known: readonly Known[],
  random: Random,
  log: Log,
) {
  const { db, close } = connectDb(url);
  const taken: number[] = [];
  const [there, found, likely] = [{ count: 0 }, { count: 0 }, { count: 0 }];
  try {
    for (let no = -WARM_UP; no < contacts; no += 1) {
      const again = random.fraction() < 0.75 ? known[random.whole(0, known.length - 1)] : undefined;
      const child = again === undefined ? inventedPerson(random) : retold(again.description, random);
      const startedMs = performance.now();
      const { candidates } = await candidatesFor(db, personOf(child));
      const tookMs = performance.now() - startedMs;
      if (no < 0) continue;
      taken.push(tookMs);
      if (again === undefined) continue;
      const match = candidates.find(({ person }) => person.personId === again.personId);
      there.count += 1;
      if (match !== undefined) found.count += 1;
      if (match !== undefined && match.band !== 'POSSIBLE') likely.count += 1;
    }
    const [example] = known;
    const keys = blockingKeys(personOf(example?.description ?? {}));
    const plan = await db.execute<{ 'QUERY PLAN': string }>(
      sql`explain (analyze, buffers) select * from people where ${peopleUnder(keys)}`,
    );
    log(`${contacts} contacts matched`);
    const p95 = percentile(taken, 0.95);
    return {
      rows: [
        row(`Matching one contact against ${people} people, p50 of ${contacts}`, percentile(taken, 0.5)),
        { ...row('p95', p95), aim: `under ${LIMIT_MS} ms`, isMet: p95 < LIMIT_MS },
        row('p99', percentile(taken, 0.99)),
        share('Found again though told otherwise', found.count, there.count),
        share('as SAME or LIKELY', likely.count, there.count),
      ],
      plan: plan.map((line) => line['QUERY PLAN']),
    };
  } finally {
    await close();
  }
}

function row(measure: string, value: number): Row {
  return { measure, hub: ms(value), beside: `limit ${LIMIT_MS} ms`, ratio: times(value / LIMIT_MS) };
}

function share(measure: string, count: number, of: number): Row {
  return { measure, hub: `${count}`, beside: `of ${of}`, ratio: times(count / of) };
}
