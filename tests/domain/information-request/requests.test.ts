import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { RequestCommand } from '../../../domain/information-request/commands.ts';
import { owedDeliveries } from '../../../domain/information-request/owed.ts';
import type { RequestOpening } from '../../../domain/information-request/state.ts';
import type { Rag } from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { on, outline, sealed } from '../referral/story.ts';
import { answer, policeOfficer, type Step, story } from './story.ts';

describe('when an answer is due', () => {
  test.each<[string, Partial<RequestOpening>, string, string]>([
    ['amber, asked at receipt: half of the working day', {}, 'Mon 10:00', 'Mon 14:00'],
    ['red, asked at receipt: half of four hours', { rag: 'RED' }, 'Mon 10:00', 'Mon 12:00'],
    ['red, asked two hours later: half of what is left', { rag: 'RED' }, 'Mon 12:00', 'Mon 13:00'],
    ['red, asked after its target: half of four hours from then', { rag: 'RED' }, 'Mon 15:00', 'Mon 17:00'],
    [
      'a rating without a target: half of the time the decision has',
      { rag: 'BLUE' },
      'Mon 10:00',
      'Mon 14:00',
    ],
    ['amber, asked after the decision was due: as if received now', {}, 'Tue 12:00', 'Tue 16:00'],
  ])('%s', (_case, from, openedAt, dueAt) => {
    const { request } = story([], from, on(openedAt));
    expect(request.clocks[0]).toMatchObject({ id: 'AGENCY_CHECK', dueAt: on(dueAt) });
  });
});

describe('time that passes', () => {
  test('E25 agency never answers: reminded at three quarters, lead at due, missing at the limit, then the end', () => {
    const { events, request } = story([
      ['Mon 13:00', 'settle'],
      ['Mon 14:01', 'settle'],
      ['Tue 10:00', 'settle'],
      ['+1 Mon 09:00', 'settle'],
    ]);
    expect(outline(events).filter((line) => !line.startsWith('ClockEscalated'))).toEqual([
      'InformationRequestOpened',
      'ClockStarted AGENCY_CHECK',
      'ClockStarted ANSWER_LONG_STOP',
      'ClockWarned AGENCY_CHECK',
      'AgencyMessageSent',
      'AgencyMessageSent',
      'ClockBreached AGENCY_CHECK',
      'AgencyMessageSent',
      'ClockWarned ANSWER_LONG_STOP',
      'RequestListedMissing',
      'ClockStopped AGENCY_CHECK',
      'ClockStopped ANSWER_LONG_STOP',
      'RequestClosed',
      'EndTold',
    ]);
    expect(request).toMatchObject({
      stage: 'NO_ANSWER',
      sent: ['AGENCY_REQUEST', 'AGENCY_REMINDER', 'AGENCY_LEAD_TOLD'],
      listedMissingAt: on('Tue 10:00'),
      closedAt: on('Fri 17:00'),
      told: ['R-TEST-0001/END'],
    });
    expect(owedDeliveries(request)).toEqual([]);
  });

  test('a worker that was away at the reminder tells the lead only', () => {
    const { request } = story([['Mon 15:00', 'settle']]);
    expect(request.sent).toEqual(['AGENCY_REQUEST', 'AGENCY_LEAD_TOLD']);
  });

  test('nobody is reminded of an answer that is there, and it can be corrected for a while', () => {
    const { request } = story([
      ['Mon 11:00', answer()],
      ['Thu 16:59', answer({ corrects: 1, answer: 'KNOWN_RISK' })],
      ['Thu 17:00', 'settle'],
    ]);
    expect(request).toMatchObject({ stage: 'ANSWERED', sent: [] });
    expect(request.clocks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'AGENCY_CHECK STOPPED',
      'ANSWER_LONG_STOP STOPPED',
      'CORRECTIONS RUNNING',
    ]);
    const { request: over } = story([
      ['Mon 11:00', answer()],
      ['+1 Mon 09:00', 'settle'],
    ]);
    expect(over).toMatchObject({
      stage: 'CLOSED',
      closedAt: on('Thu 17:00'),
      told: ['R-TEST-0001/1'],
    });
  });

  test('asked after the decision was due, an agency is not listed as missing by it', () => {
    const { request } = story([['Wed 12:00', 'tick']], {}, on('Tue 12:00'));
    expect(request.listedMissingAt).toBeUndefined();
  });
});

