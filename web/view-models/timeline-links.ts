import type { JoiningEvent } from '../../domain/referral/joining.ts';
import type { LinkingEvent } from '../../domain/referral/linking.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { codeWords } from './labels.ts';
import type { MatterWords } from './timeline-matters.ts';

/** Links to open cases and to other referrals, as the timeline tells them. */
export function linkWords(
  event: LinkingEvent | JoiningEvent,
  written: (text: SealedText) => string,
): MatterWords {
  switch (event.type) {
    case 'LinkedToOpenCase':
      return {
        title: 'Sent to the worker of an open case',
        detail: `${codeWords(event.team)}, case ${event.caseReference}, worker ${event.worker}, manager ${event.manager}`,
      };
    case 'OpenCaseTold':
      return {
        title:
          event.message === 'OPEN_CASE_WORKER'
            ? 'Message sent to the worker of the open case'
            : 'Message sent to their manager',
      };
    case 'OpenCaseConfirmed':
      return { title: 'The allocated worker has it' };
    case 'OpenCaseLinkWithdrawn':
      return { title: 'Link to the open case taken back', words: written(event.reason) };
    case 'MarkedDuplicate':
      return { title: `Duplicate of ${event.of}`, words: written(event.reason) };
    case 'ReferralJoined':
      return { title: `To be decided together with ${event.to}`, words: written(event.reason) };
    case 'ReferralLeft':
      return { title: 'To be decided by itself again', words: written(event.reason) };
    case 'JoinAdmitted':
      return { title: `${event.to} decides for this referral` };
    case 'JoinEnded':
      return { title: `${event.from} has ended: this referral is decided by itself` };
    case 'ContributorAdmitted':
      return { title: `Another source joined: ${event.referralRef}` };
    case 'ContributorTold':
      return { title: `${event.referralRef} was told` };
  }
}
