import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../domain/actor.ts';
import type { Dispute } from '../../domain/dispute/state.ts';
import { commandsFor, give, untilReferral, words } from '../support/cases.ts';
import {
  closedWithNothing,
  disputed,
  finding,
  lettersOf,
  otherManager,
  police,
  receivedByPhone,
  serviceManager,
} from '../support/disputes.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import { MONDAY_TEN, referrer, teamManager } from '../support/people.ts';
import { asked } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const dispute = (stream: string, holds: (state: Dispute) => boolean = () => true) =>
  untilFollowOn<Dispute>(stack.services, stream, holds);

describe('who objects may let go of it', () => {
  test('others keep it open; with the last it is withdrawn and its run ends', async () => {
    const { services } = stack;
    const ref = await receivedByPhone(services);
    await asked(services, ref);
    const stream = await disputed(services, { referralRef: ref });
    await disputed(services, { referralRef: ref }, police);
    const reason = await words(services, ref, 'It is settled.');
    const withdraw = { type: 'withdrawDispute', reason } as const;
    await giveFollowOn(services, stream, withdraw, { actor: referrer });
    expect(await dispute(stream)).toMatchObject({
      stage: 'OPEN',
      objectors: [{ withdrawal: { reason } }, {}],
    });
    await giveFollowOn(services, stream, withdraw, { actor: police });
    await services.temporal.workflow.getHandle(stream).result();
    expect(await dispute(stream)).toMatchObject({ stage: 'WITHDRAWN' });
    const told = await untilReferral(services, ref, ({ followOns = [] }) =>
      followOns.some(({ kind, outcome }) => kind === 'DISPUTE' && outcome === 'WITHDRAWN'),
    );
    expect(told.decisionCall).toBeUndefined();
    expect((await lettersOf(services, stream)).map(([template, to]) => `${template} ${to}`)).toEqual([
      'DISPUTE_OPENED requests@police.example',
      `DISPUTE_OPENED ${referrer.userId}`,
      'DISPUTE_RESOLVED requests@police.example',
      `DISPUTE_RESOLVED ${referrer.userId}`,
    ]);
  });
});

describe('who decides it', () => {
  test('not whoever made the disputed decision, nor whoever objects, nor a role below its stage', async () => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    const stream = await disputed(services, { referralRef: ref });
    const upheld = await finding(services, ref, 'UPHELD');
    const refusal = async (actor: Actor) => {
      const answer = await giveFollowOn(services, stream, upheld, { actor });
      return answer.kind === 'REFUSED' ? answer.refusal.code : answer.kind;
    };
    expect(await refusal(teamManager)).toBe('OTHER_DECIDER_NEEDED');
    expect(await refusal(referrer)).toBe('NOT_PERMITTED');
    await disputed(services, { referralRef: ref }, otherManager);
    await dispute(stream, ({ objectors }) => objectors.length === 2);
    expect(await refusal(otherManager)).toBe('OTHER_DECIDER_NEEDED');
    const reason = await words(services, ref, 'It goes further.');
    await giveFollowOn(services, stream, { type: 'raiseDispute', reason }, { actor: referrer });
    const third = { ...otherManager, userId: 'synthetic-third-manager' };
    expect(await refusal(third)).toBe('NOT_PERMITTED');
    expect(await refusal(serviceManager)).toBe('RECORDED');
  });

  test('a threshold disputed at the hand-over is not judged by whoever set it', async () => {
    const { services } = stack;
    const ref = await receivedByPhone(services);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    const assessment = await followOnOf(services, ref, 'ASSESSMENT');
    const reason = await words(services, ref, 'This is for Early Help.');
    await giveFollowOn(
      services,
      assessment,
      { type: 'acceptAssessment', threshold: 'DISPUTED', reason, interimSafety: reason },
      { actor: otherManager },
    );
    const stream = await followOnOf(services, ref, 'DISPUTE');
    const state = await dispute(stream);
    expect(state).toMatchObject({ about: assessment, subject: 'THRESHOLD', decidedBy: teamManager.userId });
    const answer = await giveFollowOn(services, stream, await finding(services, ref, 'UPHELD'));
    expect(answer).toMatchObject({ kind: 'REFUSED', refusal: { code: 'OTHER_DECIDER_NEEDED' } });
  });
});