describe('answers', () => {
  test('a partial one leaves the clock running, a full one stops it', () => {
    const { request } = story([
      ['Mon 11:00', answer({ partial: true, answer: 'KNOWN_RISK', detail: sealed('d') })],
    ]);
    expect(request.stage).toBe('AWAITED');
    expect(request.clocks[0]).toMatchObject({ status: 'RUNNING' });
    expect(story([['Mon 11:00', answer()]]).request.clocks[0]).toMatchObject({ stoppedBy: 'ANSWERED' });
  });

  test('each goes to every child in order, and the end after the last', () => {
    const both: Step[] = [
      [
        'Mon 10:30',
        { type: 'addChild', referralRef: 'R-TEST-0002', rag: 'GREEN', critical: true },
        SYSTEM_ACTOR,
      ],
      ['Mon 11:00', answer({ partial: true })],
      ['Mon 12:00', answer({ answer: 'KNOWN_NO_CONCERN' })],
    ];
    const { request } = story(both);
    expect(request).toMatchObject({ critical: true, rag: 'AMBER' });
    const news = owedDeliveries(request).filter(({ message }) => message === 'ANSWER_TO_NOTE');
    expect(news.map(({ key }) => key)).toEqual([
      'C-TEST-0001.POLICE/answer/1/R-TEST-0001',
      'C-TEST-0001.POLICE/answer/2/R-TEST-0001',
      'C-TEST-0001.POLICE/answer/1/R-TEST-0002',
      'C-TEST-0001.POLICE/answer/2/R-TEST-0002',
    ]);
    const { request: told } = story([...both, ['Mon 12:00', 'settle']]);
    expect(owedDeliveries(told)).toEqual([]);
  });

  const reason = sealed('w');
  const withdraw = { type: 'withdrawRequest', reason } as const;
  const officer = actor('CONTACT_OFFICER');
  const elsewhere = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE', localAuthority: 'MOCKTON' });
  const link = { ...SYSTEM_ACTOR, agency: 'POLICE' };
  test.each<[string, readonly Step[], RequestCommand, Actor, string]>([
    [
      'agency A answers for B',
      [],
      answer(),
      actor('AGENCY_REPRESENTATIVE', { agency: 'FIRE' }),
      'NOT_PERMITTED',
    ],
    ['an agency of another authority', [], answer(), elsewhere, 'NOT_PERMITTED'],
    ['a link of another agency', [], answer({ route: 'LINK' }), SYSTEM_ACTOR, 'NOT_PERMITTED'],
    ['a referrer', [], answer(), actor('REFERRER', { agency: 'POLICE' }), 'NOT_PERMITTED'],
    ['staff who say they are the agency', [], answer(), officer, 'NOT_PERMITTED'],
    ['a refusal without its reason', [], answer({ answer: 'REFUSED' }), policeOfficer, 'MISSING_FIELD'],
    ['a correction of nothing', [], answer({ corrects: 1 }), policeOfficer, 'ANSWER_UNKNOWN'],
    ['the same answer again', [['Mon 11:00', answer()]], answer(), policeOfficer, 'REQUEST_ANSWERED'],
    ['the same by link', [['Mon 11:00', answer()]], answer({ route: 'LINK' }), link, 'REQUEST_ANSWERED'],
    [
      'after it was withdrawn',
      [['Mon 11:00', withdraw, actor('SOCIAL_WORKER')]],
      answer(),
      policeOfficer,
      'REQUEST_ENDED',
    ],
    ['a withdrawal by the agency', [], withdraw, policeOfficer, 'NOT_PERMITTED'],
    [
      'a withdrawal after the answer',
      [['Mon 11:00', answer()]],
      withdraw,
      actor('TEAM_MANAGER'),
      'REQUEST_ANSWERED',
    ],
    [
      'a child added by a person',
      [],
      { type: 'addChild', referralRef: 'R-TEST-0002', rag: 'RED', critical: false },
      actor('TEAM_MANAGER'),
      'NOT_PERMITTED',
    ],
  ])('%s is refused', (_case, steps, command, by, code) => {
    expect(() => story([...steps, ['Mon 12:00', command, by]])).toThrow(expect.objectContaining({ code }));
  });

  test('a refused answer after the long stop names the end, however long nobody looked', () => {
    expect(() => story([['+1 Mon 09:00', answer()]])).toThrow(
      expect.objectContaining({ code: 'REQUEST_ENDED' }),
    );
  });

  test('hub staff and a link answer by their own way', () => {
    expect(story([['Mon 11:00', answer({ route: 'HUB_STAFF' }), officer]]).request.stage).toBe('ANSWERED');
    expect(story([['Mon 11:00', answer({ route: 'LINK' }), link]]).request.stage).toBe('ANSWERED');
  });
});

