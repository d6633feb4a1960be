import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepContact } from '../../db/receipt.ts';
import { addMs, HOUR_MS, instantFromMs } from '../../domain/instant.ts';
import { defaultRules } from '../../policy/editions.ts';
import { REFERRAL_WORKFLOW } from '../../workflows/contract.ts';
import { contact } from '../support/people.ts';
import { type FaultHub, openFaultHub } from './support/hub.ts';
import {
  contactBody,
  countOf,
  eventsOf,
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

describe('a crash between the committed receipt and the start of its case', () => {
  it('loses nothing: the sweeper starts the case', async () => {
    const now = instantFromMs(Date.now());
    const received = contact({ receivedAt: now });
    const how = { now, rules: defaultRules(), workflowType: REFERRAL_WORKFLOW };
    await hub.db.transaction((tx) => keepContact(tx, received, how));
    await untilEvent(hub, received.referralRefs[0], 'AcknowledgementSent');
    expect(await countOf(hub, received.referralRefs[0], 'AcknowledgementSent')).toBe(1);
  });
});

describe('Temporal stopped', () => {
  it('over a due instant: the breach has the true instant, and a contact received meanwhile is taken up', async () => {
    // A red rating is due four hours from receipt on any day, so a call four hours ago is due in a moment.
    const dueInMs = 20_000;
    const receivedAt = instantFromMs(Date.now() - 4 * HOUR_MS + dueInMs);
    const ref = await handIn(hub, { receivedAt, channel: 'PHONE' });
    await untilEvent(hub, ref, 'AcknowledgementSent');
    const rating = { rag: 'RED', reason: 'The heating has been off.' };
    const version = await versionOf(hub, ref);
    expect((await hub.post(`/v1/referrals/${ref}/rating`, rating, { as: manager, version })).status).toBe(
      200,
    );
    await hub.temporal.stop();

    const key = randomUUID();
    const handInAgain = () => hub.post('/v1/contacts', contactBody(), { as: referrer, key });
    const receipt = await handInAgain();
    expect(receipt.status).toBe(201);
    expect(await handInAgain()).toEqual(receipt);
    const meanwhile = referralIn(receipt.body);
    expect((await hub.get(`/v1/referrals/${meanwhile}`, manager)).body).toMatchObject({ stage: 'RECEIVED' });

    await sleep(Math.max(0, Date.parse(addMs(receivedAt, 4 * HOUR_MS)) - Date.now()) + 3_000);
    expect(await countOf(hub, ref, 'ClockBreached')).toBe(0);
    await hub.temporal.start();
    await untilEvent(hub, ref, 'ClockBreached');
    const breaches = (await eventsOf(hub, ref)).filter((event) => event.type === 'ClockBreached');
    expect(breaches).toMatchObject([{ clock: 'RAG_TARGET', occurredAt: addMs(receivedAt, 4 * HOUR_MS) }]);
    await untilEvent(hub, meanwhile, 'AcknowledgementSent');
    expect(await countOf(hub, meanwhile, 'AcknowledgementSent')).toBe(1);
  });
});
