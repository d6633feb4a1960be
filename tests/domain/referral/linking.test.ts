import { describe, expect, test } from 'vitest';
import { allowedActions } from '../../../domain/referral/guards.ts';
import { nextAction, owedDeliveries, waitsFor } from '../../../domain/referral/next-action.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { observe } from '../../../domain/referral/decide.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { linkMessages } from '../../../domain/referral/linking.ts';
import type { Referral } from '../../../domain/referral/state.ts';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import { actor, contactOfficer, socialWorker, teamManager } from '../../support/people.ts';
import { byPhone, decision, folded, on, outline, rules, sealed, story } from './story.ts';
import { parseInstant } from '../../../domain/instant.ts';
import type { JoinDelivery, ReferralDelivery } from '../../../domain/case.ts';

const linkToOpenCase: Extract<ReferralCommand, { type: 'linkToOpenCase' }> = {
  type: 'linkToOpenCase',
  worker: 'w-1042',
  manager: 'm-0077',
  team: 'ASSESSMENT_TEAM',
  caseReference: 'CS-20311',
};
const confirmReceipt: ReferralCommand = { type: 'confirmReceipt' };
const worker = actor('SOCIAL_WORKER', { userId: 'w-1042', localAuthority: 'MOCKTON' });
const duplicate: ReferralCommand = { type: 'markDuplicate', of: 'R-TEST-0099', reason: sealed('same') };
const join: ReferralCommand = { type: 'joinReferral', to: 'R-TEST-0099', reason: sealed('same') };
const acknowledge: ReferralCommand = { type: 'acknowledge', method: 'PHONE' };
const admit: ReferralCommand = { type: 'admitContributor', referralRef: 'R-TEST-0088' };
const at = parseInstant('2028-06-06T09:00:00Z');

function isToJoined(one: ReferralDelivery): one is JoinDelivery {
  return 'to' in one && one.message !== 'CASE_TO_TELL';
}

