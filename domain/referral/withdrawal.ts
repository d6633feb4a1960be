import { DomainError } from '../errors.ts';
import type { HubRules } from '../policy.ts';
import type { Referral } from './state.ts';

/**
 * What is known cannot be un-known: a referral is withdrawn only when a manager records that the risk is assessed and no
 * duty arises, and one from somebody who cannot be asked only after it was rated. Rules recorded before the hub knew
 * this ask for neither.
 * @throws DomainError
 */
export function assertWithdrawable(
  { referrerReach, rating }: Referral,
  { noDutyArises }: { readonly noDutyArises?: boolean },
  { policy }: HubRules,
): void {
  if (policy.triage === undefined) return;
  if (referrerReach === 'UNREACHABLE' && rating === undefined) {
    throw new DomainError(
      'RISK_NOT_ASSESSED',
      'A referral from somebody who cannot be asked is screened and rated before it may be withdrawn',
    );
  }
  if (noDutyArises === true) return;
  throw new DomainError(
    'RISK_NOT_ASSESSED',
    'Record that the risk is assessed and that no duty towards the child arises',
    'noDutyArises',
  );
}
