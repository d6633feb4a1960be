import { describe, expect, test } from 'vitest';
import type { EarlyHelpOpening } from '../../../domain/early-help/opening.ts';
import { EARLY_HELP_WORDS } from '../../../domain/early-help/words.ts';
import { standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { isEnded, ownerNow } from '../../../domain/follow-on/state.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { folded, type Step } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accept,
  acceptedThen,
  agree,
  close,
  decided,
  decline,
  disengaged,
  earlyHelpManager,
  handedOver,
  life,
  look,
  offered,
  practitioner,
  refuse,
  steppedDown,
  stepUp,
  teamManager,
  tried,
} from './lives.ts';

type Life = readonly [string, EarlyHelpOpening & { readonly id: string }, readonly Step[]];

const stops: readonly Step[] = [...tried, ['Fri 10:00', disengaged, practitioner]];
const lives: readonly Life[] = [
  [
    'accepted and closed',
    decided,
    acceptedThen(['Fri 10:00', close, earlyHelpManager], ['Fri 10:01', 'settle']),
  ],
  [
    'accepted, then agreed',
    offered,
    [
      ['Mon 14:00', accept, earlyHelpManager],
      ['Tue 10:00', agree, practitioner],
    ],
  ],
  ['declined', offered, [['Mon 14:00', decline, practitioner]]],
  ['refused', offered, [['Mon 14:00', refuse, earlyHelpManager]]],
  ['never accepted', offered, [['+3 Mon 09:00', 'tick']]],
  [
    'never answered',
    offered,
    [
      ['Mon 14:00', accept, earlyHelpManager],
      ['+4 Mon 09:00', 'tick'],
    ],
  ],
  ['stepped down and handed over', steppedDown, [...handedOver, ['Fri 12:01', 'settle']]],
  ['stepped down and left alone', steppedDown, [['+4 Mon 09:00', 'tick']]],
  ['stepped down and refused', steppedDown, [['Tue 14:00', refuse, earlyHelpManager]]],
  ['stops, and is closed', decided, acceptedThen(...stops, ['Fri 11:00', look('CLOSE'), teamManager])],
  ['stops, and goes on', decided, acceptedThen(...stops, ['Fri 11:00', look('CONTINUE'), teamManager])],
  [
    'stops, and goes back',
    decided,
    acceptedThen(...stops, ['Fri 11:00', look('RETURN_TO_HUB'), teamManager]),
  ],
  ['stops, and nobody looks', decided, acceptedThen(...stops, ['+20 Mon 11:00', 'tick'])],
  ['stepped up', decided, acceptedThen(['Thu 10:00', stepUp, practitioner], ['Thu 10:01', 'settle'])],
  [
    'moved away',
    decided,
    acceptedThen([
      'Thu 10:00',
      { type: 'endForChild', how: 'MOVED', reason: sealed('r'), handedTo: 'ELSEWHERESHIRE' },
      teamManager,
    ]),
  ],
];

describe('never allowed: nobody has the family', () => {
  test.each(lives)('%s: after every event there is one owner', (_case, opening, steps) => {
    const { events } = life(opening, steps);
    for (let length = 1; length <= events.length; length += 1) {
      const state = folded(events.slice(0, length));
      expect(ownerNow(state).team, `after ${length} events`).not.toBe('');
    }
  });

  test.each(lives)(
    '%s: after every step there is an owner, a clock or a reason, and a next step',
    (_case, opening, steps) => {
      for (let length = 0; length <= steps.length; length += 1) {
        const { state } = life(opening, steps.slice(0, length));
        if (!isEnded(state)) expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
      }
    },
  );

  test.each(lives)('%s: an owner never comes before the one before', (_case, opening, steps) => {
    const since = life(opening, steps).state.owners.map((one) => one.since);
    expect(since).toEqual(since.toSorted());
  });

  test.each(lives)('%s: once it is over no clock runs', (_case, opening, steps) => {
    const { state } = life(opening, steps);
    const open = state.clocks.filter(({ status }) => status !== 'STOPPED');
    expect(isEnded(state) ? open : []).toEqual([]);
  });

  test.each(lives)('%s: everything that happened has words', (_case, opening, steps) => {
    const { events, state } = life(opening, steps);
    const own = events.map(({ type }) => type).filter((type) => !/^Clock|^Delivery/.test(type));
    for (const name of [...own, state.stage]) expect(EARLY_HELP_WORDS).toHaveProperty(name);
  });
});
