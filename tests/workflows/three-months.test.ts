import { count, eq } from 'drizzle-orm';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rulesAt } from '../../db/hub-rules.ts';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { clocks, followOns, messages, notices } from '../../db/schema.ts';
import { readStream } from '../../db/streams.ts';
import { INVARIANTS_WORKFLOW, TASK_QUEUE } from '../../workflows/contract.ts';
import { Api } from '../api/support/api.ts';
import { readable } from '../support/histories.ts';
import { MONDAY_TEN, PERSONAL_WORDS } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { expectedClocks, expectedOwners } from '../support/three-months/expected.ts';
import * as firstDays from '../support/three-months/first-days.ts';
import { chair, earlyHelpManager, STORY_WORDS, teamManager } from '../support/three-months/people.ts';
import {
  clocksOf,
  faultsOfOwners,
  ownersOf,
  rowsOutOfTime,
  rulesBroken,
  runsOf,
} from '../support/three-months/reckoning.ts';
import { CASE_NAMES, type CaseName, Story, summer } from '../support/three-months/story.ts';
import * as summerMonths from '../support/three-months/summer.ts';

let stack: TestStack;
let api: Api;
let story: Story;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
  story = new Story(stack, api);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const look = (name: CaseName) => story.look(story.streams[name]);
const clock = async (name: CaseName, id: string) => (await clocksOf(stack.db, story.streams[name]))[id];
const owner = async (name: CaseName) => (await ownersOf(stack.db, story.streams[name])).at(-1)?.[0];

