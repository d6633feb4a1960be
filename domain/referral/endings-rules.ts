import { DomainError } from '../errors.ts';
import { CLOCK_KINDS } from '../vocabulary.ts';
import { stopClocks } from './clock-keeping.ts';
import type { EndingCommand, EndingEvent } from './endings.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';

/** What ends a referral from outside, see {@link ENDINGS}. Its clocks stop for that reason. */
export const endings: Matter<EndingCommand, EndingEvent> = {
  permitted: { endReferral: DECIDING_ROLES },
  obstacle: () => undefined,
  accept(referral, command, { actor, now, rules }) {
    const { type: _type, ...content } = command;
    assertComplete(command);
    return [
      { type: 'ReferralEnded', occurredAt: now, ...content, endedBy: actor.userId },
      ...stopClocks(referral, CLOCK_KINDS, command.ending, now, rules),
      { type: 'ReferralClosed', occurredAt: now, stage: command.ending },
    ];
  },
  apply: (referral, { ending }) => (ending === 'CHILD_DIED' ? { ...referral, legalHold: true } : referral),
};

function assertComplete({ ending, handedTo, routes }: EndingCommand): void {
  switch (ending) {
    case 'CHILD_TURNED_18':
      if (handedTo !== undefined) return;
      throw new DomainError('MISSING_FIELD', 'Name the service that goes on with the risk', 'handedTo');
    case 'PREGNANCY_ENDED':
      // Nothing more is asked of anybody: no detail is needed, and none is kept but the reasons.
      return;
    case 'CHILD_DIED':
      if (routes?.includes('CHILD_DEATH_REVIEW')) return;
      throw new DomainError(
        'MISSING_FIELD',
        'Tell the child death review, and judge whether it is a serious incident, before the record is frozen',
        'routes',
      );
  }
}
