import { describe, expect, test } from 'vitest';
import { allowedActions } from '../../../domain/referral/guards.ts';
import type { EndingCommand } from '../../../domain/referral/endings.ts';
import { owedDeliveries } from '../../../domain/referral/next-action.ts';
import { ownerOf } from '../../../domain/referral/owner.ts';
import type { TransferCommand } from '../../../domain/referral/transfers.ts';
import { actor, contactOfficer, socialWorker, teamManager } from '../../support/people.ts';
import { approveWithdrawal, askToWithdraw, on, rateAmber, sealed, story } from './story.ts';

const turned18: EndingCommand = {
  type: 'endReferral',
  ending: 'CHILD_TURNED_18',
  rationale: sealed('e'),
  handedTo: 'TRANSITION_TEAM',
};
const died: EndingCommand = {
  type: 'endReferral',
  ending: 'CHILD_DIED',
  rationale: sealed('e'),
  routes: ['CHILD_DEATH_REVIEW', 'SERIOUS_INCIDENT'],
};
const nextDoor: TransferCommand = {
  type: 'transferAuthority',
  to: 'NEIGHBOURSHIRE',
  withinHub: true,
  rationale: sealed('t'),
};
const away: TransferCommand = { ...nextDoor, to: 'FARAWAYSHIRE', withinHub: false, told: 'PHONE' };
const accept: TransferCommand = { type: 'acceptTransfer' };
const neighbour = actor('TEAM_MANAGER', { userId: 'synthetic-neighbour', localAuthority: 'NEIGHBOURSHIRE' });

describe('transition 25, E19 a referral that is taken back', () => {
  test('E19 is withdrawn only when a manager records that the risk is assessed and no duty arises', () => {
    const asked = ['Mon 11:00', askToWithdraw] as const;
    const silent = { type: 'approveWithdrawal', rationale: sealed('w') } as const;
    expect(() => story([asked, ['Mon 12:00', silent]])).toThrow(
      expect.objectContaining({ code: 'RISK_NOT_ASSESSED', field: 'noDutyArises' }),
    );
    const { referral, events } = story([asked, ['Mon 12:00', approveWithdrawal]]);
    expect(referral.stage).toBe('WITHDRAWN');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'WithdrawalApproved', noDutyArises: true }),
    );
  });

  test('E19 retracted by somebody anonymous: still screened and rated before it may end', () => {
    const anonymous = { referrerReach: 'UNREACHABLE', sourceCode: '9' } as const;
    const asked = ['Mon 11:00', askToWithdraw, contactOfficer] as const;
    expect(() => story([asked, ['Mon 12:00', approveWithdrawal]], anonymous)).toThrow(
      expect.objectContaining({ code: 'RISK_NOT_ASSESSED' }),
    );
    const rated = story([asked, ['Mon 11:30', rateAmber], ['Mon 12:00', approveWithdrawal]], anonymous);
    expect(rated.referral.stage).toBe('WITHDRAWN');
  });
});

