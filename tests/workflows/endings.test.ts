import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../db/schema.ts';
import {
  acceptHandover,
  commandsFor,
  eventsOf,
  give,
  receive,
  receiveReferral,
  referralOf,
  sendOutcome,
  tellByPhone,
  untilReferral,
} from '../support/cases.ts';
import {
  anonymousReferrer,
  childForm,
  contactForm,
  phoneReferrer,
  referrer,
  socialWorker,
} from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { currentDetails, handleOf } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true });
});
afterAll(() => stack?.close());

const byPhone = { form: contactForm({ referrer: phoneReferrer }) };

describe('transition 25: a withdrawal', () => {
  it('ends the referral when a manager approves it', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.requestWithdrawal(), { actor: referrer });
    await expect
      .poll(() => currentDetails(services, ref))
      .toContain('**TEAM_MANAGER** — Approve or refuse the withdrawal');
    const refused = await give(services, ref, await commands.approveWithdrawal(), { actor: socialWorker });
    expect(refused).toMatchObject({ kind: 'REFUSED', refusal: { code: 'NOT_PERMITTED' } });
    await give(services, ref, await commands.approveWithdrawal());
    await handleOf(services, ref).result();
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'WITHDRAWN' });
    expect(await give(services, ref, tellByPhone)).toEqual({ kind: 'NOT_RUNNING' });
  });

  it('changes nothing when a manager refuses it', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.requestWithdrawal(), { actor: referrer });
    await give(services, ref, await commands.refuseWithdrawal());
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'RECEIVED' });
    expect((await handleOf(services, ref).describe()).status.name).toBe('RUNNING');
  });
});

describe('a decision', () => {
  it('superseded after the referrer was told is told again', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    const told = () =>
      untilReferral(services, ref, (it) => 'feedback' in it && it.feedback?.status === 'SENT');
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
    await give(services, ref, sendOutcome);
    await told();
    await give(services, ref, await commands.decide({ supersedes: 1 }));
    expect((await referralOf(services, ref)).clocks.at(-1)).toMatchObject({
      id: 'FEEDBACK-2',
      status: 'RUNNING',
    });
    await give(services, ref, sendOutcome);
    await told();
    await give(services, ref, acceptHandover);
    await handleOf(services, ref).result();
    const outcomes = (await services.db.select().from(messages)).filter(
      (message) => message.referralRef === ref && message.template === 'OUTCOME',
    );
    expect(outcomes.map((message) => message.key)).toEqual([`${ref}/outcome/1`, `${ref}/outcome/2`]);
  });

  it('of no further action on an anonymous contact ends it by itself', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: anonymousReferrer }) });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide({ outcome: 'NFA', level: 1 }));
    await handleOf(services, ref).result();
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'CLOSED_NFA' });
  });

  it('given by two managers at once is made once; the second hears why not', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    const decisions = [await commands.decide(), await commands.decide({ outcome: 'NFA', level: 1 })];
    const outcomes = await Promise.all(
      decisions.map((command) => give(services, ref, command, { expectedVersion: 1 })),
    );
    expect(outcomes.map((outcome) => outcome.kind).toSorted()).toEqual(['RECORDED', 'REFUSED']);
    expect(outcomes.find((outcome) => outcome.kind === 'REFUSED')).toMatchObject({
      refusal: { code: 'STALE_VERSION' },
    });
    const made = (await eventsOf(services, ref)).filter((event) => event.type === 'DecisionMade');
    expect(made).toHaveLength(1);
  });
});

describe('three siblings', () => {
  it('are three referrals with one acknowledgement between them', async () => {
    const { services } = stack;
    const children = ['Quillon', 'Quilla', 'Quillip'].map((givenName) => childForm({ givenName }));
    const { contactRef, referralRefs } = await receive(services, { form: contactForm({ children }) });
    expect(referralRefs).toHaveLength(3);
    for (const ref of referralRefs) {
      await untilReferral(services, ref, (it) => it.acknowledgement.status === 'SENT');
    }
    const sent = (await services.db.select().from(messages)).filter((it) => it.contactRef === contactRef);
    expect(sent.map((message) => message.template)).toEqual(['ACKNOWLEDGEMENT']);
  });
});
