import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Assessment } from '../../domain/assessment/state.ts';
import type { ChildProtection } from '../../domain/child-protection/state.ts';
import { ownerNow } from '../../domain/follow-on/state.ts';
import { parseInstant } from '../../domain/instant.ts';
import { commandsFor, give, referralOf, tellByPhone, untilReferral } from '../support/cases.ts';
import {
  chair,
  clockOf,
  convened,
  familyOf,
  health,
  lettersOf,
  police,
  protectionCommands,
  protectionNow,
  taken,
} from '../support/child-protection.ts';
import { followOnEvents, followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import { contactOfficer, MONDAY_TEN, PERSONAL_WORDS, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
/** It is Monday 5 June 2028, ten in the morning, and a little later. */
beforeEach(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterEach(() => stack?.close());

const at = (text: string) => parseInstant(`2028-06-${text}+01:00`);
const CAUSE = at('05T08:00:00');
/** An hour and a half after reasonable cause, and past. */
const HELD = [at('05T09:00:00'), at('05T09:30:00')] as const;

/** A family for whom reasonable cause appeared at eight, and the commands about its first child. */
async function begun(children = 1) {
  const { services } = stack;
  const refs = await familyOf(services, children);
  const [ref = '', sibling = ''] = refs;
  const stream = await convened(services, refs, { reasonableCauseAt: CAUSE });
  return { services, ref, sibling, stream, commands: protectionCommands(services, ref) };
}

/** When a clock said something of a kind, as the ledger has it. */
async function said(
  stream: string,
  type: 'ClockBreached' | 'ClockStopped',
  clock: string,
): Promise<string[]> {
  const events = await followOnEvents(stack.services, stream);
  return events.flatMap((event) =>
    event.type === type && 'clock' in event && event.clock === clock ? [event.occurredAt] : [],
  );
}

const isStage = (stage: ChildProtection['stage']) => (state: ChildProtection) => state.stage === stage;

describe('transition 10: a strategy discussion is convened before anything is decided', () => {
  it('waits for no check; each agency is invited once, with an entry for its calendar', async () => {
    const { services, ref, stream, commands } = await begun();
    expect(stream).toBe(`child-protection:${ref}.P1`);
    expect((await referralOf(services, ref)).stage).not.toBe('DECIDED');
    expect(clockOf(await protectionNow(services, stream), 'STRATEGY_DISCUSSION')).toMatchObject({
      startedAt: CAUSE,
      // Reasonable cause appeared before the hub opened: by the end of that day.
      dueAt: at('05T17:00:00'),
    });
    await taken(services, stream, await commands.plan(at('05T14:00:00')), contactOfficer);
    const { settled } = await protectionNow(
      services,
      stream,
      (state) => Object.keys(state.settled).filter((key) => key.includes('INVITATION')).length === 3,
    );
    expect(Object.keys(settled)).toContain(`${ref}.P1/STRATEGY_INVITATION/1/POLICE`);
    const sent = await lettersOf(services, stream);
    expect(sent.map(({ recipient, template }) => [template, recipient])).toEqual([
      ['STRATEGY_INVITATION', 'requests@health.example'],
      ['STRATEGY_INVITATION', 'requests@police.example'],
      ['STRATEGY_INVITATION', 'requests@social-care.example'],
    ]);
    for (const { body, attachment } of sent) {
      expect(body).toContain('strategy discussion on Mon 5 Jun 2028 14:00, by video');
      const text = `${body}\n${attachment?.content}`;
      expect(PERSONAL_WORDS.filter((words) => text.includes(words))).toEqual([]);
      expect(text).not.toContain('meet.invalid');
      expect(entryOf(attachment?.content)).toEqual({
        method: 'REQUEST',
        uid: `strategy-discussion-${ref}.P1-1@front-door`,
        sequence: 0,
        start: '2028-06-05T13:00:00.000Z',
      });
    }
  });

  it('planned again, the first is called off with everybody who had been asked', async () => {
    const { services, ref, stream, commands } = await begun();
    await taken(services, stream, await commands.plan(at('05T14:00:00')));
    await protectionNow(
      services,
      stream,
      ({ settled }) => `${ref}.P1/STRATEGY_INVITATION/1/POLICE` in settled,
    );
    const invited = [{ agency: 'POLICE', kind: 'POLICE' }] as const;
    await taken(services, stream, await commands.plan(at('05T16:00:00'), { invited }));
    await protectionNow(
      services,
      stream,
      ({ settled }) =>
        `${ref}.P1/STRATEGY_INVITATION/1/POLICE/CALLED_OFF` in settled &&
        `${ref}.P1/STRATEGY_INVITATION/2/POLICE` in settled,
    );
    const toPolice = (await lettersOf(services, stream)).filter(({ key }) => key.includes('/POLICE'));
    expect(toPolice.map(({ attachment }) => entryOf(attachment?.content))).toEqual([
      expect.objectContaining({ method: 'REQUEST', sequence: 0, start: '2028-06-05T13:00:00.000Z' }),
      expect.objectContaining({ method: 'CANCEL', sequence: 1, start: '2028-06-05T13:00:00.000Z' }),
      expect.objectContaining({ method: 'REQUEST', uid: `strategy-discussion-${ref}.P1-2@front-door` }),
    ]);
    expect(toPolice[1]?.body).toContain('Mon 5 Jun 2028 14:00 is called off');
  });

  it('never allowed: nothing ends the help to the child meanwhile', async () => {
    const { services, ref } = await begun();
    await untilReferral(services, ref, ({ followOns: links = [] }) => links.length > 0);
    const decide = await commandsFor(services, ref).decide({ outcome: 'NFA', level: 1 });
    expect(await give(services, ref, decide)).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'STRATEGY_OPEN', field: 'outcome' },
    });
  });
});

