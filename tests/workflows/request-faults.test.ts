import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Activities } from '../../activities/index.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { rulesAt, rulesForCase } from '../../db/hub-rules.ts';
import { verifyLedger } from '../../db/ledger-verification.ts';
import type { Delivery } from '../../domain/case.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { informationRequestStream } from '../../domain/streams.ts';
import {
  acceptHandover,
  commandsFor,
  eventsOf,
  give,
  receiveReferral,
  referralOf,
  tellByPhone,
} from '../support/cases.ts';
import type { StackOptions } from '../support/open-stack.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { askedLimited } from '../support/request-scenarios.ts';
import {
  answer,
  ask,
  asked,
  giveRequest,
  requestEvents,
  requestOf,
  reviewed,
  sentTo,
  untilCheck,
  untilRequest,
} from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack | undefined;
afterEach(() => stack?.close());

async function opened(options: Partial<StackOptions> = {}): Promise<TestStack> {
  stack = await testStack({ worker: true, at: MONDAY_TEN, ...options });
  return stack;
}

const byPhone = contactForm({ referrer: phoneReferrer });

/** Does the delivery and then fails the first time, as a worker that dies before it can report. */
function dyingOnce(message: Delivery['message']): Pick<StackOptions, 'activities'> & { died: () => number } {
  let deaths = 0;
  const activities = (real: Activities): Activities => ({
    ...real,
    deliver: async (delivery, at) => {
      const result = await real.deliver(delivery, at);
      if (delivery.message === message && deaths === 0) {
        deaths += 1;
        throw new Error('the worker died after it had done it');
      }
      return result;
    },
  });
  return { activities, died: () => deaths };
}

describe('a worker that dies after', () => {
  it('it began a request: there is one, and the agency is asked once', async () => {
    const fault = dyingOnce('REQUEST_TO_OPEN');
    const { services } = await opened(fault);
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    expect(fault.died()).toBe(1);
    const { contactRef, agencyChecks } = await referralOf(services, ref);
    expect(agencyChecks?.map((check) => check.requestId)).toEqual([requestId]);
    expect(requestId).toBe(`${contactRef}.POLICE`);
    expect(await sentTo(services, contactRef)).toEqual(['AGENCY_REQUEST']);
  });

  it('it told the referral an answer: the referral has it once, and no other case waits', async () => {
    const fault = dyingOnce('ANSWER_TO_NOTE');
    const { services } = await opened(fault);
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    await giveRequest(services, requestId, answer());
    await untilRequest(services, requestId, ({ told }) => told.includes(`${ref}/1`));
    expect(fault.died()).toBe(1);
    const noted = (await eventsOf(services, ref)).filter(({ type }) => type === 'AnswerNoted');
    expect(noted).toHaveLength(1);
  });
});

describe('a referral that closes while an answer is on its way', () => {
  it('has it in the end, however often telling it failed before', async () => {
    let isHeld = true;
    const { services } = await opened({
      activities: (real) => ({
        ...real,
        deliver: async (delivery, at) => {
          if (isHeld && delivery.message === 'ANSWER_TO_NOTE') throw new Error('on its way');
          return real.deliver(delivery, at);
        },
      }),
    });
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK' }));
    const commands = commandsFor(services, ref);
    for (const command of [await commands.decide(), tellByPhone, acceptHandover]) {
      expect(await give(services, ref, command)).toMatchObject({ kind: 'RECORDED' });
    }
    const closed = await referralOf(services, ref);
    expect(closed.stage).toBe('CLOSED_TO_TEAM');
    expect('decisions' in closed && closed.decisions?.[0]?.agenciesMissing).toEqual(['POLICE']);
    isHeld = false;
    const { answers } = await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    expect(answers[0]?.review).toBeDefined();
    expect(await give(services, ref, await reviewed(services, ref, requestId, 'NO_CHANGE'))).toMatchObject({
      kind: 'RECORDED',
    });
  });

  it('and an agency asked at the same moment is still asked', async () => {
    let isHeld = true;
    const { services } = await opened({
      activities: (real) => ({
        ...real,
        deliver: async (delivery, at) => {
          if (isHeld && delivery.message === 'REQUEST_TO_OPEN') throw new Error('on its way');
          return real.deliver(delivery, at);
        },
      }),
    });
    const ref = await receiveReferral(services, { form: byPhone });
    await ask(services, ref);
    const commands = commandsFor(services, ref);
    for (const command of [await commands.decide(), tellByPhone, acceptHandover]) {
      await give(services, ref, command);
    }
    isHeld = false;
    const { requestId } = await untilCheck(services, ref, ({ openedAt }) => openedAt !== undefined);
    await giveRequest(services, requestId, answer());
    await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
  });
});

describe('a request whose history grows too long', () => {
  it('goes on in a new run with its clocks, its answers and the updates it has answered', async () => {
    const { services, travel } = await opened();
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await askedLimited(stack as TestStack, ref, 22);
    const handle = services.temporal.workflow.getHandle(informationRequestStream(requestId));
    const { runId: firstRun } = await handle.describe();
    const partial = answer({ partial: true, answer: 'KNOWN_RISK' });
    const first = await giveRequest(services, requestId, partial, { updateId: 'pressed-twice' });
    const runId = async () => (await handle.describe()).runId;
    await expect.poll(runId, { timeout: 10_000 }).not.toBe(firstRun);
    expect(await giveRequest(services, requestId, partial, { updateId: 'pressed-twice' })).toEqual(first);
    await untilCheck(services, ref, ({ answers }) => answers.length === 1);
    expect(await handle.query('state')).toEqual(await requestOf(services, requestId));
    await travel(addMs(await (stack as TestStack).now(), 5 * HOUR_MS));
    await untilRequest(services, requestId, ({ sent }) => sent.includes('AGENCY_LEAD_TOLD'));
    expect((await requestOf(services, requestId)).answers).toHaveLength(1);
  });
});

describe('changed rules', () => {
  it('are taken on by a request, and leave what its agency was promised alone', async () => {
    const { services } = await opened();
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    const before = await requestOf(services, requestId);
    const { receivedAt } = before;
    const rules = rulesForCase(await rulesAt(services.db, receivedAt), receivedAt);
    const changed = { ...rules, policy: { ...rules.policy, edition: 'another-2028' }, publication: 1 };
    const workflowId = informationRequestStream(requestId);
    expect(await services.cases.adoptRules(workflowId, changed, 20_000)).toMatchObject({ kind: 'RECORDED' });
    const after = await requestOf(services, requestId);
    expect(after.clocks).toEqual(before.clocks);
    expect((await requestEvents(services, requestId)).at(-1)).toMatchObject({
      type: 'RulesAdopted',
      policyEdition: 'another-2028',
    });
  });
});

it('what screens read of requests is rebuilt alike, and the ledger holds', async () => {
  const { services, db, now, travel } = await opened();
  const ref = await receiveReferral(services, { form: byPhone });
  const requestId = await asked(services, ref);
  await asked(services, ref, { agency: 'HOUSING' });
  await giveRequest(services, requestId, answer());
  await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
  await travel(addMs(await now(), 30 * HOUR_MS));
  await sleep(500);
  const before = await projectionChecksums(db);
  await rebuildProjections(db);
  expect(await projectionChecksums(db)).toEqual(before);
  expect(await verifyLedger(db)).toMatchObject({ faults: [] });
});