describe('E14 a child with an open case', () => {
  test('E14 stays with the hub until the allocated worker confirms', () => {
    const { referral } = story([
      ['Mon 10:20', acknowledge],
      ['Mon 10:30', linkToOpenCase, contactOfficer],
    ]);
    expect(referral.stage).toBe('SCREENING');
    expect(referral.clocks.filter(({ status }) => status === 'RUNNING').map(({ kind }) => kind)).toContain(
      'DECISION',
    );
    expect(nextAction(referral)).toMatchObject({ action: 'confirmReceipt' });
    expect(allowedActions(referral, worker)).toContain('confirmReceipt');
    expect(allowedActions(referral, actor('SOCIAL_WORKER', { localAuthority: 'MOCKTON' }))).toEqual([]);
    const { referral: closed, last } = story([
      ['Mon 10:20', acknowledge],
      ['Mon 10:30', linkToOpenCase, contactOfficer],
      ['Mon 11:00', confirmReceipt, worker],
    ]);
    expect(closed.stage).toBe('LINKED_TO_OPEN_CASE');
    expect(outline(last)).toEqual([
      'OpenCaseConfirmed',
      'ClockStopped OPEN_CASE_CONFIRMATION',
      'ClockStopped DECISION',
      'ClockStopped FEEDBACK',
      'ReferralClosed',
    ]);
  });

  test('E14 worker and manager are each told once; links of before there was a message tell nobody', () => {
    const asked = { ...linkToOpenCase, byMessage: true } as const;
    const { referral } = story([['Mon 10:30', asked, contactOfficer]]);
    const owed = linkMessages(referral);
    expect(owed).toMatchObject([
      { message: 'OPEN_CASE_WORKER', recipient: 'w-1042' },
      { message: 'OPEN_CASE_MANAGER', recipient: 'm-0077' },
    ]);
    expect(owedDeliveries(referral)).toEqual(expect.arrayContaining(owed));
    const [first, second] = owed.map((delivery) => {
      const now = on('Mon 10:31');
      return observe(referral, { type: 'linkTold', delivery }, { now, rules });
    });
    const told = [...(first ?? []), ...(second ?? [])].reduce<Referral>(evolve, referral);
    expect(linkMessages(told)).toEqual([]);
    expect(told.version).toBe(referral.version);
    expect(linkMessages(story([['Mon 10:30', linkToOpenCase]]).referral)).toEqual([]);
  });

  test('E14 a message of a link that was taken back tells nothing of the next one', () => {
    const asked = { ...linkToOpenCase, byMessage: true } as const;
    const before = story([['Mon 10:30', asked]]).referral;
    const { referral } = story([
      ['Mon 10:30', asked],
      ['Mon 10:40', { type: 'withdrawLink', reason: sealed('wrong') }],
      ['Mon 10:50', { ...asked, worker: 'w-0001' }],
    ]);
    const [delivery] = linkMessages(before);
    if (delivery === undefined) throw new Error('nothing is owed');
    expect(observe(referral, { type: 'linkTold', delivery }, { now: on('Mon 10:51'), rules })).toEqual([]);
    expect(linkMessages(referral).map(({ key }) => key)).not.toContain(delivery.key);
  });

  test('E14 nobody but the worker and managers confirms', () => {
    expect(() =>
      story([
        ['Mon 10:30', linkToOpenCase],
        ['Mon 11:00', confirmReceipt, socialWorker],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  });

  test('E14 an unacknowledged referrer keeps it open, and has the next step', () => {
    const { referral } = story(
      [
        ['Mon 10:30', linkToOpenCase],
        ['Mon 11:00', confirmReceipt],
      ],
      {
        referrerReach: 'BY_HAND',
      },
    );
    expect(referral.stage).toBe('RECEIVED');
    expect(nextAction(referral)).toMatchObject({ action: 'acknowledge', by: 'CONTACT_OFFICER' });
  });

  test('E14 an electronic acknowledgement closes it when it has gone', () => {
    const { referral } = story([
      ['Mon 10:30', linkToOpenCase],
      ['Mon 11:00', confirmReceipt],
      ['Mon 11:01', 'ACKNOWLEDGEMENT'],
    ]);
    expect(referral.stage).toBe('LINKED_TO_OPEN_CASE');
  });

  test('E14 a decision may still be made while the worker has not answered', () => {
    const { referral } = story([
      ['Mon 10:30', linkToOpenCase],
      ['Mon 12:00', decision()],
    ]);
    expect(referral.stage).toBe('DECIDED');
    const waiting = referral.clocks.find(({ kind }) => kind === 'OPEN_CASE_CONFIRMATION');
    expect(waiting?.status).toBe('STOPPED');
  });
});

describe('E10 a duplicate', () => {
  test('E10 owes its acknowledgement and nothing else', () => {
    const { referral } = story([['Mon 10:30', duplicate, socialWorker]]);
    expect(referral.stage).toBe('RECEIVED');
    expect(waitsFor(referral)).toBe('ACKNOWLEDGEMENT_MESSAGE');
    expect(
      story([
        ['Mon 10:30', duplicate],
        ['Mon 10:31', 'ACKNOWLEDGEMENT'],
      ]).referral.stage,
    ).toBe('DUPLICATE');
  });

  test('E10 is not of itself, and not marked by a contact officer', () => {
    const itself = { ...duplicate, of: story([]).referral.referralRef } as ReferralCommand;
    expect(() => story([['Mon 10:30', itself]])).toThrow(
      expect.objectContaining({ code: 'OTHER_REFERRAL_NEEDED' }),
    );
    expect(() => story([['Mon 10:30', duplicate, contactOfficer]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});

describe('E11 a second source', () => {
  test('E11 joins, is not decided by itself, and takes the decision of the other', () => {
    const made = { ...decision(), no: 2, supersedes: 1, decidedAt: at, decidedBy: teamManager.userId };
    const { type: _type, ...content } = made;
    const note: ReferralCommand = { type: 'noteJoinedDecision', from: 'R-TEST-0099', decision: content };
    const joined = story([['Mon 10:30', join, socialWorker]]).referral;
    expect(owedDeliveries(joined)).toContainEqual(
      expect.objectContaining({ message: 'JOIN_TO_ADMIT', to: 'R-TEST-0099' }),
    );
    expect(waitsFor(joined)).toBe('JOINED_DECISION');
    expect(() =>
      story([
        ['Mon 10:30', join],
        ['Mon 12:00', decision()],
      ]),
    ).toThrow(expect.objectContaining({ code: 'JOINED_TO_OTHER' }));
    const { referral } = story([
      ['Mon 10:20', acknowledge],
      ['Mon 10:30', join],
      ['Mon 12:00', note, SYSTEM_ACTOR],
      ['Mon 12:30', byPhone],
    ]);
    expect(referral).toMatchObject({
      stage: 'DUPLICATE',
      decisions: [{ no: 1, outcome: 'ASSESSMENT_S17', decidedBy: teamManager.userId }],
      handover: { status: 'NOT_NEEDED' },
    });
    expect(() => story([['Mon 12:00', note]])).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  });

  test('E11 the one that decides tells every other source, once for each decision', () => {
    const { referral } = story([
      ['Mon 10:30', admit, SYSTEM_ACTOR],
      ['Mon 10:31', admit, SYSTEM_ACTOR],
      ['Mon 12:00', decision()],
    ]);
    expect(referral.contributors).toHaveLength(1);
    const [news] = owedDeliveries(referral).filter(isToJoined);
    expect(news).toMatchObject({ message: 'DECISION_TO_SHARE', to: 'R-TEST-0088', decision: { no: 1 } });
    if (news === undefined) return;
    const told = observe(
      referral,
      { type: 'joinSettled', delivery: news, isTaken: false },
      { now: at, rules },
    );
    expect(told).toMatchObject([{ type: 'ContributorTold', decisionNo: 1 }]);
  });

  test('E11 when the other has ended, the join ends and the hub decides', () => {
    const { referral, events } = story([['Mon 10:30', join]]);
    const [delivery] = owedDeliveries(referral).filter(isToJoined);
    if (delivery === undefined) throw new Error('nothing is owed');
    const ended = observe(referral, { type: 'joinSettled', delivery, isTaken: false }, { now: at, rules });
    expect(folded([...events, ...ended]).joined).toBeUndefined();
    const admitted = observe(referral, { type: 'joinSettled', delivery, isTaken: true }, { now: at, rules });
    expect(folded([...events, ...admitted]).joined?.admittedAt).toBe(at);
  });

  test('E11 one that others wait for does not join in its turn', () => {
    expect(() =>
      story([
        ['Mon 10:30', admit, SYSTEM_ACTOR],
        ['Mon 10:40', join],
      ]),
    ).toThrow(expect.objectContaining({ code: 'ALREADY_LINKED' }));
  });
});