describe('three months of two siblings', () => {
  it('Mon 5 June, 10:00: a school hands both in, and is told that it arrived', async () => {
    await firstDays.handedIn(story);
    for (const name of ['quillon', 'wren'] as const) {
      expect(await look(name)).toMatchObject({
        stage: 'DECISION_PENDING',
        acknowledgement: { status: 'SENT' },
        owner: { team: 'HUB' },
      });
      expect(await clock(name, 'DECISION')).toEqual({ started: MONDAY_TEN, due: summer('2028-06-06T10:00') });
    }
  });

  it('11:45: reasonable cause has appeared for Quillon, and a discussion is convened before any decision', async () => {
    await firstDays.convened(story);
    expect(await look('protection')).toMatchObject({
      stage: 'STRATEGY_PLANNING',
      referralRefs: [story.quillon],
      owner: { team: 'HUB' },
      next: { action: 'planDiscussion' },
    });
    expect(await clock('protection', 'STRATEGY_DISCUSSION')).toEqual({
      started: summer('2028-06-05T11:30'),
      due: summer('2028-06-06T11:30'),
    });
    expect(await look('quillon')).toMatchObject({ decisions: [] });
  });

  it('13:00: the manager decides; Quillon joins the case there is, Wren is offered Early Help', async () => {
    await firstDays.decided(story);
    const kinds = await stack.db.select({ kind: followOns.kind }).from(followOns);
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['CHILD_PROTECTION', 'EARLY_HELP']);
    expect(await look('earlyHelp')).toMatchObject({ stage: 'EARLY_HELP_OFFERED', owner: { team: 'HUB' } });
    for (const name of ['quillon', 'wren'] as const) {
      expect(await look(name)).toMatchObject({
        stage: 'DECIDED',
        feedback: { status: 'SENT' },
        handover: { status: 'AWAITED' },
        owner: { team: 'HUB' },
      });
    }
  });

  it('14:00: a call without health begins no enquiries; it is adjourned, and waits on a clock of its own', async () => {
    await story.reach('2028-06-05T14:35');
    const call = firstDays.phoneCall(story);
    const enquiries = {
      ...call,
      children: [{ referralRef: story.quillon, decision: 'START_S47', enquiry: 'JOINT' } as const],
      enquiryPlan: 'Seen today.',
    };
    const refused = await story.tries(chair, story.streams.protection, 'recordDiscussion', enquiries);
    expect(refused.body).toMatchObject({ code: 'INQUORATE' });
    await firstDays.adjourned(story);
    const { facts, stage } = await look('protection');
    expect(stage).toBe('STRATEGY_PLANNING');
    expect(facts).toMatchObject({
      discussions: [
        { no: 1, held: { isQuorate: false, missing: ['HEALTH'] } },
        { no: 2, answers: [{ agency: 'HEALTH', answer: 'COMING' }] },
      ],
    });
    expect(await clock('protection', 'STRATEGY_DISCUSSION')).not.toHaveProperty('stopped');
    expect(await clock('protection', 'STRATEGY_DISCUSSION-2')).toEqual({
      started: summer('2028-06-05T14:30'),
      due: summer('2028-06-06T14:30'),
    });
    expect(await look('quillon')).toMatchObject({
      stage: 'CLOSED_TO_TEAM',
      owner: { receiver: 'ASSESSMENT_TEAM' },
    });
  });

  it('Tue 6 June: with health there, joint enquiries begin, and the conference is due in 15 working days', async () => {
    await firstDays.enquiriesBegun(story);
    expect(await look('protection')).toMatchObject({ stage: 'S47_ENQUIRY' });
    expect(await clock('protection', `ICPC.${story.quillon}`)).toEqual({
      started: summer('2028-06-06T11:00'),
      due: summer('2028-06-27T17:00'),
    });
    expect(await clock('protection', `CHILD_SEEN_S47.${story.quillon}`)).toMatchObject({
      due: summer('2028-06-07T11:00'),
      stopped: summer('2028-06-06T18:00'),
    });
    expect(await look('earlyHelp')).toMatchObject({ stage: 'EARLY_HELP_ACTIVE' });
    expect(await look('wren')).toMatchObject({ stage: 'CLOSED_EH', owner: { receiver: 'EARLY_HELP' } });
  });

  it('Wed 7 June: health disputes what was decided for Wren; no clock stands still for that', async () => {
    const before = await clocksOf(stack.db, story.streams.wren);
    await firstDays.disputed(story);
    expect(await look('dispute')).toMatchObject({
      stage: 'OPEN',
      owner: { team: 'HUB', role: 'TEAM_MANAGER' },
      facts: { level: 1, decisionNo: 1, decidedBy: teamManager.userId },
    });
    expect(await clock('dispute', 'DISPUTE_STAGE.1')).toMatchObject({ due: summer('2028-06-12T17:00') });
    expect(await clocksOf(stack.db, story.streams.wren)).toEqual(before);
  });

  it('Mon 12 June, 17:00: nobody has answered, and that instant it is the service manager’s', async () => {
    await firstDays.raised(story);
    const fivePm = summer('2028-06-12T17:00');
    expect(await look('dispute')).toMatchObject({
      stage: 'OPEN',
      owner: { role: 'SERVICE_MANAGER', since: fivePm },
      facts: {
        levels: [
          { level: 1, until: fivePm },
          { level: 2, how: 'RAISED_AT_BREACH', from: fivePm },
        ],
      },
    });
    expect(await lettersOf('PARTNERSHIP_TOLD')).toBe(1);
  });

  it('Tue 13 June, 10:00: upheld; Wren’s referral, closed a week ago, is open again', async () => {
    await summerMonths.upheld(story);
    expect(await look('dispute')).toMatchObject({ stage: 'UPHELD' });
    const { body } = await story.ask(teamManager, `/v1/referrals/${story.wren}/reopening`, {
      reason: 'Too.',
    });
    expect(body).toMatchObject({ code: 'NOT_AT_THIS_STAGE' });
    expect(await look('wren')).toMatchObject({ stage: 'DECIDED', decisions: [{ no: 1 }] });
    expect(await clock('wren', 'DECISION-2')).not.toHaveProperty('stopped');
    expect(await look('earlyHelp')).toMatchObject({ stage: 'EARLY_HELP_ACTIVE' });
  });

  it('11:00: a new decision, which names the dispute; Early Help has Wren until somebody else does', async () => {
    await summerMonths.decidedAgain(story);
    expect(await look('wren')).toMatchObject({
      stage: 'DECIDED',
      decisions: [
        { no: 1, outcome: 'EARLY_HELP' },
        { no: 2, outcome: 'ASSESSMENT_S17', supersedes: 1, disputeId: `${story.wren}.D1` },
      ],
    });
    expect(await look('assessment')).toMatchObject({ stage: 'AWAITING_ACCEPTANCE' });
    expect(await look('earlyHelp')).toMatchObject({ stage: 'EARLY_HELP_ACTIVE' });
    expect(await owner('wren')).toBe('EARLY_HELP EARLY_HELP_MANAGER');
  });

  it('14:00: the assessment team accepts, and then Early Help ends; 45 working days count from June', async () => {
    await summerMonths.assessmentAccepted(story);
    expect(await look('earlyHelp')).toMatchObject({ stage: 'SUPERSEDED' });
    const { closedAt } = await look('earlyHelp');
    const accepted = await ownersOf(stack.db, story.streams.assessment);
    expect(String(closedAt) > String(accepted[1]?.[1])).toBe(true);
    expect(await owner('wren')).toBe('ASSESSMENT_TEAM TEAM_MANAGER');
    expect(await look('wren')).toMatchObject({ stage: 'CLOSED_TO_TEAM' });
    expect(await clock('assessment', 'ASSESSMENT')).toEqual({
      started: MONDAY_TEN,
      due: summer('2028-08-07T17:00'),
    });
  });

  it('Wed 14 June: a third discussion goes on with the enquiries, and the conference is due when it was', async () => {
    await summerMonths.discussedAgain(story);
    expect(await clock('protection', `ICPC.${story.quillon}`)).toEqual({
      started: summer('2028-06-06T11:00'),
      due: summer('2028-06-27T17:00'),
    });
  });

  it('Thu 15 June: Wren is seen; housing agrees to what it is asked to do', async () => {
    await summerMonths.assessed(story);
    expect(await look('assessment')).toMatchObject({
      stage: 'ASSESSMENT',
      facts: { plan: [{ no: 1, agency: 'HOUSING', answer: { agreed: true } }] },
    });
    expect(await clock('assessment', 'PLAN_ACTION.1')).toMatchObject({ due: summer('2028-06-30T24:00') });
  });

  it('Mon 26 June: the conference is held in time, and Quillon’s case ends; housing has done its part', async () => {
    await summerMonths.conferenceHeld(story);
    expect(await look('protection')).toMatchObject({ stage: 'CLOSED_ICPC' });
    expect(await look('assessment')).toMatchObject({ facts: { plan: [{ report: { done: true } }] } });
  });

  it('Thu 20 July: signed, to step down; nothing closes at a meeting without the social worker', async () => {
    await summerMonths.steppingDown(story);
    expect(await look('assessment')).toMatchObject({ stage: 'STEP_DOWN_PENDING' });
    expect(await owner('stepDown')).toBe('ASSESSMENT_TEAM TEAM_MANAGER');
    const refused = await story.tries(
      earlyHelpManager,
      story.streams.stepDown,
      'recordHandoverMeeting',
      summerMonths.meeting(false),
    );
    expect(refused.body).toMatchObject({ code: 'MEETING_INCOMPLETE' });
    await story.settled();
    expect(await look('assessment')).toMatchObject({ stage: 'STEP_DOWN_PENDING' });
  });

  it('Thu 27 July: the meeting is held with the social worker, and only then social care closes', async () => {
    await summerMonths.steppedDown(story);
    expect(await look('stepDown')).toMatchObject({
      stage: 'EARLY_HELP_ACTIVE',
      owner: { team: 'EARLY_HELP' },
    });
    expect(await look('assessment')).toMatchObject({ stage: 'CLOSED_EH', facts: { closureCode: 'RC9' } });
  });

  it('Fri 25 August, 15:30: Wren steps up; a bank holiday lies before the decision is due', async () => {
    await summerMonths.steppedUp(story);
    expect(await look('stepDown')).toMatchObject({ stage: 'STEPPED_UP' });
    expect(await look('wrenAgain')).toMatchObject({
      sourceCode: '5D',
      child: { displayName: 'Wren Testpaper', dateOfBirth: '2021-07-04' },
      history: { reReferral: { certainty: 'CONFIRMED', last: story.wren } },
    });
    const contact = await story.read(teamManager, `/v1/contacts/${story.againContactRef}`);
    expect(contact).toMatchObject({
      form: {
        concern: 'Wren has a new bruise.',
        household: [{ name: 'Bartleby Testpaper' }],
        children: [{ givenName: 'Wren', postcode: 'ZZ99 9ZZ' }],
      },
    });
    const { started = '', due = '' } = (await clock('wrenAgain', 'DECISION')) ?? {};
    expect(started.slice(0, 16)).toBe('2028-08-25T14:30');
    expect(due).toBe(started.replace('08-25', '08-29'));
  });

  it('Tue 29 August: decided once what is different is said; 45 working days pass the end of summer time', async () => {
    await story.reach('2028-08-29T11:00');
    const { version } = await look('wrenAgain');
    const url = `/v1/referrals/${story.wrenAgain}/decision`;
    const silent = await story.ask(teamManager, url, summerMonths.ONCE_MORE, Number(version));
    expect(silent).toMatchObject({ status: 422, body: { code: 'WHAT_IS_DIFFERENT_NEEDED' } });
    await summerMonths.assessedOnceMore(story);
    expect(await look('assessmentAgain')).toMatchObject({ stage: 'ASSESSMENT' });
    expect(await clock('assessmentAgain', 'ASSESSMENT')).toMatchObject({ due: '2028-10-30T17:00:00.000Z' });
  });
});

