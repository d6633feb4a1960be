import type { Services } from '../../api/services.ts';
import type { EarlyHelp } from '../../domain/early-help/state.ts';
import { commandsFor, give, receive, tellByPhone, untilReferral, words } from './cases.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from './follow-ons.ts';
import { actor, contactForm, earlyHelpManager, phoneReferrer } from './people.ts';

/** A family whose child Early Help had, and stepped up on suspected significant harm. */
export type SteppedUpFamily = {
  readonly contactRef: string;
  readonly referralRef: string;
  /** Stream of the case of Early Help. */
  readonly earlyHelp: string;
  readonly newContactRef: string;
  readonly newReferralRef: string;
  /** Stream of the strategy discussion beside the new referral. */
  readonly protection: string;
};

/** Receives a contact, decides on Early Help, lets it accept the family and step it up urgently. */
export async function steppedUpFamily(services: Services): Promise<SteppedUpFamily> {
  const { contactRef, referralRefs } = await receive(services, {
    form: contactForm({ referrer: phoneReferrer }),
  });
  const [referralRef] = referralRefs;
  const commands = commandsFor(services, referralRef);
  await give(services, referralRef, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
  await give(services, referralRef, tellByPhone);
  const earlyHelp = await followOnOf(services, referralRef, 'EARLY_HELP');
  const practitioner = actor('EARLY_HELP_PRACTITIONER');
  const accepted = { type: 'acceptFamily', leadPractitioner: practitioner.userId } as const;
  await giveFollowOn(services, earlyHelp, accepted, { actor: earlyHelpManager });
  await untilReferral(services, referralRef, ({ stage }) => stage === 'CLOSED_EH');
  const reason = await words(services, referralRef, 'A burn that nobody explains.');
  const stepUp = { type: 'stepUp', reason, isUrgent: true } as const;
  const outcome = await giveFollowOn(services, earlyHelp, stepUp, { actor: earlyHelpManager });
  if (outcome.kind !== 'RECORDED') throw new Error(`stepping up was ${JSON.stringify(outcome)}`);
  const { stepUp: done } = await untilFollowOn<EarlyHelp>(
    services,
    earlyHelp,
    ({ stage }) => stage === 'STEPPED_UP',
  );
  const newReferralRef = done?.referralRef ?? '';
  const { contactRef: newContactRef } = await untilReferral(services, newReferralRef, () => true);
  const protection = await followOnOf(services, newReferralRef, 'CHILD_PROTECTION');
  return { contactRef, referralRef, earlyHelp, newContactRef, newReferralRef, protection };
}