/** An entry of a calendar as another program reads it. */
function entryOf(content = '') {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const component = calendar.getFirstSubcomponent('vevent');
  if (component === null) throw new Error('there is no event');
  const { uid, sequence, startDate } = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid,
    sequence,
    start: startDate.toJSDate().toISOString(),
  };
}

describe('a discussion without its quorum', () => {
  it('E29: a call of two agencies decides nothing, and another follows on a clock of its own', async () => {
    const { services, ref, stream, commands } = await begun();
    const starts = { children: [{ referralRef: ref, decision: 'START_S47', enquiry: 'JOINT' }] } as const;
    const call = await commands.call(HELD, at('06T09:00:00'), {
      ...starts,
      enquiryPlan: await commands.sealed('A visit.'),
    });
    expect(await giveFollowOn(services, stream, call, { actor: chair })).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'INQUORATE', field: 'children' },
    });
    await taken(services, stream, await commands.call(HELD, at('06T09:00:00')), chair);
    const adjourned = await protectionNow(services, stream, isStage('STRATEGY_ADJOURNED'));
    expect(adjourned.discussions[0]?.held).toMatchObject({ isQuorate: false, missing: ['HEALTH'] });
    expect(clockOf(adjourned, 'STRATEGY_DISCUSSION-2')).toMatchObject({
      startedAt: HELD[1],
      dueAt: at('06T09:30:00'),
    });
    expect(clockOf(adjourned, 'STRATEGY_DISCUSSION').status).toBe('RUNNING');
    await stack.travel(at('08T18:00:00'));
    await protectionNow(services, stream, (state) => clockOf(state, 'STRATEGY_DRIFT').status === 'LATE');
    expect(await said(stream, 'ClockBreached', 'STRATEGY_DISCUSSION')).toEqual([at('05T17:00:00')]);
    expect(await said(stream, 'ClockBreached', 'STRATEGY_DISCUSSION-2')).toEqual([at('06T09:30:00')]);
    // E32: three working days from reasonable cause on, whatever was planned or held.
    expect(await said(stream, 'ClockBreached', 'STRATEGY_DRIFT')).toEqual([at('08T17:00:00')]);
  });

  it('E30: information that health sent is no attendance', async () => {
    const { services, stream, commands } = await begun();
    await taken(services, stream, await commands.plan(at('05T10:30:00')));
    const information = await commands.sealed('Quillon was seen by the nurse in May.');
    await taken(services, stream, { type: 'sendInformation', no: 1, information }, health);
    await taken(services, stream, { type: 'answerInvitation', no: 1, attendance: 'COMING' }, police);
    await stack.travel(at('05T11:30:00'));
    const times = [at('05T10:30:00'), at('05T11:00:00')] as const;
    const call = await commands.call(times, at('05T16:00:00'), { no: 1 });
    const attendance = [
      ...call.attendance,
      { agency: 'HEALTH', kind: 'HEALTH', attendance: 'SENT_INFORMATION' },
    ] as const;
    await taken(services, stream, { ...call, attendance }, chair);
    const state = await protectionNow(services, stream);
    expect(state.discussions[0]?.held).toMatchObject({ isQuorate: false, missing: ['HEALTH'] });
  });
});