describe('children', () => {
  const add: RequestCommand = { type: 'addChild', referralRef: 'R-TEST-0002', rag: 'RED', critical: false };
  const remove = (referralRef: string): RequestCommand => ({ type: 'removeChild', referralRef });

  test('a sibling rated higher shortens the time at once, and is added once', () => {
    const { request, last } = story([
      ['Mon 10:00', 'settle'],
      ['Mon 10:30', add, SYSTEM_ACTOR],
      ['Mon 10:40', add, SYSTEM_ACTOR],
    ]);
    expect(last).toEqual([]);
    expect(request.clocks[0]).toMatchObject({ dueAt: on('Mon 12:15') });
    expect(owedDeliveries(request).map(({ message }) => message)).toEqual(['AGENCY_CHILD_ADDED']);
  });

  const hasten = (rag: Rag, referralRef = 'R-TEST-0001'): RequestCommand => ({
    type: 'hasten',
    rag,
    referralRef,
  });

  test.each<[string, readonly Step[], string, string[]]>([
    [
      'rated higher: half of what is left',
      [['Mon 11:00', hasten('RED'), SYSTEM_ACTOR]],
      'Mon 12:30',
      ['RequestHastened', 'ClockRearmed AGENCY_CHECK'],
    ],
    [
      'rated higher when that is no sooner',
      [['Mon 13:50', hasten('RED'), SYSTEM_ACTOR]],
      'Mon 13:55',
      ['ClockWarned AGENCY_CHECK', 'RequestHastened', 'ClockRearmed AGENCY_CHECK'],
    ],
    ['rated lower', [['Mon 11:00', hasten('BLUE'), SYSTEM_ACTOR]], 'Mon 14:00', []],
    ['another child', [['Mon 11:00', hasten('RED', 'R-TEST-0002'), SYSTEM_ACTOR]], 'Mon 14:00', []],
    [
      'missed before: it stays missed',
      [
        ['Mon 15:00', 'tick'],
        ['Mon 15:10', hasten('RED'), SYSTEM_ACTOR],
      ],
      'Mon 14:00',
      ['RequestHastened'],
    ],
  ])('%s', (_case, steps, dueAt, last) => {
    const told = story(steps);
    expect(outline(told.last)).toEqual(last);
    expect(told.request.clocks[0]).toMatchObject({ dueAt: on(dueAt) });
  });

  test('a person does not shorten the time of an agency, and an answered request has none', () => {
    expect(() => story([['Mon 11:00', hasten('RED'), actor('TEAM_MANAGER')]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
    expect(() =>
      story([
        ['Mon 11:00', answer()],
        ['Mon 11:10', hasten('RED'), SYSTEM_ACTOR],
      ]),
    ).toThrow(expect.objectContaining({ code: 'REQUEST_ANSWERED' }));
  });

  test('one that is no longer asked about leaves its sibling; the last one ends the request', () => {
    const two: Step[] = [
      ['Mon 10:30', add, SYSTEM_ACTOR],
      ['Mon 10:40', remove('R-TEST-0001'), SYSTEM_ACTOR],
    ];
    const { request } = story(two);
    expect(request).toMatchObject({ stage: 'AWAITED', referralRefs: ['R-TEST-0002'] });
    const { request: ended } = story([
      ...two,
      ['Mon 10:50', remove('R-TEST-0002'), SYSTEM_ACTOR],
      ['Mon 10:50', 'settle'],
    ]);
    expect(ended).toMatchObject({
      stage: 'WITHDRAWN',
      sent: ['AGENCY_NOT_NEEDED'],
      told: ['R-TEST-0002/END'],
    });
    expect(ended.clocks.every(({ status }) => status === 'STOPPED')).toBe(true);
  });
});
