import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../cli/main.ts';
import { type Instant, msFromInstant } from '../../domain/instant.ts';
import { isAcknowledged, receiveReferral, untilReferral } from '../support/cases.ts';
import {
  actor,
  contactOfficer,
  MONDAY_TEN,
  PERSONAL_WORDS,
  referrer,
  socialWorker,
  teamManager,
} from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';
import { boardApp, colleagues } from '../web/support/board-stack.ts';
import { Visitor } from '../web/support/visitor.ts';
import { Api } from './support/api.ts';

type Row = { what: string; name: string; when?: string; words: string };
type Clock = { id: string; dueAt: Instant; dueIfResumedNow?: Instant; pauses: { from: Instant }[] };
type Explained = { clock: Clock; sentence: string; rows: Row[]; asOf: Instant };

let stack: TestStack;
let api: Api;
let board: FastifyInstance;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
  board = await boardApp(stack.services);
});
afterAll(async () => {
  await board?.close();
  await api?.app.close();
  await stack?.close();
});

async function frontdoor(...args: readonly string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await main(args, {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: () => undefined,
    env: {
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.settings.address,
      TEMPORAL_NAMESPACE: stack.namespace,
      PAYLOAD_KEYS: TEST_PAYLOAD_KEYS,
      AUTH_ISSUER: 'https://issuer.invalid',
      AUTH_JWKS_URL: 'https://issuer.invalid/keys',
      HUB_AUTHORITIES: 'SPECIMENSHIRE,MOCKTON',
      FRONT_DOOR_DEV: '1',
    },
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

/** The cells of a table of the board, row by row. */
async function boardRows(ref: string, name: string): Promise<string[]> {
  const manager = await Visitor.signedIn(board, colleagues.manager.userId);
  const { document } = await manager.open(`/referrals/${ref}`);
  const table = [...document.querySelectorAll('.fd-why__rows')].find(({ textContent }) =>
    textContent?.includes(`${name}, step by step`),
  );
  const [, ...rows] = [...(table?.querySelectorAll('tr') ?? [])];
  return rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent).join('|'));
}

function msBetween(from: Instant | undefined, to: Instant | undefined): number {
  if (from === undefined || to === undefined) throw new Error('an instant is missing');
  return msFromInstant(to) - msFromInstant(from);
}

describe('a clock of a referral', () => {
  test('is told in the same words by the API, the board and the command line', async () => {
    const ref = await receiveReferral(stack.services);
    await untilReferral(stack.services, ref, isAcknowledged);
    const response = await api.get(`/v1/referrals/${ref}/clocks/ACKNOWLEDGEMENT`, teamManager);
    expect(response.statusCode).toBe(200);
    const { sentence, rows } = response.json<Explained>();
    expect(rows.map(({ what }) => what)).toEqual(['STARTED', 'COUNTED', 'DUE', 'STOPPED', 'MARGIN']);
    expect(sentence).toMatch(/^Acknowledgement: started Mon 5 Jun 2028 10:00, because .* to spare\.$/);

    expect(await boardRows(ref, 'Acknowledgement')).toEqual(
      rows.map(({ name, when = '', words }) => [name, when, words].join('|')),
    );

    const { code, out } = await frontdoor('explain', ref, 'ACKNOWLEDGEMENT');
    const [told, ...lines] = out.split('\n');
    expect([code, told]).toEqual([0, sentence]);
    expect(lines.map((line) => line.trim().replaceAll(/\s{2,}/g, '|'))).toEqual(
      rows.map(({ name, when, words }) => [name, ...(when === undefined ? [] : [when]), words].join('|')),
    );
    for (const word of PERSONAL_WORDS) expect(response.body + out).not.toContain(word);
  });

  test('is told as it was known at an instant', async () => {
    const [ref] = await api.contact();
    const then = await stack.now();
    await sleep(20);
    const acknowledged = { method: 'PHONE' };
    await api.post(`/v1/referrals/${ref}/acknowledgement`, acknowledged, { as: contactOfficer });
    const at = `/v1/referrals/${ref}/clocks/ACKNOWLEDGEMENT`;
    const now = (await api.get(at, teamManager)).json<Explained>();
    const before = (await api.get(`${at}?asOf=${then}`, teamManager)).json<Explained>();
    expect(now.rows.map(({ what }) => what)).toContain('STOPPED');
    expect(before.rows.map(({ what }) => what)).not.toContain('STOPPED');
    expect(before).toMatchObject({ asOf: then, clock: { status: 'RUNNING' } });
  });

  test('that stands still says when it would be due if it ran on now, here and in its referral', async () => {
    const [ref] = await api.contact();
    const target = `/v1/referrals/${ref}/clocks/RAG_TARGET`;
    await api.post(`/v1/referrals/${ref}/rating`, { rag: 'RED', reason: 'Rising.' }, { as: socialWorker });
    await api.post(`${target}/pauses`, { reason: 'The school is shut.' }, { as: teamManager });
    await sleep(20);
    const { clock, rows, asOf } = (await api.get(target, teamManager)).json<Explained>();
    const paused = { no: 1, pausedBy: teamManager.userId, reason: 'The school is shut.' };
    expect(clock).toMatchObject({ status: 'PAUSED', isLate: false, pauses: [paused] });
    const stood = msBetween(clock.pauses[0]?.from, asOf);
    expect(stood).toBeGreaterThan(0);
    expect(msBetween(clock.dueAt, clock.dueIfResumedNow)).toBe(stood);
    expect(rows.find(({ what }) => what === 'DUE')?.when).toMatch(/ if it runs on now$/);

    const referral = (await api.get(`/v1/referrals/${ref}`, teamManager)).json<{ clocks: Clock[] }>();
    const inReferral = referral.clocks.find(({ id }) => id === 'RAG_TARGET');
    expect(inReferral).toMatchObject({ status: 'PAUSED', pauses: [paused], links: { self: target } });
    expect(msBetween(clock.dueIfResumedNow, inReferral?.dueIfResumedNow)).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['is for staff, also one of their own submission', 'DECISION', referrer, 403, 'NOT_PERMITTED'],
    ['is read by auditors', 'DECISION', actor('AUDITOR'), 200, undefined],
    ['must be one the referral has', 'FEEDBACK-2', teamManager, 404, 'CLOCK_UNKNOWN'],
  ])('%s', async (_what, id, as, status, code) => {
    const ref = await receiveReferral(stack.services);
    const response = await api.get(`/v1/referrals/${ref}/clocks/${id}`, as);
    expect([response.statusCode, response.json<{ code?: string }>().code]).toEqual([status, code]);
  });

  test('of another referral than those there are is not found', async () => {
    const response = await api.get('/v1/referrals/R-0000-0000/clocks/DECISION', teamManager);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'NOT_FOUND']);
  });

  test('the command line names the clocks there are', async () => {
    const ref = await receiveReferral(stack.services);
    const { code, notes } = await frontdoor('explain', ref, 'NONE');
    expect(code).toBe(1);
    expect(notes).toContain('it has ACKNOWLEDGEMENT, DECISION, FEEDBACK');
    expect((await frontdoor('explain', ref, 'DECISION', 'FEEDBACK')).code).toBe(2);
  });
});