async function lettersOf(template: string): Promise<number> {
  const [row] = await stack.db
    .select({ letters: count() })
    .from(messages)
    .where(eq(messages.template, template));
  return row?.letters ?? 0;
}

describe('at the end, on Tue 5 September', () => {
  it('every clock of every case stands as written out', async () => {
    const rules = await rulesAt(stack.db, await stack.now());
    const expected = await expectedClocks(story, rules);
    for (const name of CASE_NAMES) {
      expect({ [name]: await clocksOf(stack.db, story.streams[name]) }).toEqual({ [name]: expected[name] });
    }
    const [all] = await stack.db.select({ clocks: count() }).from(clocks);
    const written = Object.values(expected).map((one) => Object.keys(one).length);
    expect(all?.clocks).toBe(written.reduce((sum, one) => sum + one, 0));
    const late = await stack.db.select().from(notices).where(eq(notices.what, 'BREACH'));
    expect(late).toMatchObject([
      { stream: story.streams.dispute, clockId: 'DISPUTE_STAGE.1', occurredAt: summer('2028-06-12T17:00') },
    ]);
  });

  it('every case had every owner in order, at every row one, and never another past', async () => {
    const expected = await expectedOwners(story);
    for (const name of CASE_NAMES) {
      const stream = story.streams[name];
      expect({ [name]: await ownersOf(stack.db, stream) }).toEqual({ [name]: expected[name] });
      expect(await faultsOfOwners(stack.db, stream)).toEqual([]);
      expect(await rowsOutOfTime(stack.db, stream)).toEqual([]);
      expect(await rulesBroken(stack.db, stream)).toEqual([]);
    }
  });

  it('every count is right', async () => {
    const counts = async (path: string) => story.read(teamManager, `/v1/${path}`);
    expect(await counts('disputes/counts')).toMatchObject({
      disputes: [{ stageReached: 2, lane: 'ORDINARY', outcome: 'UPHELD', disputes: 1 }],
    });
    expect(await counts('early-help/counts')).toMatchObject({
      families: [
        {
          route: 'DECISION',
          outcome: 'SUPERSEDED',
          routing: 'SHOULD_HAVE_BEEN_SOCIAL_CARE',
          families: 1,
        },
        { route: 'STEP_DOWN', outcome: 'STEPPED_UP', routing: 'RIGHT_ROUTE', families: 1 },
      ],
    });
    expect(await counts('agency-actions/counts')).toMatchObject({ agencies: [] });
    expect(await counts('feedback/appropriateness')).toMatchObject({ agencies: [] });
    expect(await counts('feedback')).toMatchObject({ feedback: [] });
    const { feedback } = (await counts('feedback?status=settled')) as { feedback: { referralRef: string }[] };
    const told = new Map(feedback.map((one) => [one.referralRef, one]));
    expect(told.size).toBe(3);
    expect(told.get(story.quillon)).toMatchObject({ decisionNo: 1, status: 'SENT', method: 'ELECTRONIC' });
    expect(told.get(story.wren)).toMatchObject({ decisionNo: 2, status: 'SENT', method: 'ELECTRONIC' });
    expect(told.get(story.wrenAgain)).toMatchObject({ decisionNo: 1, status: 'SENT', method: 'PHONE' });
  });

  it('each family is in one place', async () => {
    const { quillon, wren, wrenAgain } = story;
    const family = await story.read(teamManager, `/v1/families/${story.contactRef}`);
    expect(family).toMatchObject({
      cases: [
        { id: `${quillon}.P1`, stage: 'CLOSED_ICPC' },
        { id: `${wren}.H1`, stage: 'SUPERSEDED' },
        { id: `${wren}.D1`, stage: 'UPHELD' },
        { id: `${wren}.A1`, stage: 'CLOSED_EH', children: [{ id: `${wren}.H2` }] },
        { id: `${wren}.H2`, stage: 'STEPPED_UP', from: `/v1/assessments/${wren}.A1` },
      ],
      steppedUpInto: [{ referralRef: wrenAgain, caseId: `${wren}.H2` }],
    });
    const { referrals } = family as { referrals: { referralRef: string }[] };
    expect(referrals.map(({ referralRef }) => referralRef).toSorted()).toEqual([quillon, wren].toSorted());
    expect(await story.read(teamManager, `/v1/families/${story.againContactRef}`)).toMatchObject({
      referrals: [{ referralRef: wrenAgain, stage: 'CLOSED_TO_TEAM' }],
      cases: [{ id: `${wrenAgain}.A1`, stage: 'ASSESSMENT', isOverdue: false }],
      steppedUpFrom: [{ referralRef: wren, caseId: `${wren}.H2` }],
    });
  });

  it('everybody had the letters they were owed, once', async () => {
    const sent = await stack.db
      .select({ template: messages.template, letters: count() })
      .from(messages)
      .groupBy(messages.template);
    expect(Object.fromEntries(sent.map(({ template, letters }) => [template, letters]))).toEqual({
      // One for the contact, about both children.
      ACKNOWLEDGEMENT: 1,
      // Quillon's decision, and Wren's second; the first was told by phone.
      OUTCOME: 2,
      STRATEGY_INVITATION: 4,
      // The call had two agencies, the second discussion four that were invited, the third three.
      STRATEGY_MINUTES: 9,
      PLAN_ACTION_ASKED: 2,
      DISPUTE_OPENED: 1,
      DISPUTE_RAISED: 1,
      PARTNERSHIP_TOLD: 1,
      DISPUTE_RESOLVED: 1,
    });
  });

  it('one assessment is open and runs; no rule of open cases is broken', async () => {
    const { temporal } = stack.services;
    const running: string[] = [];
    for await (const { workflowId } of temporal.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
      running.push(workflowId);
    }
    expect(running).toEqual([story.streams.assessmentAgain]);
    await temporal.workflow.execute(INVARIANTS_WORKFLOW, { workflowId: 'invariants', taskQueue: TASK_QUEUE });
    expect(await story.read(teamManager, '/v1/invariants')).toMatchObject({
      total: 0,
      lastRun: { checked: 1 },
    });
  });

  it('the ledger verifies, and every projection is what it makes of itself', async () => {
    expect((await verifyLedger(stack.db)).faults).toEqual([]);
    const before = await projectionChecksums(stack.db);
    await rebuildProjections(stack.db);
    expect(await projectionChecksums(stack.db)).toEqual(before);
  });

  it('nothing of the family is in any history, attribute or ledger', async () => {
    const { temporal } = stack.services;
    const personal = (text: string) =>
      [...PERSONAL_WORDS, ...STORY_WORDS].filter((words) => text.includes(words));
    for (const stream of Object.values(story.streams)) {
      const runs = await runsOf(temporal, stream);
      expect(runs.length).toBeGreaterThan(0);
      for (const history of runs) {
        const { text, payloads } = await readable(JSON.parse(historyToJSON(history)));
        expect(payloads).toBeGreaterThan(3);
        expect(personal(text)).toEqual([]);
      }
      const shown = await temporal.workflow.getHandle(stream).describe();
      const visible = JSON.stringify([shown.searchAttributes, shown.memo, await shown.staticSummary()]);
      expect(personal(visible)).toEqual([]);
      expect(personal(JSON.stringify(await readStream(stack.db, stream)))).toEqual([]);
    }
  });
});
