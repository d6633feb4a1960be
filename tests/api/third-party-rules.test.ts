import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { actor, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

const jsonAt = (path: string): object =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;

/** Files as a hub we have never heard of would send them: its own hours, limits and holidays. */
const editions = [
  { kind: 'POLICY', document: jsonAt('third-party/policy.json'), schema: 'policy' },
  { kind: 'CALENDAR', document: jsonAt('third-party/calendar.json'), schema: 'calendar' },
] as const;

const first = actor('ADMINISTRATOR');
const second = actor('ADMINISTRATOR', { userId: 'synthetic-administrator-two' });
const FRIDAY_ELEVEN = parseInstant('2028-06-02T11:00:00+01:00');
const MONDAY_ELEVEN = parseInstant('2028-06-05T11:00:00+01:00');

let stack: TestStack;
let api: Api;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

type State = { version: number; clocks: { id: string; dueAt: string }[] };

async function stateOf(ref: string): Promise<State> {
  return (await api.get(`/v1/referrals/${ref}`, teamManager)).json<State>();
}

const dueIn = ({ clocks }: State) => Object.fromEntries(clocks.map(({ id, dueAt }) => [id, dueAt]));

async function publish({ kind, document }: { readonly kind: string; readonly document: object }) {
  const proposed = await api.post('/v1/rules/proposals', { kind, document }, { as: first });
  expect([proposed.statusCode, proposed.body]).toEqual([201, expect.stringContaining('"OPEN"')]);
  const { no } = proposed.json<{ no: number }>();
  const agreed = await api.post(`/v1/rules/proposals/${no}/agreement`, {}, { as: second });
  const { publication = 0 } = agreed.json<{ publication?: number }>();
  const isDone = async () =>
    (await api.get(`/v1/rules/publications/${publication}`, first)).json<{ isDone: boolean }>().isDone;
  await expect.poll(isDone, { timeout: 30_000 }).toBe(true);
}

// One hub: these run in order.
describe('a hub by files that were written elsewhere', () => {
  let before: string;

  it('takes files that keep to the published JSON Schemas', async () => {
    [before] = await api.contact(contactBody({ receivedAt: FRIDAY_ELEVEN }), referrer);
    for (const { document, schema } of editions) {
      const ajv = new Ajv2020({ strict: true, strictRequired: false });
      addFormats.default(ajv);
      const isSound = ajv.compile(jsonAt(`../../policy/schema/${schema}-edition.schema.json`));
      expect(isSound(document), JSON.stringify(isSound.errors)).toBe(true);
    }
    for (const edition of editions) await publish(edition);
    expect((await api.get('/v1/rules', first)).json()).toMatchObject({
      inForce: {
        policy: { edition: 'farther-isles-2028-06', effectiveFrom: '2028-06-05' },
        calendar: { edition: 'farther-isles-2028-2029' },
        publication: 2,
      },
    });
  });

  it('counts a new referral by them, to the instant of each clock in the answer to its decision', async () => {
    const [ref] = await api.contact(contactBody({ receivedAt: MONDAY_TEN }), referrer);
    // Tuesday is a holiday of the isles, so the next working day is Wednesday, and it ends at 17:15.
    const due = {
      ACKNOWLEDGEMENT: parseInstant('2028-06-07T17:15:00+01:00'),
      DECISION: parseInstant('2028-06-07T17:15:00+01:00'),
      FEEDBACK: parseInstant('2028-06-08T17:15:00+01:00'),
    };
    const { version } = await stateOf(ref);
    expect(dueIn(await stateOf(ref))).toEqual(due);
    const rating = { rag: 'RED', reason: 'Rising.' };
    const rated = await api.post(`/v1/referrals/${ref}/rating`, rating, { as: socialWorker, version });
    expect(rated.statusCode).toBe(200);
    // Two working hours from receipt at 10:00.
    const withTarget = { ...due, RAG_TARGET: parseInstant('2028-06-05T12:00:00+01:00') };
    expect(dueIn(rated.json<State>())).toEqual(withTarget);
    const call = { as: teamManager, version: rated.json<State>().version };
    const decided = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    expect(decided.statusCode).toBe(200);
    expect(dueIn(decided.json<State>())).toEqual(withTarget);
  });

  it('counts what was received before the policy’s first day by the policy before it', async () => {
    expect(dueIn(await stateOf(before))['DECISION']).toBe(MONDAY_ELEVEN);
    const { editions: armedUnder } = (
      await api.get(`/v1/referrals/${before}/clocks/DECISION`, teamManager)
    ).json<{ editions: { policyEdition: string }[] }>();
    expect(new Set(armedUnder.map(({ policyEdition }) => policyEdition))).toEqual(
      new Set([defaultEditions().policy.edition]),
    );
  });
});
