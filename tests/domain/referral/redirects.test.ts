import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { allowedActions } from '../../../domain/referral/guards.ts';
import { nextAction } from '../../../domain/referral/next-action.ts';
import { ownerOf } from '../../../domain/referral/owner.ts';
import type { RedirectCommand } from '../../../domain/referral/redirects.ts';
import { actor, socialWorker } from '../../support/people.ts';
import { acceptHandover, byPhone, decision, on, outline, rateAmber, sealed, story } from './story.ts';

type Redirecting = Extract<RedirectCommand, { type: 'redirect' }>;

const lado = actor('LADO');
const adultServices = actor('AGENCY_REPRESENTATIVE', { agency: 'ADULT_SERVICES' });
const otherAuthority = actor('AGENCY_REPRESENTATIVE', {
  agency: 'ELSEWHERESHIRE',
  localAuthority: 'ELSEWHERESHIRE',
});

const toLado: Redirecting = { type: 'redirect', to: 'LADO', worksIn: 'WORKSHIRE', reason: sealed('r') };
const toAdults: Redirecting = {
  type: 'redirect',
  to: 'ADULTS',
  noChildNeedsHub: true,
  reason: sealed('r'),
};
const toOther: Redirecting = {
  type: 'redirect',
  to: 'OTHER_LA',
  receiver: 'ELSEWHERESHIRE',
  reason: sealed('r'),
  note: sealed('n'),
};
type Acknowledging = Extract<RedirectCommand, { type: 'acknowledgeRedirect' }>;
const acknowledge = (redirect = 1): Acknowledging => ({ type: 'acknowledgeRedirect', redirect });
const allegation: Extract<RedirectCommand, { type: 'recordAllegation' }> = {
  type: 'recordAllegation',
  reason: sealed('a'),
};

describe('E15 an allegation against somebody who works with children', () => {
  test('E15 is sent to the officer of the authority where the person works, and the child is decided here', () => {
    const { referral, events } = story([
      ['Mon 10:30', allegation, socialWorker],
      ['Mon 11:00', toLado, socialWorker],
      ['Mon 12:00', acknowledge(), lado],
      ['Mon 14:00', rateAmber],
      ['Mon 15:00', decision()],
      ['Mon 15:30', byPhone],
      ['Mon 16:00', acceptHandover],
    ]);
    expect(referral).toMatchObject({
      stage: 'CLOSED_TO_TEAM',
      localAuthority: 'SPECIMENSHIRE',
      restricted: true,
      redirects: [{ to: 'LADO', worksIn: 'WORKSHIRE', acknowledgedAt: on('Mon 12:00') }],
    });
    expect(outline(events)).toEqual(
      expect.arrayContaining(['ClockStarted LADO_REFERRAL', 'ClockStopped LADO_REFERRAL']),
    );
  });

  test('E15 has one working day from when it is known, and a manager is told when it is not sent', () => {
    const { referral, last } = story([
      ['Mon 11:00', { ...allegation, knownAt: on('Mon 10:15') }, socialWorker],
      ['Tue 10:15:00.001', 'tick'],
    ]);
    expect(referral.clocks.find(({ kind }) => kind === 'LADO_REFERRAL')).toMatchObject({
      startedAt: on('Mon 10:15'),
      dueAt: on('Tue 10:15'),
      status: 'LATE',
    });
    expect(last).toContainEqual(
      expect.objectContaining({ type: 'ClockBreached', clock: 'LADO_REFERRAL', told: 'TEAM_MANAGER' }),
    );
  });

  test('E15 never closes or replaces the decision on the child', () => {
    const sent = story([
      ['Mon 11:00', toLado, socialWorker],
      ['Mon 12:00', acknowledge(), lado],
    ]).referral;
    expect(sent.stage).toBe('RECEIVED');
    expect(sent.clocks.find(({ kind }) => kind === 'DECISION')?.status).toBe('RUNNING');
    expect(ownerOf(sent)).toMatchObject({ team: 'HUB' });

    const decided = story([
      ['Mon 11:00', toLado, socialWorker],
      ['Mon 14:00', decision({ outcome: 'NFA', level: 1 })],
      ['Mon 15:00', byPhone],
    ]).referral;
    expect(decided.stage).toBe('DECIDED');
    expect(nextAction(decided)).toMatchObject({ action: 'acknowledgeRedirect', by: 'LADO' });
  });

  test('E15 one acknowledgement serves the redirect and a decision that names the same officer', () => {
    const steps = [
      ['Mon 11:00', toLado, socialWorker],
      ['Mon 14:00', decision({ outcome: 'REDIRECT_LADO' })],
      ['Mon 15:00', byPhone],
    ] as const;
    const byRedirect = story([...steps, ['Mon 16:00', acknowledge(), lado]]).referral;
    const byHandover = story([...steps, ['Mon 16:00', acceptHandover, lado]]).referral;
    expect([byRedirect.stage, byHandover.stage]).toEqual(['REDIRECTED_LADO', 'REDIRECTED_LADO']);
  });

  test('E15 is refused without the authority where the person works', () => {
    const { worksIn: _left, ...incomplete } = toLado;
    expect(() => story([['Mon 11:00', incomplete, socialWorker]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'worksIn' }),
    );
  });

  test.each([
    ['the officer of the hub', lado, true],
    ['the officer where the person works', actor('LADO', { localAuthority: 'WORKSHIRE' }), true],
    ['the officer where the child lives', actor('LADO', { localAuthority: 'SPECIMENSHIRE' }), false],
    ['another agency', adultServices, false],
  ])('E15 may be acknowledged by %s: %s', (_who, by: Actor, may: boolean) => {
    const { referral } = story([['Mon 11:00', toLado, socialWorker]]);
    expect(allowedActions(referral, by).includes('acknowledgeRedirect')).toBe(may);
  });
});

