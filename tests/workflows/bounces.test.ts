import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notifyMessenger } from '../../activities/notify-messenger.ts';
import { parseInstant } from '../../domain/instant.ts';
import {
  eventsOf,
  give,
  isAcknowledged,
  receiveReferral,
  referralOf,
  untilReferral,
} from '../support/cases.ts';
import { type FakeNotify, fakeNotify } from '../support/notify.ts';
import { MONDAY_TEN, socialWorker } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf } from '../support/temporal-views.ts';

let notify: FakeNotify;
let stack: TestStack;
beforeAll(async () => {
  notify = await fakeNotify();
  stack = await testStack({
    worker: true,
    at: MONDAY_TEN,
    messenger: () => notifyMessenger(notify.settings),
  });
});
afterEach(() => notify.becomeAll('delivered'));
afterAll(async () => {
  await stack?.close();
  await notify?.close();
});

const acknowledgementOf = async (ref: string) => {
  const { acknowledgement, clocks } = await referralOf(stack.services, ref);
  return { acknowledgement, clock: clocks.find(({ id }) => id === 'ACKNOWLEDGEMENT') };
};

describe('a message by GOV.UK Notify', () => {
  test('counts as sent when it was delivered, not when it was queued', async () => {
    notify.becomeAll('sending');
    const ref = await receiveReferral(stack.services);
    await expect.poll(() => notify.sent.length, { timeout: 10_000 }).toBe(1);
    expect((await acknowledgementOf(ref)).acknowledgement).toEqual({ status: 'OUTSTANDING' });
    notify.becomeAll('delivered');
    await untilReferral(stack.services, ref, isAcknowledged);
    expect(notify.sent).toHaveLength(1);
  });

  test('E46 message to referrer bounces: not acknowledged, C1 continues until a person sees to it', async () => {
    notify.becomeAll('permanent-failure');
    const ref = await receiveReferral(stack.services);
    const handle = handleOf(stack.services, ref);
    await expect
      .poll(
        async () =>
          (await handle.fetchHistory()).events?.some((event) => event.activityTaskFailedEventAttributes),
        {
          timeout: 20_000,
        },
      )
      .toBe(true);
    expect(await acknowledgementOf(ref)).toMatchObject({
      acknowledgement: { status: 'OUTSTANDING' },
      clock: { status: 'RUNNING' },
    });
    await stack.travel(parseInstant('2028-06-06T10:30:00+01:00'));
    await expect.poll(async () => (await acknowledgementOf(ref)).clock?.status).toBe('LATE');
    expect((await eventsOf(stack.services, ref)).map(({ type }) => type)).toContain('ClockBreached');
    const outcome = await give(
      stack.services,
      ref,
      { type: 'acknowledge', method: 'PHONE' },
      { actor: socialWorker },
    );
    expect(outcome).toMatchObject({ kind: 'RECORDED' });
    expect((await acknowledgementOf(ref)).acknowledgement).toMatchObject({ status: 'SENT', method: 'PHONE' });
  });
});
