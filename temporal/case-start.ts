import type { CaseStart } from '../db/case-starts.ts';
import { fold } from '../domain/referral/evolve.ts';
import {
  PUBLICATION_WORKFLOW,
  type PublicationInput,
  type ReferralWorkflowInput,
} from '../workflows/contract.ts';
import { referralAttributes, referralSummary } from '../workflows/referral-view.ts';
import type { CaseToStart } from './cases.ts';

/** How what is owed is started: a referral shows in the list view as it was received. */
export function caseToStart(start: CaseStart): CaseToStart {
  return start.workflowType === PUBLICATION_WORKFLOW ? publicationToStart(start) : referralToStart(start);
}

function referralToStart({ workflowId, workflowType, input }: CaseStart): CaseToStart {
  const { entries, rules } = input as ReferralWorkflowInput;
  const referral = fold(entries.map((entry) => entry.event));
  if (referral === undefined) throw new Error(`${workflowId} is owed without a first event`);
  return {
    workflowId,
    workflowType,
    input,
    summary: referralSummary(referral, rules),
    searchAttributes: referralAttributes(referral),
  };
}

function publicationToStart({ workflowId, workflowType, input }: CaseStart): CaseToStart {
  const { publication } = input as PublicationInput;
  return {
    workflowId,
    workflowType,
    input,
    summary: `Rules, publication ${publication}, to every open case`,
    searchAttributes: {
      overdue: false,
      overdueClocks: [],
      runningClocks: [],
      stage: 'PUBLISHING',
      localAuthority: 'HUB',
    },
  };
}
