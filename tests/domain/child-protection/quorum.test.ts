import { describe, expect, test } from 'vitest';
import { quorumOf } from '../../../domain/child-protection/quorum.ts';
import type { Attendee } from '../../../domain/child-protection/state.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { on, rules } from '../follow-on/story.ts';
import { A, again, chair, discussion, officer, plan, police, present, told, words } from './people.ts';

describe('quorum', () => {
  const someone = (kind: Attendee['kind'], attendance: Attendee['attendance']): Attendee => ({
    agency: kind,
    kind,
    attendance,
  });
  test.each<[string, 'IN_PERSON' | 'PHONE' | 'VIDEO', Attendee[], string[]]>([
    ['all three in a room', 'IN_PERSON', present(), []],
    ['all three by video', 'VIDEO', present(), []],
    ['all three by phone', 'PHONE', present(), []],
    ['two agencies on the phone', 'PHONE', present('SOCIAL_CARE', 'POLICE'), ['HEALTH']],
    ['no police', 'IN_PERSON', present('SOCIAL_CARE', 'HEALTH', 'EDUCATION'), ['POLICE']],
    [
      'E30: police and health send information and do not attend',
      'IN_PERSON',
      [
        ...present('SOCIAL_CARE'),
        someone('POLICE', 'SENT_INFORMATION'),
        someone('HEALTH', 'SENT_INFORMATION'),
      ],
      ['POLICE', 'HEALTH'],
    ],
    [
      'health sends apologies',
      'IN_PERSON',
      [...present('SOCIAL_CARE', 'POLICE'), someone('HEALTH', 'APOLOGIES')],
      ['HEALTH'],
    ],
    [
      'a hospital trust attends as health',
      'IN_PERSON',
      [...present('SOCIAL_CARE', 'POLICE'), { agency: 'HOSPITAL', kind: 'HEALTH', attendance: 'PRESENT' }],
      [],
    ],
  ])('%s', (_case, mode, attendance, missing) => {
    expect(quorumOf({ mode, attendance }, rules)).toEqual({ isQuorate: missing.length === 0, missing });
  });

  test('by policy: one that asks for education too, and one that asks for less, but not by phone', () => {
    const under = (quorum: readonly string[]): HubRules => ({
      ...rules,
      policy: {
        ...rules.policy,
        ...(rules.policy.followOn && { followOn: { ...rules.policy.followOn, quorum } }),
      },
    });
    const attendance = present();
    const four = under(['SOCIAL_CARE', 'POLICE', 'HEALTH', 'EDUCATION']);
    expect(quorumOf({ mode: 'IN_PERSON', attendance }, four).missing).toEqual(['EDUCATION']);
    const two = under(['SOCIAL_CARE', 'POLICE']);
    const both = present('SOCIAL_CARE', 'POLICE');
    expect(quorumOf({ mode: 'IN_PERSON', attendance: both }, two).isQuorate).toBe(true);
    expect(quorumOf({ mode: 'PHONE', attendance: both }, two).missing).toEqual(['HEALTH']);
  });
});

test('E30: what was sent beforehand need not be written down again, and is not attendance', () => {
  const attendance: Attendee[] = [
    ...present('SOCIAL_CARE', 'HEALTH'),
    { agency: 'POLICE', kind: 'POLICE', attendance: 'SENT_INFORMATION' },
    { agency: 'HOUSING', kind: 'HOUSING', attendance: 'APOLOGIES' },
  ];
  const record = discussion('Mon 14:00', 'Mon 14:30', {
    no: 1,
    attendance,
    children: [again(A)],
    inquorateReason: words('no officer was free'),
    nextDiscussionAt: on('Tue 09:00'),
  });
  const { state } = told([
    ['Mon 10:30', plan('Mon 14:00'), officer],
    ['Mon 11:05', { type: 'sendInformation', no: 1, information: words('what police know') }, police],
    ['Mon 15:00', record, chair],
  ]);
  expect(state.discussions[0]?.held).toMatchObject({ isQuorate: false, missing: ['POLICE'] });
  const withoutHousing = { ...record, attendance: attendance.slice(0, 3) };
  expect(() =>
    told([
      ['Mon 10:30', plan('Mon 14:00'), officer],
      ['Mon 11:05', { type: 'sendInformation', no: 1, information: words('what police know') }, police],
      ['Mon 15:00', withoutHousing, chair],
    ]),
  ).toThrow(expect.objectContaining({ code: 'MISSING_FIELD', field: 'attendance' }));
});
