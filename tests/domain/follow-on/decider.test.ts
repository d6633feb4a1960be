import { describe, expect, test } from 'vitest';
import { lastDecider } from '../../../domain/follow-on/decider.ts';
import type { FollowOn } from '../../../domain/follow-on/kinds.ts';
import { earlyHelpManager, teamManager } from '../../support/people.ts';
import { accept, action, harbour, notDone, review } from '../agency-action/about.ts';
import { authorise, receivingManager, seen, told as assessed } from '../assessment/story.ts';
import { chair, discussion, told as protectedBy } from '../child-protection/people.ts';
import { decided as offer, refuse } from '../early-help/lives.ts';
import { story } from './story.ts';

const reported = [
  ['Mon 11:00', accept, harbour],
  ['Mon 12:00', notDone('MOVED'), harbour],
] as const;

describe('who made the last decision of a case, and so does not judge a dispute about it', () => {
  test.each<[string, FollowOn, string | undefined]>([
    ['nobody yet, of an action that was asked', action().state, undefined],
    ['the agency that said what came of it', action(reported).state, harbour.userId],
    [
      'the manager who looked at what was not done',
      action([...reported, ['Mon 14:00', review('CLOSE'), teamManager]]).state,
      teamManager.userId,
    ],
    ['nobody yet, of an assessment under way', assessed(seen).state, undefined],
    [
      'who authorised the assessment',
      assessed([...seen, ['Fri 10:00', authorise(), receivingManager]]).state,
      receivingManager.userId,
    ],
    ['nobody yet, of a family that is offered Early Help', story(offer, 'Mon 10:00').state, undefined],
    [
      'who sent the family back',
      story(offer, 'Mon 10:00', [['Mon 12:00', refuse, earlyHelpManager]]).state,
      earlyHelpManager.userId,
    ],
    ['nobody yet, where a strategy discussion is to be held', protectedBy([]).state, undefined],
    [
      'who chaired the strategy discussion',
      protectedBy([['Mon 12:00', discussion('Mon 11:00', 'Mon 11:30'), chair]]).state,
      chair.userId,
    ],
  ])('%s', (_case, state, by) => {
    expect(lastDecider(state)).toBe(by);
  });
});
