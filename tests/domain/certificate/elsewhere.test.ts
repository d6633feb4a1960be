import { describe, expect, test } from 'vitest';
import { addMs, DAY_MS, type Instant } from '../../../domain/instant.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import type { Receipt } from '../../../domain/referral/events.ts';
import { actor, contactOfficer, socialWorker, teamManager } from '../../support/people.ts';
import { RecordedCase } from '../../support/recorded-case.ts';
import { resealed, signedText, verified } from '../../support/signed-certificate.ts';
import { decision, on, rateRed, receipt, sealed } from '../referral/story.ts';

const edt = actor('EMERGENCY_DUTY_TEAM');
const lado = actor('LADO');

/** Cases whose clocks are stopped by others: by the night team, the designated officer, and by what ends them. */
function cases(): Readonly<Record<string, RecordedCase>> {
  const begun = (from: Partial<Receipt> = {}) => new RecordedCase(receipt(from));
  const late = { receivedAt: on('Fri 17:20'), immediateRisk: true } as const;
  const allegation: ReferralCommand = {
    type: 'recordAllegation',
    reason: sealed('a'),
    knownAt: on('Mon 10:15'),
  };
  const toLado: ReferralCommand = {
    type: 'redirect',
    to: 'LADO',
    worksIn: 'WORKSHIRE',
    reason: sealed('r'),
  };
  const toOther: ReferralCommand = {
    type: 'redirect',
    to: 'OTHER_LA',
    receiver: 'ELSEWHERESHIRE',
    reason: sealed('r'),
    note: sealed('n'),
  };
  const away: ReferralCommand = {
    type: 'transferAuthority',
    to: 'FARAWAYSHIRE',
    withinHub: false,
    rationale: sealed('t'),
    told: 'PHONE',
  };
  const breakGlass: ReferralCommand = { type: 'breakGlass', reason: sealed('b') };
  const reviewOf = (no: number): ReferralCommand => ({
    type: 'reviewBreakGlass',
    no,
    finding: 'JUSTIFIED',
    note: sealed('n'),
  });
  const handing: ReferralCommand = { type: 'handToOutOfHours', immediateRisk: true, reason: sealed('r') };
  return {
    'late Friday, decided by the night team, handed back late': begun(late)
      .take({ type: 'acknowledgeOutOfHours' }, on('Fri 18:40'), edt)
      .take(rateRed, on('Fri 18:45'), edt)
      .take(decision({ outcome: 'STRATEGY_S47', level: 4 }), on('Fri 19:00'), edt)
      .tick(on('+1 Mon 09:00:00.001'))
      .take({ type: 'handBackToDay', note: sealed('n') }, on('+1 Mon 09:20'), edt)
      .take({ type: 'acknowledgeHandBack' }, on('+1 Mon 09:30'), contactOfficer),
    'two nights, the first never acknowledged': begun()
      .take(handing, on('Mon 16:50'), socialWorker)
      .take({ type: 'acknowledgeHandBack' }, on('Tue 09:05'), contactOfficer)
      .take(handing, on('Tue 16:50'), socialWorker)
      .take({ type: 'acknowledgeOutOfHours' }, on('Tue 17:00'), edt),
    'an allegation sent late, and another authority that accepts in writing': begun()
      .take(allegation, on('Mon 11:00'), socialWorker)
      .take(toLado, on('Tue 11:00'), socialWorker)
      .take(toOther, on('Tue 11:05'), socialWorker)
      .take({ type: 'acknowledgeRedirect', redirect: 1 }, on('Wed 12:00'), lado)
      .take(
        { type: 'acknowledgeRedirect', redirect: 2, note: sealed('w'), acknowledgedAt: on('Wed 13:00') },
        on('Wed 14:00'),
        teamManager,
      ),
    'a restricted record opened by two, the second reviewed first': begun()
      .take({ type: 'restrictRecord', reason: sealed('s'), readers: [] }, on('Mon 11:00'), teamManager)
      .take(breakGlass, on('Mon 12:00'), edt)
      .take(breakGlass, on('Mon 13:00'), actor('SERVICE_MANAGER'))
      .take(reviewOf(2), on('Mon 14:00'), teamManager)
      .tick(on('Tue 12:00:00.001'))
      .take(reviewOf(1), on('Tue 15:00'), teamManager),
    'transferred out': begun()
      .take(away, on('Mon 12:00'))
      .take({ type: 'acceptTransfer', note: sealed('w') }, on('Tue 12:00')),
    'turned 18': begun().take(
      {
        type: 'endReferral',
        ending: 'CHILD_TURNED_18',
        rationale: sealed('e'),
        handedTo: 'TRANSITION_TEAM',
      },
      on('Mon 12:00'),
    ),
    'the pregnancy ended': begun().take(
      { type: 'endReferral', ending: 'PREGNANCY_ENDED', rationale: sealed('e') },
      on('Mon 12:00'),
    ),
    'the child died': begun().take(
      {
        type: 'endReferral',
        ending: 'CHILD_DIED',
        rationale: sealed('e'),
        routes: ['CHILD_DEATH_REVIEW'],
      },
      on('Mon 12:00'),
    ),
  };
}

const issued = (recorded: RecordedCase): Instant =>
  addMs(recorded.entries.at(-1)?.recordedAt ?? on('Mon 10:00'), DAY_MS);

describe('a certificate of a case that others take on', () => {
  test.each(Object.keys(cases()))('holds: %s', async (name) => {
    const recorded = cases()[name];
    if (recorded === undefined) throw new Error(`no case ${name}`);
    const verdict = await verified(await signedText(await recorded.certificate(issued(recorded))));
    expect(verdict).toMatchObject({ holds: true });
  });

  test.each([
    ['another clock than it waits for', 'OUT_OF_HOURS_ACKNOWLEDGED', { stoppedBy: 'REDIRECT_SENT' }],
    ['an earlier instant than it was recorded', 'HANDED_BACK', { occurredAt: on('+1 Mon 08:59') }],
  ])('does not hold when a stop is changed to %s', async (_how, stoppedBy, change) => {
    const recorded = cases()['late Friday, decided by the night team, handed back late'];
    if (recorded === undefined) throw new Error('the case is gone');
    const rows = recorded.entries.map((row) =>
      'stoppedBy' in row.event && row.event.stoppedBy === stoppedBy
        ? { ...row, event: { ...row.event, ...change } as typeof row.event }
        : row,
    );
    const forged = resealed(await recorded.certificate(issued(recorded)), rows);
    expect(await verified(await signedText(forged))).toMatchObject({ holds: false });
  });

  test('does not hold when an occasion is dated after it was recorded', async () => {
    const recorded = cases()['an allegation sent late, and another authority that accepts in writing'];
    if (recorded === undefined) throw new Error('the case is gone');
    const rows = recorded.entries.map((row) =>
      row.event.type === 'ClockStarted' && row.event.terms.kind === 'LADO_REFERRAL'
        ? { ...row, event: { ...row.event, terms: { ...row.event.terms, startedAt: on('Mon 11:01') } } }
        : row,
    );
    const forged = resealed(await recorded.certificate(issued(recorded)), rows);
    expect(await verified(await signedText(forged))).toMatchObject({
      holds: false,
      line: expect.stringContaining('its occasion came neither before the referral nor after'),
    });
  });
});
