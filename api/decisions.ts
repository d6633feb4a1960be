import type { z } from 'zod';
import type { WordedReferralCommand } from './referral-commands.ts';
import type { DecisionBody } from './schemas/commands.ts';

/** A decision as it is sent, as the command it is. */
export function decideCommand(
  body: z.output<typeof DecisionBody>,
): Extract<WordedReferralCommand, { type: 'decide' }> {
  const { childsVoice, withoutAgreement, dissent, interimSafety, whatIsDifferent, ...others } = body;
  const { receiver, supersedes, agenciesMissing = [], ...decision } = others;
  return {
    type: 'decide',
    ...decision,
    agenciesMissing,
    ...(childsVoice !== undefined && { childsVoice }),
    ...(withoutAgreement !== undefined && { withoutAgreement }),
    ...(dissent !== undefined && { dissent }),
    ...(interimSafety !== undefined && { interimSafety }),
    ...(whatIsDifferent !== undefined && { whatIsDifferent }),
    ...(receiver !== undefined && { receiver }),
    ...(supersedes !== undefined && { supersedes }),
  };
}
