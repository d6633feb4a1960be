/** What API, command line and tests need to know of the workflows: names, ids and message definitions. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { CaseInput, CommandReceipt } from '../domain/case.ts';
import type { RequestEvent } from '../domain/information-request/events.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import type { AnyEvent } from '../domain/follow-on/run.ts';
import type { FollowOnName } from '../domain/follow-on/state.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { HubRules } from '../domain/policy.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import type { Referral } from '../domain/referral/state.ts';

export const TASK_QUEUE = 'front-door';

/** Name under which the referral workflow is registered. */
export const REFERRAL_WORKFLOW = 'referral';

/** Name under which the workflow of an information request is registered. */
export const REQUEST_WORKFLOW = 'informationRequest';

/** Names under which the workflows of the cases that follow a decision are registered. */
export const FOLLOW_ON_WORKFLOWS: Readonly<Record<FollowOnName, string>> = {
  CHILD_PROTECTION: 'childProtection',
  ASSESSMENT: 'assessment',
  EARLY_HELP: 'earlyHelp',
  AGENCY_ACTION: 'agencyAction',
  DISPUTE: 'dispute',
};

/** A case as its workflow is started: `carried` and `historyLimit` are for Continue-As-New and its test. */
export type CaseWorkflowInput<State = unknown, Event extends DomainEvent = DomainEvent> = CaseInput<Event> & {
  readonly carried?: CarriedCase<State>;
  /** Continue as new beyond this many history events; absent leaves it to the server's suggestion. */
  readonly historyLimit?: number;
  /** A closed case that runs again because somebody has something to tell it; it waits a moment for that. */
  readonly isRevived?: true;
};

/** What a case takes along when it continues as new. */
export type CarriedCase<State> = {
  readonly state: State;
  readonly seq: number;
  /** Updates already answered, newest last, so that a repeated one is not done twice. */
  readonly answered: readonly (readonly [updateId: string, receipt: { version: number; seq: number }])[];
};

export type ReferralWorkflowInput = CaseWorkflowInput<Referral, ReferralEvent>;
export type RequestWorkflowInput = CaseWorkflowInput<InformationRequest, RequestEvent>;
export type FollowOnWorkflowInput = CaseWorkflowInput<FollowOn, AnyEvent>;

/** Name of the workflow that settles what is owed, of its schedule, and the prefix of its ids. */
export const SWEEP_WORKFLOW = 'sweep';

/** Name of the workflow that has cases run again whose run was lost, and of its schedule. */
export const RECONCILIATION_WORKFLOW = 'reconciliation';

/** Name of the workflow that compares the calendar with GOV.UK's list, and of its schedule. */
export const CALENDAR_REFRESH_WORKFLOW = 'calendarRefresh';

/** Name of the workflow that holds every open case to what must be true of it, and of its schedule. */
export const INVARIANTS_WORKFLOW = 'invariants';

export const stateQuery = defineQuery<unknown>('state');

/** Gives a case the rules that have come into force; rules of an earlier publication than its own change nothing. */
export const adoptRulesUpdate = defineUpdate<CommandReceipt, [HubRules]>('adoptRules');

/** Name of the workflow that brings changed rules to every open case, and the prefix of its ids. */
export const PUBLICATION_WORKFLOW = 'publication';

export type PublicationInput = {
  readonly publication: number;
  readonly adopted?: number;
  readonly waiting?: number;
  /** Stream of the case up to which this round has come. */
  readonly after?: string;
};

/** How far a publication has come. `waiting` cases could not be told yet and are tried again. */
export type PublicationProgress = {
  readonly publication: number;
  readonly adopted: number;
  readonly waiting: number;
  readonly isDone: boolean;
};

export const progressQuery = defineQuery<PublicationProgress>('progress');