describe('transition 13: enquiries under section 47', () => {
  it('C9, C11: count from the discussion that began them, and are late to the instant', async () => {
    const { services, ref, stream, commands } = await begun();
    await taken(services, stream, await commands.held(HELD), chair);
    const started = await protectionNow(services, stream, isStage('S47_ENQUIRY'));
    expect(clockOf(started, 'STRATEGY_DISCUSSION')).toMatchObject({ stoppedAt: HELD[1], stoppedBy: 'HELD' });
    expect(clockOf(started, `CHILD_SEEN_S47.${ref}`).dueAt).toBe(at('06T09:30:00'));
    expect(clockOf(started, `ICPC.${ref}`).dueAt).toBe(at('26T17:00:00'));
    await stack.travel(at('06T12:00:00'));
    expect(await said(stream, 'ClockBreached', `CHILD_SEEN_S47.${ref}`)).toEqual([at('06T09:30:00')]);
    await taken(services, stream, await commands.seen(at('06T11:00:00')), socialWorker);
    expect(await said(stream, 'ClockStopped', `CHILD_SEEN_S47.${ref}`)).toEqual([at('06T11:00:00')]);

    // E31: a second discussion moves nothing.
    const again = { children: [{ referralRef: ref, decision: 'CONTINUE' }] } as const;
    const second = await commands.held([at('06T10:00:00'), at('06T10:30:00')], again);
    await taken(services, stream, second, chair);
    const after = await protectionNow(services, stream, ({ discussions }) => discussions.length === 2);
    expect(clockOf(after, `ICPC.${ref}`)).toMatchObject({ startedAt: HELD[1], dueAt: at('26T17:00:00') });

    await taken(services, stream, await commands.toConference(at('28T10:00:00')));
    await stack.travel(at('28T14:00:00'));
    expect(await said(stream, 'ClockBreached', `ICPC.${ref}`)).toEqual([at('26T17:00:00')]);
    const unexplained = await commands.conferenceHeld(at('28T10:00:00'));
    expect(await giveFollowOn(services, stream, unexplained)).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'MISSING_FIELD', field: 'lateReason' },
    });
    const lateReason = await commands.sealed('The family of Quillon was away.');
    await taken(services, stream, { ...unexplained, lateReason });
    for (const no of [1, 2]) await taken(services, stream, { type: 'circulateMinutes', no });
    const over = await protectionNow(services, stream, isStage('CLOSED_ICPC'));
    expect(over.clocks.every(({ status }) => status === 'STOPPED')).toBe(true);
    await services.temporal.workflow.getHandle(stream).result();
    await untilReferral(services, ref, ({ followOns: [link] = [] }) => link?.outcome === 'CLOSED_ICPC');
  });

  it('in an emergency begin at once, and a quorate discussion follows within its limit', async () => {
    const { services, ref, stream, commands } = await begun();
    await taken(services, stream, await commands.emergency());
    const urgent = await protectionNow(services, stream, isStage('S47_ENQUIRY'));
    const begunAt = urgent.children[0]?.s47?.startedAt;
    expect(urgent.children[0]?.s47).toMatchObject({ isEmergency: true });
    expect(clockOf(urgent, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY').startedAt).toBe(begunAt);
    const icpc = clockOf(urgent, `ICPC.${ref}`).dueAt;
    await stack.travel(at('05T15:00:00'));
    const quorate = await commands.held([at('05T13:00:00'), at('05T14:00:00')]);
    await taken(services, stream, quorate, chair);
    const after = await protectionNow(services, stream);
    expect(clockOf(after, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY')).toMatchObject({
      stoppedAt: at('05T14:00:00'),
      stoppedBy: 'HELD',
    });
    expect(clockOf(after, `ICPC.${ref}`).dueAt).toBe(icpc);
    expect(after.children[0]?.s47).toMatchObject({ startedAt: begunAt, isEmergency: true });
  });
});

