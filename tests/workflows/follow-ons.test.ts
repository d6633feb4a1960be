import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { messages } from '../../db/schema.ts';
import type { AgencyAction } from '../../domain/agency-action/state.ts';
import {
  commandsFor,
  give,
  receiveReferral,
  referralOf,
  tellByPhone,
  untilReferral,
} from '../support/cases.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import { actor, contactForm, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true });
});
afterAll(() => stack?.close());

const byPhone = { form: contactForm({ referrer: phoneReferrer }) };
const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });

async function decidedForHousing(): Promise<string> {
  const { services } = stack;
  const ref = await receiveReferral(services, byPhone);
  const commands = commandsFor(services, ref);
  const decided = await give(
    services,
    ref,
    await commands.decide({ outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' }),
  );
  expect(decided).toMatchObject({ kind: 'RECORDED' });
  await give(services, ref, tellByPhone);
  return ref;
}

describe('transition 12 a decision begins the case that follows it', () => {
  it('the agency is asked once, accepts in its own case, and only then the hub lets go', async () => {
    const { services } = stack;
    const ref = await decidedForHousing();
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    expect(stream).toBe(`agency-action:${ref}.S1`);
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'DECIDED' });
    const accepted = await giveFollowOn(services, stream, { type: 'acceptAction' }, { actor: housing });
    expect(accepted).toMatchObject({ kind: 'RECORDED' });
    const closed = await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_SINGLE_AGENCY');
    expect(closed).toMatchObject({
      handover: { status: 'ACCEPTED', receiver: 'HOUSING', acceptedBy: housing.userId },
    });
    await giveFollowOn(services, stream, { type: 'reportAction', done: true }, { actor: housing });
    const done = await untilFollowOn<AgencyAction>(services, stream, ({ stage }) => stage === 'DONE');
    expect(done.owners.map(({ team }) => team)).toEqual(['HUB', 'HOUSING']);
    await services.temporal.workflow.getHandle(stream).result();
    const sent = await services.db.select().from(messages).where(eq(messages.referralRef, ref));
    expect(sent.map(({ template }) => template)).toContain('AGENCY_ACTION_ASKED');
  });

  it('accepted on the referral, it is accepted in the case too', async () => {
    const { services } = stack;
    const ref = await decidedForHousing();
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    await give(services, ref, { type: 'acceptHandover' }, { actor: housing });
    const state = await untilFollowOn<AgencyAction>(services, stream, ({ stage }) => stage === 'ACCEPTED');
    expect(state.acceptedBy).toBe(housing.userId);
  });
});