describe('E16 a concern about an adult only', () => {
  test('E16 closes on the acknowledgement of adult services, and not before', () => {
    const sent = story([['Mon 11:00', toAdults, socialWorker]]).referral;
    expect(sent.stage).toBe('RECEIVED');
    const { referral } = story([
      ['Mon 11:00', toAdults, socialWorker],
      ['Mon 13:00', acknowledge(), adultServices],
    ]);
    expect(referral).toMatchObject({ stage: 'REDIRECTED_ADULTS', closedAt: on('Mon 13:00') });
    expect(referral.clocks.map(({ status }) => status)).toEqual(referral.clocks.map(() => 'STOPPED'));
    expect(ownerOf(referral)).toEqual({
      team: 'RECEIVER',
      role: 'AGENCY_REPRESENTATIVE',
      receiver: 'ADULT_SERVICES',
      since: on('Mon 13:00'),
    });
  });

  test('E16 is refused until somebody has checked that no child of the home needs the hub', () => {
    expect(() => story([['Mon 11:00', { ...toAdults, noChildNeedsHub: false }, socialWorker]])).toThrow(
      expect.objectContaining({ code: 'CHILD_NEEDS_HUB', field: 'noChildNeedsHub' }),
    );
  });

  test('E16 an acknowledgement that does not come climbs the ladder; the hub stays the owner', () => {
    const { referral, events } = story([
      ['Mon 11:00', toAdults, socialWorker],
      ['Wed 11:00:00.001', 'tick'],
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'ClockEscalated',
        clock: 'REDIRECT_ACKNOWLEDGEMENT',
        told: 'SERVICE_MANAGER',
      }),
    );
    expect(ownerOf(referral)).toMatchObject({ team: 'HUB' });
  });

  test('E16 waits for the designated officer when an allegation was sent, too', () => {
    const steps = [
      ['Mon 11:00', toLado, socialWorker],
      ['Mon 11:30', toAdults, socialWorker],
      ['Mon 13:00', acknowledge(2), adultServices],
    ] as const;
    const waiting = story(steps).referral;
    expect(waiting.stage).toBe('RECEIVED');
    expect(waiting.clocks.find(({ id }) => id === 'REDIRECT_ACKNOWLEDGEMENT')?.status).toBe('RUNNING');
    expect(story([...steps, ['Mon 14:00', acknowledge(1), lado]]).referral.stage).toBe('REDIRECTED_ADULTS');
  });
});

describe('E17 a child from another area', () => {
  test('E17 stays here with its clocks running until the home authority accepts in writing', () => {
    const { referral: sent } = story([['Mon 11:00', toOther, socialWorker]]);
    expect(sent.clocks.find(({ kind }) => kind === 'DECISION')?.status).toBe('RUNNING');
    const { referral, events } = story([
      ['Mon 11:00', toOther, socialWorker],
      ['Tue 09:30', { ...acknowledge(), note: sealed('w'), acknowledgedAt: on('Tue 09:15') }, socialWorker],
    ]);
    expect(referral).toMatchObject({ stage: 'REDIRECTED_OTHER_LA', closedAt: on('Tue 09:30') });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'ReferralRedirected', onDayReceived: true }),
    );
    expect(ownerOf(referral)).toMatchObject({ team: 'RECEIVER', receiver: 'ELSEWHERESHIRE' });
  });

  test('E17 is accepted by somebody of the home authority', () => {
    const { referral } = story([
      ['Mon 11:00', toOther, socialWorker],
      ['Mon 12:00', acknowledge(), otherAuthority],
    ]);
    expect(referral.stage).toBe('REDIRECTED_OTHER_LA');
  });

  test.each([
    ['without saying what protects the child here', { note: undefined }, 'MISSING_FIELD', 'note'],
    ['without the authority', { receiver: undefined }, 'MISSING_FIELD', 'receiver'],
    ['to the authority that has the child', { receiver: 'SPECIMENSHIRE' }, 'SAME_AUTHORITY', 'receiver'],
  ])('E17 is refused %s', (_how, { ...changed }, code, field) => {
    const kept = Object.entries({ ...toOther, ...changed }).filter(([, value]) => value !== undefined);
    const command = Object.fromEntries(kept) as Redirecting;
    expect(() => story([['Mon 11:00', command, socialWorker]])).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  test.each([
    ['by hub staff without the writing', acknowledge(), socialWorker, 'MISSING_FIELD'],
    ['by another agency', acknowledge(), adultServices, 'NOT_PERMITTED'],
    [
      'of a redirect that is not open',
      { ...acknowledge(2), note: sealed('w') },
      socialWorker,
      'NO_REDIRECT_OPEN',
    ],
    [
      'dated before it was sent',
      { ...acknowledge(), note: sealed('w'), acknowledgedAt: on('Mon 10:30') },
      socialWorker,
      'INVALID_INSTANT',
    ],
  ])('E17 an acknowledgement is refused %s', (_how, command, by, code) => {
    expect(() =>
      story([
        ['Mon 11:00', toOther, socialWorker],
        ['Mon 12:00', command as RedirectCommand, by],
      ]),
    ).toThrow(expect.objectContaining({ code }));
  });

  test('a body that has not acknowledged is not sent the child twice', () => {
    expect(() =>
      story([
        ['Mon 11:00', toOther, socialWorker],
        ['Mon 12:00', toOther, socialWorker],
      ]),
    ).toThrow(expect.objectContaining({ code: 'REDIRECT_OPEN' }));
  });
});
