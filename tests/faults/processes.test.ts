import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contacts, messages } from '../../db/schema.ts';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { type FaultHub, openFaultHub } from './support/hub.ts';
import {
  contactBody,
  countOf,
  decide,
  decisionBody,
  handIn,
  manager,
  referralIn,
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

const outcomesOf = async (ref: string) =>
  (await hub.db.select().from(messages).where(eq(messages.referralRef, ref))).filter(
    (message) => message.template === 'OUTCOME',
  );

describe('a worker killed', () => {
  it('between decision and feedback: the referrer hears once', async () => {
    const ref = await handIn(hub);
    await untilEvent(hub, ref, 'AcknowledgementSent');
    expect((await decide(hub, ref)).status).toBe(200);
    await hub.worker.stop('SIGKILL');
    const key = randomUUID();
    const tell = () =>
      hub.post(`/v1/referrals/${ref}/feedback`, { method: 'ELECTRONIC' }, { as: manager, key });
    expect((await tell()).status).toBe(202);
    await hub.worker.start();
    await untilEvent(hub, ref, 'FeedbackSent');
    expect((await tell()).status).toBe(200);
    expect(await countOf(hub, ref, 'FeedbackRequested')).toBe(1);
    expect(await countOf(hub, ref, 'FeedbackSent')).toBe(1);
    expect(await outcomesOf(ref)).toHaveLength(1);
  });

  it('while it is sending the feedback: the referrer hears once', async () => {
    const ref = await handIn(hub);
    await untilEvent(hub, ref, 'AcknowledgementSent');
    await decide(hub, ref);
    const key = randomUUID();
    const tell = () =>
      hub.post(`/v1/referrals/${ref}/feedback`, { method: 'ELECTRONIC' }, { as: manager, key });
    const first = tell();
    await sleep(40);
    await hub.worker.stop('SIGKILL');
    await hub.worker.start();
    expect([200, 202]).toContain((await first).status);
    await untilEvent(hub, ref, 'FeedbackSent');
    expect(await countOf(hub, ref, 'FeedbackRequested')).toBe(1);
    expect(await countOf(hub, ref, 'FeedbackSent')).toBe(1);
    expect(await outcomesOf(ref)).toHaveLength(1);
  });
});

describe('an API killed during its answer', () => {
  it.each([15, 60])(
    'to a contact after %i ms: the same key is answered, and there is one contact',
    async (ms) => {
      const key = randomUUID();
      const userId = `synthetic-referrer-${ms}`;
      const hand = () => hub.post('/v1/contacts', contactBody(), { as: { ...referrer, userId }, key });
      const first = hand().catch(() => undefined);
      await sleep(ms);
      await hub.api.stop('SIGKILL');
      await first;
      await hub.api.start();
      const again = await hand();
      expect(again.status).toBe(201);
      expect(await hand()).toEqual(again);
      const kept = await hub.db.select().from(contacts).where(eq(contacts.submittedBy, userId));
      expect(kept.map((contact) => contact.contactRef)).toEqual([again.body['contactRef']]);
      await untilEvent(hub, referralIn(again.body), 'AcknowledgementSent');
    },
  );

  it.each([15, 60])(
    'to a decision after %i ms: the same key is answered, and it is made once',
    async (ms) => {
      const ref = await handIn(hub);
      await untilEvent(hub, ref, 'AcknowledgementSent');
      const version = await versionOf(hub, ref);
      const key = randomUUID();
      const send = () =>
        hub.post(`/v1/referrals/${ref}/decision`, decisionBody, { as: manager, key, version });
      const first = send().catch(() => undefined);
      await sleep(ms);
      await hub.api.stop('SIGKILL');
      await first;
      await hub.api.start();
      const again = await send();
      expect(again.status).toBe(200);
      expect(await send()).toEqual(again);
      expect(await countOf(hub, ref, 'DecisionMade')).toBe(1);
    },
  );
});

it('nothing of this left a fault in the ledger', async () => {
  expect(await verifyLedger(hub.db)).toMatchObject({ faults: [] });
});
