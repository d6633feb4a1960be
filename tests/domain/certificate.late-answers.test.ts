import { expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../domain/actor.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import { at } from '../policy/hubs.ts';
import { RecordedCase } from '../support/recorded-case.ts';
import { signedText, verified } from '../support/signed-certificate.ts';
import { acceptHandover, byPhone, decision, rateAmber, receipt, sealed } from './referral/story.ts';

const POLICE = 'C-TEST-0001.POLICE';
const authorise: ReferralCommand = { type: 'authoriseWithoutKnowledge', reason: sealed('a') };
const ask: ReferralCommand = {
  type: 'requestInformation',
  agency: 'POLICE',
  questions: sealed('q'),
  disclosed: ['NAMES'],
  basis: 'PUBLIC_TASK',
  necessity: sealed('n'),
  critical: false,
};
const answered: ReferralCommand = {
  type: 'noteAnswer',
  requestId: POLICE,
  answerNo: 1,
  answer: 'KNOWN_RISK',
  partial: false,
  answeredAt: at('2028-06-07 10:00 BST'),
};
const changes: ReferralCommand = {
  type: 'reviewLateAnswer',
  requestId: POLICE,
  answerNo: 1,
  outcome: 'CHANGED',
  rationale: sealed('r'),
};

test('the clocks of a review, and of the decision it calls for, are proved like any other', async () => {
  const recorded = new RecordedCase(receipt({ receivedAt: at('2028-06-05 10:00 BST') }))
    .take(rateAmber, at('2028-06-05 10:10 BST'))
    .take(authorise, at('2028-06-05 10:11 BST'))
    .take(ask, at('2028-06-05 10:20 BST'))
    .take(decision(), at('2028-06-06 11:00 BST'))
    .take(byPhone, at('2028-06-06 11:10 BST'))
    .take(acceptHandover, at('2028-06-06 11:20 BST'))
    .take(answered, at('2028-06-07 10:00 BST'), SYSTEM_ACTOR)
    .take(changes, at('2028-06-08 12:00 BST'))
    .take(decision({ supersedes: 1 }), at('2028-06-08 15:00 BST'))
    .take(byPhone, at('2028-06-08 15:10 BST'))
    .take(acceptHandover, at('2028-06-08 15:20 BST'));
  expect(recorded.referral.stage).toBe('CLOSED_TO_TEAM');
  const certificate = await recorded.certificate(at('2028-06-09 12:00 BST'));
  expect(await verified(await signedText(certificate))).toMatchObject({ holds: true });
});
