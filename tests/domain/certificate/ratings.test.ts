import { describe, expect, test } from 'vitest';
import { addMs, DAY_MS } from '../../../domain/instant.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { socialWorker, teamManager } from '../../support/people.ts';
import { RecordedCase } from '../../support/recorded-case.ts';
import { resealed, signedText, verified } from '../../support/signed-certificate.ts';
import { decision, on, rateAmber, rateBlue, rateRed, receipt, sealed } from '../referral/story.ts';

const ask: ReferralCommand = { type: 'askReferrer', question: sealed('q') };
const answer: ReferralCommand = { type: 'recordReferrerAnswer', answer: sealed('a') };

/** Rated, lifted, rated again, with a question to the referrer in between. */
function lifted(): RecordedCase {
  return new RecordedCase(receipt())
    .take(rateAmber, on('Mon 10:30'), socialWorker)
    .take(ask, on('Mon 10:40'), socialWorker)
    .take(rateBlue, on('Mon 11:00'), socialWorker)
    .take(answer, on('Mon 11:10'), socialWorker)
    .take(rateRed, on('Mon 11:30'), socialWorker)
    .take(decision(), on('Mon 12:00'), teamManager);
}
const ISSUED = addMs(on('Mon 12:00'), DAY_MS);

describe('a certificate of a case whose target was lifted by its rating', () => {
  test('holds', async () => {
    expect(await verified(await signedText(await lifted().certificate(ISSUED)))).toMatchObject({
      holds: true,
    });
  });

  test('does not hold when the target is said to have run on', async () => {
    const recorded = lifted();
    const rows = recorded.entries.map((row) =>
      'stoppedBy' in row.event && row.event.stoppedBy === 'NO_TARGET'
        ? { ...row, event: { ...row.event, stoppedBy: 'DECIDED' as const } }
        : row,
    );
    const forged = resealed(await recorded.certificate(ISSUED), rows);
    expect(await verified(await signedText(forged))).toMatchObject({ holds: false });
  });
});
