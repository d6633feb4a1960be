import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../db/schema.ts';
import { readEvents } from '../../db/streams.ts';
import { verifyLedger } from '../../db/ledger-verification.ts';
import type { RequestEvent } from '../../domain/information-request/events.ts';
import { informationRequestStream } from '../../domain/streams.ts';
import { actor } from '../support/people.ts';
import { type FaultHub, openFaultHub } from './support/hub.ts';
import { countOf, eventsOf, handIn, manager, untilEvent, versionOf } from './support/stories.ts';

let hub: FaultHub;
beforeAll(async () => {
  hub = await openFaultHub();
  await hub.untilReady();
});
afterAll(() => hub?.close());

const officer = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });
const nothingKnown = { answer: 'NOTHING_KNOWN' };

/** Hands in a contact, rates it and has a manager answer for checks without the family's knowledge. */
async function readyToAsk(): Promise<string> {
  const ref = await handIn(hub);
  await untilEvent(hub, ref, 'AcknowledgementSent');
  for (const [path, body] of [
    ['rating', { rag: 'AMBER', reason: 'Wet clothes.' }],
    ['checks-without-knowledge', { reason: 'The family could not be reached.' }],
  ] as const) {
    const version = await versionOf(hub, ref);
    const { status } = await hub.post(`/v1/referrals/${ref}/${path}`, body, { as: manager, version });
    expect([path, status]).toEqual([path, 200]);
  }
  return ref;
}

async function ask(ref: string) {
  const body = {
    agency: 'POLICE',
    questions: 'Has Quillon been reported missing?',
    disclosed: ['NAMES'],
    basis: 'PUBLIC_TASK',
    necessity: 'Quillon may be at risk.',
  };
  const version = await versionOf(hub, ref);
  return hub.post(`/v1/referrals/${ref}/information-requests`, body, { as: manager, version });
}

async function requestOf(ref: string): Promise<string> {
  const told = await untilEvent(hub, ref, 'AgencyAsked');
  return told.type === 'AgencyAsked' ? told.requestId : '';
}

async function requestEvents(requestId: string): Promise<RequestEvent[]> {
  return readEvents<RequestEvent>(hub.db, informationRequestStream(requestId));
}

async function asked(): Promise<{ ref: string; requestId: string }> {
  const ref = await readyToAsk();
  expect((await ask(ref)).status).toBe(200);
  const requestId = await requestOf(ref);
  await expect
    .poll(() => requestEvents(requestId), { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ message: 'AGENCY_REQUEST' }));
  return { ref, requestId };
}

describe('a worker killed', () => {
  it('before it is answered: the answer is kept, given once, and reaches the referral once', async () => {
    const { ref, requestId } = await asked();
    await hub.worker.stop('SIGKILL');
    const key = randomUUID();
    const give = () =>
      hub.post(`/v1/information-requests/${requestId}/answer`, nothingKnown, { as: officer, key });
    expect((await give()).status).toBe(202);
    expect((await give()).status).toBe(202);
    await hub.worker.start();
    await untilEvent(hub, ref, 'AnswerNoted');
    expect((await give()).status).toBe(200);
    const again = await hub.post(`/v1/information-requests/${requestId}/answer`, nothingKnown, {
      as: officer,
    });
    expect(again.body).toMatchObject({ status: 409, code: 'REQUEST_ANSWERED' });
    const answers = (await requestEvents(requestId)).filter(({ type }) => type === 'RequestAnswered');
    expect(answers).toHaveLength(1);
    expect(await countOf(hub, ref, 'AnswerNoted')).toBe(1);
  });

  it.each([20, 80])('%i ms after the answer: the referral has it, and once', async (ms) => {
    const { ref, requestId } = await asked();
    const key = randomUUID();
    const give = () =>
      hub.post(`/v1/information-requests/${requestId}/answer`, nothingKnown, { as: officer, key });
    const first = give();
    await sleep(ms);
    await hub.worker.stop('SIGKILL');
    await hub.worker.start();
    expect([200, 202]).toContain((await first).status);
    await untilEvent(hub, ref, 'AnswerNoted');
    await expect
      .poll(async () => (await requestEvents(requestId)).some(({ type }) => type === 'ReferralTold'), {
        timeout: 30_000,
      })
      .toBe(true);
    expect(await countOf(hub, ref, 'AnswerNoted')).toBe(1);
    expect((await eventsOf(hub, ref)).filter(({ type }) => type === 'AnswerNoted')).toHaveLength(1);
  });

  it('while it begins a request: the agency is asked once', async () => {
    const ref = await readyToAsk();
    const first = ask(ref);
    await sleep(60);
    await hub.worker.stop('SIGKILL');
    await hub.worker.start();
    expect([200, 202]).toContain((await first).status);
    const requestId = await requestOf(ref);
    const sent = async () =>
      (await hub.db.select().from(messages)).filter(({ key }) => key.startsWith(`${requestId}/`));
    await expect.poll(sent, { timeout: 30_000 }).toHaveLength(1);
    expect(await countOf(hub, ref, 'InformationRequested')).toBe(1);
    const opened = (await requestEvents(requestId)).filter(({ type }) => type === 'InformationRequestOpened');
    expect(opened).toHaveLength(1);
  });
});

it('nothing of this left a fault in the ledger', async () => {
  expect(await verifyLedger(hub.db)).toMatchObject({ faults: [] });
});
