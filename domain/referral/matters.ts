import type { DomainError } from '../errors.ts';
import type { Role } from '../vocabulary.ts';
import { agreement } from './agreement-rules.ts';
import { clarification } from './clarification-rules.ts';
import type { MatterCommand, ReferralCommand } from './commands.ts';
import type { Context } from './context.ts';
import type { MatterEvent, ReferralEvent } from './events.ts';
import type { Matter } from './matter.ts';
import { ratingProposal } from './rating-rules.ts';
import type { Referral } from './state.ts';

/** A matter as the referral calls it, once it is known that the command or event is one of its own. */
type AnyMatter = Matter<MatterCommand, MatterEvent>;

/** The matter of each action. */
const BY_ACTION: Readonly<Record<MatterCommand['type'], AnyMatter>> = {
  ...each(clarification),
  ...each(agreement),
  ...each(ratingProposal),
};

/** The matter of each event. */
const BY_EVENT: Readonly<Record<MatterEvent['type'], AnyMatter>> = {
  ReferrerAsked: any(clarification),
  ReferrerContactTried: any(clarification),
  ReferrerAnswered: any(clarification),
  AnswerGivenUp: any(clarification),
  QuestionSent: any(clarification),
  AgreementRecorded: any(agreement),
  LawfulBasisRecorded: any(agreement),
  ChecksWithoutKnowledgeAuthorised: any(agreement),
  RatingProposed: any(ratingProposal),
};

function each<Command extends MatterCommand, Event extends MatterEvent>(
  matter: Matter<Command, Event>,
): Record<Command['type'], AnyMatter> {
  const actions = Object.keys(matter.permitted) as Command['type'][];
  return Object.fromEntries(actions.map((action) => [action, any(matter)])) as Record<
    Command['type'],
    AnyMatter
  >;
}

/** A matter is called only with what the two tables above assign to it. */
function any<Command extends MatterCommand, Event extends MatterEvent>(
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

export function matterObstacle(referral: Referral, action: MatterCommand['type']): DomainError | undefined {
  return BY_ACTION[action].obstacle(referral, action);
}

export function acceptMatter(referral: Referral, command: MatterCommand, context: Context): ReferralEvent[] {
  return BY_ACTION[command.type].accept(referral, command, context);
}

export function applyMatter(referral: Referral, event: MatterEvent): Referral {
  return BY_EVENT[event.type].apply(referral, event);
}
