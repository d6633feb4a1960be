import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../domain/actor.ts';
import type { Dispute } from '../../domain/dispute/state.ts';
import { followOnOf as caseOf } from '../../domain/follow-on/stream.ts';
import { latestDecision } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';
import {
  commandsFor,
  eventsOf,
  give,
  referralOf,
  tellByPhone,
  untilReferral,
  words,
} from '../support/cases.ts';
import {
  clockRowsOf,
  closedWithNothing,
  disputed,
  finding,
  otherManager,
  police,
  receivedByPhone,
  serviceManager,
} from '../support/disputes.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import { MONDAY_TEN, referrer, teamManager } from '../support/people.ts';
import { asked } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const isOver = ({ closedAt }: Dispute) => closedAt !== undefined;
const dispute = (stream: string, holds: (state: Dispute) => boolean = () => true) =>
  untilFollowOn<Dispute>(stack.services, stream, holds);

/** A referral in the state of its name, about which the police have been asked. */
const REFERRALS: Readonly<Record<string, () => Promise<string>>> = {
  open: () => knownToPolice(),
  decided: async () => {
    const ref = await knownToPolice();
    const commands = commandsFor(stack.services, ref);
    await give(stack.services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
    return ref;
  },
  closed: async () => {
    const ref = await knownToPolice();
    const commands = commandsFor(stack.services, ref);
    await give(stack.services, ref, await commands.decide({ outcome: 'NFA', level: 1 }));
    await give(stack.services, ref, tellByPhone);
    return ref;
  },
};

async function knownToPolice(): Promise<string> {
  const ref = await receivedByPhone(stack.services);
  await asked(stack.services, ref);
  return ref;
}

describe('transition 27 a dispute is opened', () => {
  const PEOPLE: [string, Actor][] = [
    ['the referrer', referrer],
    ['an agency that was asked', police],
  ];

  test.each(Object.keys(REFERRALS).flatMap((state) => PEOPLE.map(([who, by]) => [state, who, by] as const)))(
    'about a referral that is %s, by %s',
    async (name, _who, by) => {
      const { services } = stack;
      const ref = (await REFERRALS[name]?.()) ?? '';
      const before = await referralOf(services, ref);
      const stream = await disputed(services, { referralRef: ref }, by);
      const state = await dispute(stream);
      const decision = latestDecision(before);
      expect(state).toMatchObject({
        stage: 'OPEN',
        level: 1,
        about: referralStream(ref),
        objectors: [{ userId: by.userId, role: by.role, agency: by.agency }],
        owners: [{ team: 'HUB', role: 'TEAM_MANAGER' }],
      });
      expect([state.decisionNo, state.decidedBy]).toEqual([decision?.no, decision?.decidedBy]);
      const now = await referralOf(services, ref);
      expect([now.stage, latestDecision(now)]).toEqual([before.stage, decision]);
      // A closed referral takes no word of its beginning; it hears what comes of it.
      if (name === 'closed') return;
      const told = await untilReferral(services, ref, ({ followOns = [] }) =>
        followOns.some(({ kind, openedAt }) => kind === 'DISPUTE' && openedAt !== undefined),
      );
      expect(told.stage).toBe(before.stage);
    },
  );

  test('what is disputed already has one dispute: whoever disagrees next joins it', async () => {
    const { services } = stack;
    const ref = await knownToPolice();
    const first = await disputed(services, { referralRef: ref });
    const other = await disputed(services, { referralRef: ref, subject: 'OTHER_STEP' }, police);
    expect(other).not.toBe(first);
    const interimSafety = 'A patrol car passes at night.';
    expect(await disputed(services, { referralRef: ref, interimSafety }, police)).toBe(first);
    const state = await dispute(first, ({ objectors }) => objectors.length === 2);
    expect(state.objectors.map(({ agency }) => agency)).toEqual(['SPECIMEN_SCHOOL', 'POLICE']);
    expect(state.interim.map(({ by, until }) => [by, until])).toEqual([
      [referrer.userId, undefined],
      [police.userId, undefined],
    ]);
  });

  test('E26 agencies disagree before the decision: upheld, the decision still to be made answers it', async () => {
    const { services } = stack;
    const ref = await knownToPolice();
    const stream = await disputed(services, { referralRef: ref, subject: 'OTHER_STEP' }, police);
    await giveFollowOn(services, stream, await finding(services, ref, 'UPHELD'), { actor: otherManager });
    const called = await untilReferral(services, ref, ({ decisionCall }) => decisionCall !== undefined);
    expect(called.clocks.filter(({ kind }) => kind === 'DECISION').map(({ id }) => id)).toEqual(['DECISION']);
    const commands = commandsFor(services, ref);
    const dissent = await words(services, ref, 'The police see a higher risk.');
    const interimSafety = await words(services, ref, 'A patrol car passes at night.');
    await give(services, ref, await commands.decide({ dissent, interimSafety }));
    expect(latestDecision(await referralOf(services, ref))).toMatchObject({
      no: 1,
      dissent,
      interimSafety,
      disputeId: caseOf(stream)?.id,
    });
  });
});

describe('E28 the clocks of what is disputed run on', () => {
  test('those of the referral and of its assessment are the same before and after', async () => {
    const { services } = stack;
    const ref = await receivedByPhone(services);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    const assessment = await followOnOf(services, ref, 'ASSESSMENT');
    const streams = [referralStream(ref), assessment];
    const rows = () => Promise.all(streams.map((stream) => clockRowsOf(services, stream)));
    const before = await rows();
    expect(before.map((one) => one.length > 0)).toEqual([true, true]);

    const stream = await disputed(services, { referralRef: ref });
    const reason = await words(services, ref, 'Nobody answers.');
    const position = await words(services, ref, 'The decision was right.');
    await giveFollowOn(services, stream, { type: 'respondToDispute', position }, { actor: teamManager });
    await giveFollowOn(services, stream, { type: 'raiseDispute', reason }, { actor: referrer });
    await giveFollowOn(services, stream, { type: 'makeChildSafety', reason }, { actor: referrer });
    expect(await rows()).toEqual(before);
    const standing = await referralOf(services, ref);
    expect(standing.clocks.filter(({ status }) => status === 'RUNNING').map(({ kind }) => kind)).toContain(
      'FEEDBACK',
    );

    const head = await finding(services, ref, 'NOT_UPHELD');
    await giveFollowOn(services, stream, head, { actor: { ...serviceManager, role: 'HEAD_OF_SERVICE' } });
    await services.temporal.workflow.getHandle(stream).result();
    const after = await untilReferral(services, ref, ({ followOns = [] }) =>
      followOns.some(({ kind, outcome }) => kind === 'DISPUTE' && outcome === 'NOT_UPHELD'),
    );
    expect(await rows()).toEqual(before);
    expect(after.clocks).toEqual(standing.clocks);
  });

  test('K7 goes by the first decision: upheld, its stamp stays and a second clock begins', async () => {
    const { services } = stack;
    const ref = await receivedByPhone(services);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
    const [first] = (await referralOf(services, ref)).clocks.filter(({ kind }) => kind === 'DECISION');
    const stream = await disputed(services, { referralRef: ref });
    await giveFollowOn(services, stream, await finding(services, ref, 'PARTLY'), { actor: otherManager });
    const called = await untilReferral(services, ref, ({ decisionCall }) => decisionCall !== undefined);
    const clocks = called.clocks.filter(({ kind }) => kind === 'DECISION');
    expect(clocks).toMatchObject([
      { id: 'DECISION', status: 'STOPPED' },
      { id: 'DECISION-2', status: 'RUNNING' },
    ]);
    expect(clocks[0]).toEqual(first);
  });
});

describe('transition 26 an upheld dispute opens a closed referral again', () => {
  test('its run is over; it decides anew for the dispute, and the first decision is untouched', async () => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    await handleOf(services, ref).result();
    const made = (await eventsOf(services, ref)).find(({ type }) => type === 'DecisionMade');
    const stream = await disputed(services, { referralRef: ref });
    const id = caseOf(stream)?.id;
    await giveFollowOn(services, stream, await finding(services, ref, 'UPHELD'), { actor: otherManager });

    const open = await untilReferral(services, ref, ({ stage }) => stage === 'DECIDED');
    expect(open).toMatchObject({
      decisionCall: { because: 'DISPUTE_UPHELD', caseId: id },
      decisions: [{ no: 1, outcome: 'NFA', decidedBy: teamManager.userId }],
    });
    expect(open).not.toHaveProperty('closedAt');
    expect(
      open.clocks.filter(({ kind }) => kind === 'DECISION').map(({ id: clock, status }) => [clock, status]),
    ).toEqual([
      ['DECISION', 'STOPPED'],
      ['DECISION-2', 'RUNNING'],
    ]);
    const { status } = await handleOf(services, ref).describe();
    expect(status.name).toBe('RUNNING');
    expect((await dispute(stream, isOver)).stage).toBe('UPHELD');
    await services.temporal.workflow.getHandle(stream).result();

    const commands = commandsFor(services, ref);
    const decided = await give(services, ref, await commands.decide({ supersedes: 1 }), {
      actor: otherManager,
    });
    expect(decided).toMatchObject({ kind: 'RECORDED' });
    const after = await referralOf(services, ref);
    expect(after).toMatchObject({
      decisions: [
        { no: 1, outcome: 'NFA' },
        { no: 2, outcome: 'ASSESSMENT_S17', disputeId: id, supersedes: 1 },
      ],
    });
    expect(latestDecision(open)).not.toHaveProperty('disputeId');
    expect(after.clocks.find(({ id: clock }) => clock === 'DECISION-2')).toMatchObject({
      status: 'STOPPED',
      stoppedBy: 'DECIDED',
    });
    expect((await eventsOf(services, ref)).find(({ type }) => type === 'DecisionMade')).toEqual(made);
  });

  test.each(['NOT_UPHELD', 'MOOT'] as const)('%s opens nothing', async (outcome) => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    await handleOf(services, ref).result();
    const before = await eventsOf(services, ref);
    const stream = await disputed(services, { referralRef: ref });
    await giveFollowOn(services, stream, await finding(services, ref, outcome), { actor: otherManager });
    await services.temporal.workflow.getHandle(stream).result();
    expect(await eventsOf(services, ref)).toEqual(before);
  });
});
