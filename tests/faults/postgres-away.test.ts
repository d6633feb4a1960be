import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { rebuildProjections } from '../../db/rebuild.ts';
import { type FaultHub, openFaultHub } from './support/hub.ts';
import {
  contactBody,
  countOf,
  decide,
  decisionBody,
  eventsOf,
  handIn,
  manager,
  referrer,
  untilEvent,
  versionOf,
} from './support/stories.ts';

let hub: FaultHub;
beforeAll(async () => {
  hub = await openFaultHub();
  await hub.untilReady();
});
afterAll(() => hub?.close());

const AWAY_MS = 60_000;

it('Postgres stopped for a minute: refused with 503 or kept with 202, nothing half-written, and work goes on', async () => {
  const quiet = await handIn(hub);
  const busy = await handIn(hub);
  for (const ref of [quiet, busy]) await untilEvent(hub, ref, 'AcknowledgementSent');
  const version = await versionOf(hub, busy);
  const key = randomUUID();
  const send = () => hub.post(`/v1/referrals/${busy}/decision`, decisionBody, { as: manager, key, version });

  // The command is under way when Postgres goes.
  const caught = send();
  await sleep(30);
  await hub.postgres.stop();
  const stoppedAtMs = Date.now();
  expect([200, 202, 503]).toContain((await caught).status);
  const contactKey = randomUUID();
  const during = [
    hub.post('/v1/contacts', contactBody(), { as: referrer, key: contactKey }),
    send(),
    hub.get(`/v1/referrals/${quiet}`, manager),
    hub.get('/readyz', manager),
  ];
  for (const { status } of await Promise.all(during)) expect(status).toBe(503);
  expect((await hub.get('/healthz', manager)).status).toBe(200);
  await sleep(Math.max(0, stoppedAtMs + AWAY_MS - Date.now()));

  await hub.postgres.start();
  await hub.untilReady();
  // The first attempt may still be waiting for its next try: then the answer is 202 until it is recorded.
  await expect.poll(async () => (await send()).status, { timeout: 30_000 }).toBe(200);
  expect(await countOf(hub, busy, 'DecisionMade')).toBe(1);
  expect((await hub.post('/v1/contacts', contactBody(), { as: referrer, key: contactKey })).status).toBe(201);
  expect((await decide(hub, quiet)).status).toBe(200);

  const types = (await eventsOf(hub, busy)).map((event) => event.type);
  expect(types.filter((type) => type === 'DecisionMade')).toHaveLength(1);
  expect(types.slice(types.indexOf('DecisionMade') + 1)).toContain('ClockStopped');
  expect(await verifyLedger(hub.db)).toMatchObject({ faults: [] });
  // Cases go on meanwhile.
  const { before, after } = await rebuildProjections(hub.db);
  expect(after).toEqual(before);
});