describe('E9 an unborn child who is not born', () => {
  const lost: EndingCommand = { type: 'endReferral', ending: 'PREGNANCY_ENDED', rationale: sealed('e') };

  test('E9 ends the referral and every clock, freezes nothing, and sends nobody a word', () => {
    const { referral, events } = story(
      [
        ['Mon 11:00', rateAmber],
        ['Mon 12:00', lost],
      ],
      { referrerReach: 'ELECTRONIC' },
    );
    expect(referral).toMatchObject({ stage: 'PREGNANCY_ENDED', closedAt: on('Mon 12:00') });
    expect(referral.legalHold).toBeUndefined();
    expect(referral.clocks.map((clock) => 'stoppedBy' in clock && clock.stoppedBy)).toEqual(
      referral.clocks.map(() => 'PREGNANCY_ENDED'),
    );
    expect(events).toContainEqual({
      type: 'ReferralEnded',
      occurredAt: on('Mon 12:00'),
      ending: 'PREGNANCY_ENDED',
      rationale: sealed('e'),
      endedBy: teamManager.userId,
    });
    expect(owedDeliveries(referral)).toEqual([]);
    expect(allowedActions(referral, teamManager)).toEqual([]);
  });

  test('E9 is for a manager to record', () => {
    expect(() => story([['Mon 12:00', lost, socialWorker]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});

describe('transition 28, E20 a child who turns 18', () => {
  test('E20 every clock stops for that reason, and a named service goes on with the risk', () => {
    const { referral, events } = story([
      ['Mon 11:00', rateAmber],
      ['Mon 12:00', turned18],
    ]);
    expect(referral).toMatchObject({ stage: 'CHILD_TURNED_18', closedAt: on('Mon 12:00') });
    expect(referral.clocks.map((clock) => 'stoppedBy' in clock && clock.stoppedBy)).toEqual(
      referral.clocks.map(() => 'CHILD_TURNED_18'),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'ReferralEnded',
        handedTo: 'TRANSITION_TEAM',
        endedBy: teamManager.userId,
      }),
    );
  });

  test('E20 is refused without the service that goes on, and to anybody below a manager', () => {
    const { handedTo: _left, ...incomplete } = turned18;
    expect(() => story([['Mon 12:00', incomplete]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'handedTo' }),
    );
    expect(() => story([['Mon 12:00', turned18, socialWorker]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});

describe('transition 28, E42 a child who dies', () => {
  test('E42 the record is frozen and held: no command of anybody is taken', () => {
    const { referral } = story([['Mon 12:00', died]]);
    expect(referral).toMatchObject({ stage: 'CHILD_DIED', legalHold: true });
    expect(allowedActions(referral, teamManager)).toEqual([]);
    expect(() =>
      story([
        ['Mon 12:00', died],
        ['Mon 13:00', rateAmber],
      ]),
    ).toThrow(expect.objectContaining({ code: 'RECORD_FROZEN' }));
  });

  test('E42 is refused until the child death review is told', () => {
    expect(() => story([['Mon 12:00', { ...died, routes: ['SERIOUS_INCIDENT'] }]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'routes' }),
    );
  });
});

describe('E45 another authority of the same hub', () => {
  test('E45 the referral stays with its authority until the other one accepts, and goes on under it', () => {
    const asked = story([['Mon 11:00', nextDoor]]).referral;
    expect(asked.localAuthority).toBe('SPECIMENSHIRE');
    const { referral } = story([
      ['Mon 11:00', nextDoor],
      ['Mon 13:00', accept, neighbour],
    ]);
    expect(referral).toMatchObject({
      stage: 'RECEIVED',
      localAuthority: 'NEIGHBOURSHIRE',
      transfers: [{ from: 'SPECIMENSHIRE', to: 'NEIGHBOURSHIRE', acceptedAt: on('Mon 13:00') }],
    });
    expect(referral.clocks.find(({ kind }) => kind === 'DECISION')?.status).toBe('RUNNING');
  });

  test.each([
    ['whoever asked', teamManager],
    [
      'a manager of the authority that gives the child away',
      actor('TEAM_MANAGER', { localAuthority: 'SPECIMENSHIRE' }),
    ],
  ])('E45 is not accepted by %s', (_who, by) => {
    expect(() =>
      story([
        ['Mon 11:00', nextDoor],
        ['Mon 13:00', accept, by],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  });
});

describe('transition 28, E18 a family that moves away', () => {
  test('E18 leaves on the written acceptance of the other authority, and the hub is the owner until then', () => {
    expect(ownerOf(story([['Mon 11:00', away]]).referral)).toMatchObject({ team: 'HUB' });
    const { referral } = story([
      ['Mon 11:00', away],
      ['Tue 09:00', { ...accept, note: sealed('w') }],
    ]);
    expect(referral).toMatchObject({ stage: 'CLOSED_TRANSFERRED_OUT', localAuthority: 'SPECIMENSHIRE' });
    expect(ownerOf(referral)).toMatchObject({
      team: 'RECEIVER',
      receiver: 'FARAWAYSHIRE',
      since: on('Tue 09:00'),
    });
  });

  test('E18 the referrer is told, or the reason for silence recorded, before the child leaves', () => {
    const { told: _left, ...silent } = away;
    expect(() => story([['Mon 11:00', silent]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'told' }),
    );
    expect(story([['Mon 11:00', { ...silent, withheld: 'RISK_TO_CHILD' }]]).referral.transfers).toHaveLength(
      1,
    );
    expect(story([['Mon 11:00', silent]], { referrerReach: 'UNREACHABLE' }).referral.transfers).toHaveLength(
      1,
    );
  });

  test('E18 is refused without the writing, and while a redirect is open', () => {
    expect(() =>
      story([
        ['Mon 11:00', away],
        ['Mon 12:00', accept],
      ]),
    ).toThrow(expect.objectContaining({ code: 'MISSING_FIELD', field: 'note' }));
    const toLado = { type: 'redirect', to: 'LADO', worksIn: 'WORKSHIRE', reason: sealed('r') } as const;
    expect(() =>
      story([
        ['Mon 11:00', away],
        ['Mon 11:30', toLado],
        ['Mon 12:00', { ...accept, note: sealed('w') }],
      ]),
    ).toThrow(expect.objectContaining({ code: 'ACKNOWLEDGEMENT_OUTSTANDING' }));
  });
});
