import type { CaseStart } from '../db/case-starts.ts';
import { fold as foldFollowOn } from '../domain/follow-on/run.ts';
import { fold as foldRequest } from '../domain/information-request/evolve.ts';
import { fold } from '../domain/referral/evolve.ts';
import {
  type FollowOnWorkflowInput,
  PUBLICATION_WORKFLOW,
  type PublicationInput,
  REFERRAL_WORKFLOW,
  type ReferralWorkflowInput,
  REQUEST_WORKFLOW,
  type RequestWorkflowInput,
} from '../workflows/contract.ts';
import { followOnAttributes, followOnSummary } from '../workflows/follow-on-view.ts';
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
    case REFERRAL_WORKFLOW:
      return referralToStart(start);
    default:
      return followOnToStart(start);
  }
}

function referralToStart({ workflowId, workflowType, input }: CaseStart): CaseToStart {
  const { entries, rules, isRevived } = input as ReferralWorkflowInput;
  const referral = fold(entries.map((entry) => entry.event));
  if (referral === undefined) throw new Error(`${workflowId} is owed without a first event`);
  return {
    workflowId,
    workflowType,
    input,
    summary: referralSummary(referral, rules),
    searchAttributes: referralAttributes(referral),
    ...(isRevived && { isRevived }),
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

function followOnToStart({ workflowId, workflowType, input }: CaseStart): CaseToStart {
  const { entries, rules, carried, isRevived } = input as FollowOnWorkflowInput;
  const state = carried?.state ?? foldFollowOn(entries.map((entry) => entry.event));
  if (state === undefined) throw new Error(`${workflowId} is owed without a first event`);
  // What takes along where it stood has run before.
  const ranBefore = isRevived === true || carried !== undefined;
  return {
    workflowId,
    workflowType,
    input,
    summary: followOnSummary(state, rules),
    searchAttributes: followOnAttributes(state),
    ...(ranBefore && { isRevived: true }),
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
