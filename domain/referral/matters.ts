import type { Actor } from '../actor.ts';
import type { DomainError } from '../errors.ts';
import type { Role } from '../vocabulary.ts';
import { agencyChecks } from './agency-checks-rules.ts';
import { agreement } from './agreement-rules.ts';
import { clarification } from './clarification-rules.ts';
import type { MatterCommand, ReferralCommand } from './commands.ts';
import type { Context } from './context.ts';
import { endings } from './endings-rules.ts';
import { followOns } from './follow-on-rules.ts';
import type { MatterEvent, ReferralEvent } from './events.ts';
import { joining } from './joining-rules.ts';
import { linking } from './linking-rules.ts';
import type { Matter } from './matter.ts';
import { outOfHours } from './out-of-hours-rules.ts';
import { ratingProposal } from './rating-rules.ts';
import { redirects } from './redirects-rules.ts';
import { restriction } from './restriction-rules.ts';
import type { Referral } from './state.ts';
import { transfers } from './transfers-rules.ts';

/** A matter as the referral calls it, once it is known that the command or event is one of its own. */
type AnyMatter = Matter<MatterCommand, MatterEvent>;

/** The matter of each action. */
const BY_ACTION: Readonly<Record<MatterCommand['type'], AnyMatter>> = {
  ...each(clarification),
  ...each(agreement),
  ...each(agencyChecks),
  ...each(ratingProposal),
  ...each(redirects),
  ...each(outOfHours),
  ...each(transfers),
  ...each(endings),
  ...each(linking),
  ...each(joining),
  ...each(restriction),
  ...each(followOns),
};

/** The matter of each event. */
const BY_EVENT: Readonly<Record<MatterEvent['type'], AnyMatter>> = {
  ReferrerAsked: asMatter(clarification),
  ReferrerContactTried: asMatter(clarification),
  ReferrerAnswered: asMatter(clarification),
  AnswerGivenUp: asMatter(clarification),
  QuestionSent: asMatter(clarification),
  InformationRequested: asMatter(agencyChecks),
  AgencyAsked: asMatter(agencyChecks),
  AnswerNoted: asMatter(agencyChecks),
  RequestEnded: asMatter(agencyChecks),
  AgenciesListedMissing: asMatter(agencyChecks),
  ChecksHastened: asMatter(agencyChecks),
  HasteTold: asMatter(agencyChecks),
  ChecksLetGo: asMatter(agencyChecks),
  LateAnswerReviewed: asMatter(agencyChecks),
  ReferralReopened: asMatter(agencyChecks),
  AgreementRecorded: asMatter(agreement),
  LawfulBasisRecorded: asMatter(agreement),
  ChecksWithoutKnowledgeAuthorised: asMatter(agreement),
  RatingProposed: asMatter(ratingProposal),
  AllegationRecorded: asMatter(redirects),
  ReferralRedirected: asMatter(redirects),
  RedirectAcknowledged: asMatter(redirects),
  HandedToOutOfHours: asMatter(outOfHours),
  OutOfHoursAcknowledged: asMatter(outOfHours),
  HandedBackToDay: asMatter(outOfHours),
  HandBackAcknowledged: asMatter(outOfHours),
  TransferAsked: asMatter(transfers),
  TransferAccepted: asMatter(transfers),
  ReferralEnded: asMatter(endings),
  LinkedToOpenCase: asMatter(linking),
  OpenCaseTold: asMatter(linking),
  OpenCaseConfirmed: asMatter(linking),
  OpenCaseLinkWithdrawn: asMatter(linking),
  MarkedDuplicate: asMatter(linking),
  ReferralJoined: asMatter(joining),
  ReferralLeft: asMatter(joining),
  JoinAdmitted: asMatter(joining),
  JoinEnded: asMatter(joining),
  ContributorAdmitted: asMatter(joining),
  ContributorTold: asMatter(joining),
  RecordRestricted: asMatter(restriction),
  ReadersChanged: asMatter(restriction),
  RestrictionLifted: asMatter(restriction),
  GlassBroken: asMatter(restriction),
  BreakGlassReviewed: asMatter(restriction),
  FollowOnAsked: asMatter(followOns),
  FollowOnBegun: asMatter(followOns),
  FollowOnNewsNoted: asMatter(followOns),
  FollowOnTold: asMatter(followOns),
  DecisionCalledFor: asMatter(followOns),
};

function each<Command extends MatterCommand, Event extends MatterEvent>(
  matter: Matter<Command, Event>,
): Record<Command['type'], AnyMatter> {
  const actions = Object.keys(matter.permitted) as Command['type'][];
  return Object.fromEntries(actions.map((action) => [action, asMatter(matter)])) as Record<
    Command['type'],
    AnyMatter
  >;
}

/** A matter is called only with what the two tables above assign to it. */
function asMatter<Command extends MatterCommand, Event extends MatterEvent>(
  matter: Matter<Command, Event>,
): AnyMatter {
  return matter;
}

export function isMatterAction(action: ReferralCommand['type']): action is MatterCommand['type'] {
  return Object.hasOwn(BY_ACTION, action);
}

export function isMatterEvent(event: ReferralEvent): event is MatterEvent {
  return Object.hasOwn(BY_EVENT, event.type);
}

export function permittedFor(action: MatterCommand['type']): readonly Role[] {
  return BY_ACTION[action].permitted[action];
}

/** Whether a closed referral takes this action too. */
export function takenWhileClosed(action: MatterCommand['type']): boolean {
  return BY_ACTION[action].whileClosed?.includes(action) ?? false;
}

export function matterObstacle(referral: Referral, action: MatterCommand['type']): DomainError | undefined {
  return BY_ACTION[action].obstacle(referral, action);
}

/** Whether the case is this actor's business by a rule of the matter; undefined leaves it to the rule for all. */
export function matterConcerns(
  referral: Referral,
  action: MatterCommand['type'],
  actor: Actor,
): boolean | undefined {
  return BY_ACTION[action].concerns?.(referral, action, actor);
}

export function acceptMatter(referral: Referral, command: MatterCommand, context: Context): ReferralEvent[] {
  return BY_ACTION[command.type].accept(referral, command, context);
}

export function applyMatter(referral: Referral, event: MatterEvent): Referral {
  return BY_EVENT[event.type].apply(referral, event);
}