describe('C8: the minutes', () => {
  it('are out when they have reached everybody, not when they are asked for', async () => {
    const { services, stream, commands } = await begun();
    const school = {
      agency: 'SPECIMEN_SCHOOL',
      kind: 'EDUCATION',
      attendance: 'PRESENT',
      information: await commands.sealed('Quillon is often tired.'),
    } as const;
    const record = await commands.held(HELD);
    const actions = [
      { what: await commands.sealed('Visit Quillon.'), agency: 'SOCIAL_CARE', dueOn: '2028-06-05' },
    ];
    await taken(services, stream, { ...record, attendance: [...record.attendance, school], actions }, chair);
    await taken(services, stream, { type: 'circulateMinutes', no: 1 }, contactOfficer);
    const minutes = ({ settled }: ChildProtection) =>
      Object.keys(settled).filter((key) => key.includes('STRATEGY_MINUTES'));
    // The school has no mailbox that the hub knows.
    const waiting = await protectionNow(services, stream, (state) => minutes(state).length === 3);
    expect(clockOf(waiting, 'STRATEGY_RECORD.1')).toMatchObject({
      status: 'RUNNING',
      startedAt: HELD[1],
      dueAt: at('06T09:30:00'),
    });
    const given = { type: 'recordMinutesGiven', no: 1, agency: 'SPECIMEN_SCHOOL' } as const;
    await taken(services, stream, given, contactOfficer);
    const out = await protectionNow(services, stream);
    expect(clockOf(out, 'STRATEGY_RECORD.1')).toMatchObject({ status: 'STOPPED', stoppedBy: 'CIRCULATED' });
    expect((await lettersOf(services, stream)).map(({ template }) => template)).toEqual([
      'PLAN_ACTION_ASKED',
      'STRATEGY_MINUTES',
      'STRATEGY_MINUTES',
      'STRATEGY_MINUTES',
    ]);
  });
});

describe('C20: police protection', () => {
  it('whoever recorded it is told at 48 hours, and at 72 that its time is over', async () => {
    const { services, stream, commands } = await begun();
    const from = at('04T22:00:00');
    await taken(services, stream, await commands.policeProtection(from), socialWorker);
    await stack.travel(at('06T23:00:00'));
    const alerted = await protectionNow(services, stream, ({ legalAlerts }) => legalAlerts.length === 1);
    expect(alerted.legalAlerts).toMatchObject([{ at: at('06T22:00:00'), isOver: false }]);
    await stack.travel(at('07T23:00:00'));
    const over = await protectionNow(services, stream, ({ legalAlerts }) => legalAlerts.length === 2);
    expect(over.legalAlerts[1]).toMatchObject({ at: at('07T22:00:00'), isOver: true });
    await protectionNow(
      services,
      stream,
      ({ settled }) => Object.keys(settled).filter((key) => key.includes('LEGAL_ALERT')).length === 2,
    );
    const [before, after] = (await lettersOf(services, stream)).filter(
      ({ template }) => template === 'LEGAL_ALERT',
    );
    expect(before).toMatchObject({ recipient: socialWorker.userId });
    expect(before?.body).toContain('the time of police protection ends at Wed 7 Jun 2028 22:00');
    expect(after?.body).toContain('ended at Wed 7 Jun 2028 22:00, and nobody has said how it ended');
    const ended = { type: 'endPoliceProtection', how: 'AGREEMENT', endedAt: at('07T21:30:00') } as const;
    const referralRef = over.children[0]?.referralRef ?? '';
    await taken(services, stream, { ...ended, referralRef }, socialWorker);
    expect(clockOf(await protectionNow(services, stream), `POLICE_PROTECTION.${referralRef}`)).toMatchObject({
      status: 'STOPPED',
      stoppedAt: at('07T21:30:00'),
    });
  });
});

