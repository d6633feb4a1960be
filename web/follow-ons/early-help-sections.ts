import { isOutside } from '../../api/permissions.ts';
import { type EarlyHelp, hasAgreed } from '../../domain/early-help/state.ts';
import { GIVER_LABELS, METHOD_LABELS } from '../view-models/labels.ts';
import {
  ANSWER_WORDS,
  CLOSING_WORDS,
  FEEDBACK_WORDS,
  NO_ENGAGE_WORDS,
  RETURN_WORDS,
  ROUTE_WORDS,
} from './early-help-words.ts';
import { facts, type Section, type SectionContext, type SectionsOf } from './sections.ts';

/** An agency of the plan sees whose team it is and who leads; the rest is for the hub and for Early Help. */
export const earlyHelpSections: SectionsOf<EarlyHelp> = (state, context) => {
  if (isOutside(context.actor)) {
    const { receiver, leadPractitioner } = state;
    return [
      {
        heading: 'Who leads',
        facts: facts(
          ['Team', context.agencyName(receiver)],
          ['Lead practitioner', leadPractitioner && context.personName(leadPractitioner)],
        ),
      },
    ];
  }
  return [
    offer(state, context),
    handover(state, context),
    attempts(state, context),
    reviews(state, context),
    engagement(state, context),
    end(state, context),
  ].filter((section) => section !== undefined);
};

function offer(state: EarlyHelp, { written, when, agencyName, personName }: SectionContext): Section {
  const { route, receiver, reason, answer, acceptance, leadPractitioner, feedback, familyAgreed } = state;
  const agreement = answer === undefined ? undefined : ANSWER_WORDS[answer.answer];
  return {
    heading: 'The offer',
    facts: facts(
      ['How the family came', ROUTE_WORDS[route]],
      ['Team', agencyName(receiver)],
      ['Why', reason && written(reason), true],
      ['Family', agreement ?? (hasAgreed(state) ? 'Agreed, by the record of the decision' : 'Not asked yet')],
      ['Answered by', answer && `${GIVER_LABELS[answer.givenBy]}, ${METHOD_LABELS[answer.method]}`],
      ['Answered', answer && when(answer.answeredAt)],
      ['What the family says', answer?.reason && written(answer.reason), true],
      ['Agreed at the decision', answer && (familyAgreed ? 'Yes' : 'No')],
      ['Accepted', acceptance && when(acceptance.at)],
      ['Lead practitioner', leadPractitioner && personName(leadPractitioner)],
      ['Early Help assessment', acceptance?.assessmentOn],
      ['The route', feedback && FEEDBACK_WORDS[feedback]],
    ),
  };
}

function handover({ meeting }: EarlyHelp, { written, when }: SectionContext): Section | undefined {
  if (meeting === undefined) return undefined;
  const { heldAt, plan, outstandingActions, contingency, reviewOn } = meeting;
  return {
    heading: 'The hand-over meeting',
    facts: facts(
      ['Held', when(heldAt)],
      ['Plan', written(plan), true],
      ['Still to be done', written(outstandingActions), true],
      ['What would make Early Help step up', written(contingency), true],
      ['Reviewed on', reviewOn],
    ),
  };
}

function attempts(
  { contacts, lettersSent, sinceReached }: EarlyHelp,
  { written, when }: SectionContext,
): Section | undefined {
  if (contacts.length === 0 && lettersSent.length === 0) return undefined;
  const rows = [
    ...contacts.map(({ at, method, reached, note }) => ({
      at,
      cells: [
        `${reached ? 'Reached' : 'Not reached'} ${METHOD_LABELS[method]}`,
        note === undefined ? '' : written(note),
      ],
    })),
    ...lettersSent.map(({ sentAt }) => ({ at: sentAt, cells: ['A letter was sent', ''] })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return {
    heading: 'Reaching the family',
    ...(sinceReached.letterDue && { lead: 'A letter to the family is due.' }),
    table: {
      caption: 'Tries to reach the family, and letters',
      columns: ['When', 'What', 'Note'],
      rows: rows.map(({ at, cells }) => [when(at), ...cells]),
    },
  };
}

function reviews({ reviews: held }: EarlyHelp, { written, when }: SectionContext): Section | undefined {
  if (held.length === 0) return undefined;
  return {
    heading: 'Reviews',
    table: {
      caption: 'Reviews of the team around the family',
      columns: ['Held', 'What came of it'],
      rows: held.map(({ heldAt, outcome }) => [when(heldAt), written(outcome)]),
    },
  };
}

function engagement({ notEngaging }: EarlyHelp, { written, when }: SectionContext): Section | undefined {
  if (notEngaging === undefined) return undefined;
  const { reason, note, at } = notEngaging;
  return {
    heading: 'The family does not engage',
    facts: facts(
      ['Why', NO_ENGAGE_WORDS[reason]],
      ['Said', when(at)],
      ['What happened', written(note), true],
    ),
  };
}

function end(
  { returned, stepUp, closing }: EarlyHelp,
  { written, when, agencyName }: SectionContext,
): Section | undefined {
  if (returned === undefined && stepUp === undefined && closing === undefined) return undefined;
  return {
    heading: 'How it ends',
    facts: facts(
      ['Went back because', returned && RETURN_WORDS[returned.why]],
      ['Steps up because', stepUp && written(stepUp.reason), true],
      ['Significant harm suspected', stepUp && (stepUp.isUrgent ? 'Yes' : 'No')],
      ['New referral', stepUp?.referralRef],
      ['Closed because', closing && CLOSING_WORDS[closing.outcome]],
      ['Why the family stopped', closing?.reason && NO_ENGAGE_WORDS[closing.reason]],
      ['Last day', closing?.endedOn],
      ['Organisation of the assessment', closing && agencyName(closing.organisation)],
      ['Assessment completed on', closing?.assessmentCompletedOn],
      ['What has been reached', closing && written(closing.summary), true],
      ['Recorded', stepUp ? when(stepUp.at) : returned && when(returned.at)],
    ),
  };
}
