import type { CaseStart } from '../db/case-starts.ts';
import { fold as foldRequest } from '../domain/information-request/evolve.ts';
import { fold } from '../domain/referral/evolve.ts';
import {
  PUBLICATION_WORKFLOW,
  type PublicationInput,
  type ReferralWorkflowInput,
  REQUEST_WORKFLOW,
  type RequestWorkflowInput,
} from '../workflows/contract.ts';
import { referralAttributes, referralSummary } from '../workflows/referral-view.ts';
import { requestAttributes, requestSummary } from '../workflows/request-view.ts';
import type { CaseToStart } from './cases.ts';

/** How what is owed is started: a case shows in the list view as it begins. */
export function caseToStart(start: CaseStart): CaseToStart {
  switch (start.workflowType) {
    case PUBLICATION_WORKFLOW:
      return publicationToStart(start);
    case REQUEST_WORKFLOW:
      return requestToStart(start);
    default:
      return referralToStart(start);
  }
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

function requestToStart({ workflowId, workflowType, input }: CaseStart): CaseToStart {
  const { entries, rules } = input as RequestWorkflowInput;
  const request = foldRequest(entries.map((entry) => entry.event));
  if (request === undefined) throw new Error(`${workflowId} is owed without a first event`);
  return {
    workflowId,
    workflowType,
    input,
    summary: requestSummary(request, rules),
    searchAttributes: requestAttributes(request),
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