describe('transition 12: the decision of the hub', () => {
  const s47 = { outcome: 'STRATEGY_S47', level: 4, agreement: 'NOT_REQUIRED_S47' } as const;

  async function decided(ref: string): Promise<void> {
    const { services } = stack;
    const outcome = await give(services, ref, await commandsFor(services, ref).decide(s47));
    if (outcome.kind !== 'RECORDED') throw new Error(JSON.stringify(outcome));
    await give(services, ref, tellByPhone);
  }

  it('joins what somebody convened before, and the acceptance of that lets the hub go', async () => {
    const { services, ref, stream } = await begun();
    await decided(ref);
    expect(await followOnOf(services, ref, 'CHILD_PROTECTION')).toBe(stream);
    await protectionNow(services, stream, ({ decisionNo }) => decisionNo === 1);
    await taken(services, stream, { type: 'acceptProtection' });
    const closed = await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_TO_TEAM');
    expect(closed).toMatchObject({ handover: { status: 'ACCEPTED', acceptedBy: teamManager.userId } });
    const state = await protectionNow(services, stream);
    expect(state.owners.map(({ team }) => team)).toEqual(['HUB', 'ASSESSMENT_TEAM']);
    expect(clockOf(state, 'HANDOVER_ACCEPTANCE')).toMatchObject({ stoppedBy: 'ACCEPTED' });
  });

  it('made after the team had accepted, it is accepted with that', async () => {
    const { services, ref, stream } = await begun();
    await taken(services, stream, { type: 'acceptProtection' });
    await decided(ref);
    await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_TO_TEAM');
  });

  it('E8: two siblings decided on join one case, and both let go once it is accepted', async () => {
    const { services } = stack;
    const [ref = '', sibling = ''] = await familyOf(services, 2);
    await decided(ref);
    await decided(sibling);
    const stream = await followOnOf(services, ref, 'CHILD_PROTECTION');
    await protectionNow(services, stream, ({ children }) => children.length === 2);
    expect(await followOnOf(services, sibling, 'CHILD_PROTECTION')).toBe(stream);
    await taken(services, stream, { type: 'acceptProtection' });
    for (const each of [ref, sibling]) {
      await untilReferral(services, each, ({ stage }) => stage === 'CLOSED_TO_TEAM');
    }
  });
});

describe('who goes on with a child', () => {
  it('transition 15: an assessment accepts first; until then the protection team has the child', async () => {
    const { services, ref, stream, commands } = await begun();
    await taken(services, stream, { type: 'acceptProtection' });
    const record = await commands.held(HELD, { children: [await commands.not(ref, 'ASSESSMENT')] });
    await taken(services, stream, record);
    const assessment = await followOnOf(services, ref, 'ASSESSMENT');
    const waiting = await protectionNow(services, stream, isStage('HANDING_ON'));
    expect(ownerNow(waiting).team).toBe('ASSESSMENT_TEAM');
    expect(clockOf(waiting, `HANDOVER_ACCEPTANCE.${ref}`).status).toBe('RUNNING');
    await taken(services, assessment, { type: 'acceptAssessment', threshold: 'AGREED' });
    await protectionNow(services, stream, ({ children: [child] }) => child?.end !== undefined);
    await taken(services, stream, { type: 'circulateMinutes', no: 1 });
    const over = await protectionNow(services, stream, isStage('CLOSED_TO_ASSESSMENT'));
    expect(over.closedAt).toBeDefined();
    await services.temporal.workflow.getHandle(stream).result();
    const decide = await commandsFor(services, ref).decide({ outcome: 'NFA', level: 1 });
    expect(await give(services, ref, decide)).toMatchObject({ kind: 'RECORDED' });
  });

  it('transition 18: an assessment that reports a new risk into an open case hears how it ends', async () => {
    const { services } = stack;
    const [ref = '', sibling = ''] = await familyOf(services, 2);
    await give(services, ref, await commandsFor(services, ref).decide());
    await give(services, ref, tellByPhone);
    const assessment = await followOnOf(services, ref, 'ASSESSMENT');
    await taken(services, assessment, { type: 'acceptAssessment', threshold: 'AGREED' });
    await taken(services, assessment, { type: 'allocate', worker: socialWorker.userId });
    // Somebody had convened for both siblings before.
    const stream = await convened(services, [ref, sibling], { reasonableCauseAt: CAUSE });
    const commands = protectionCommands(services, ref);
    const reason = await commands.sealed('Quillon has new bruises.');
    const now = await stack.now();
    const risk = { type: 'reportNewRisk', reason, urgency: 'ORDINARY', reasonableCauseAt: now } as const;
    await taken(services, assessment, risk, socialWorker);
    await protectionNow(services, stream, ({ children: [child] }) => child?.askedBy.length === 1);
    const children = [await commands.not(ref, 'NFA'), await commands.not(sibling, 'NFA')];
    await taken(services, stream, await commands.held(HELD, { children }));
    const heard = await untilFollowOn<Assessment>(
      services,
      assessment,
      ({ newRisks: [known] = [] }) => known?.endedAt !== undefined,
    );
    expect(heard.newRisks).toMatchObject([{ outcome: 'CLOSED_NFA' }]);
  });
});
