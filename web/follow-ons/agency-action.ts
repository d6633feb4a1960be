import { type AgencyAction, NOT_DONE_REASONS, type NotDoneReason } from '../../domain/agency-action/state.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { choices } from '../forms/fields.ts';
import { type CaseForm, simpleForm } from './form.ts';
import { facts, type SectionsOf } from './sections.ts';

export const NOT_DONE_WORDS: Readonly<Record<NotDoneReason, string>> = {
  DECLINED: 'The family declined',
  NO_CONTACT: 'The family could not be reached',
  MOVED: 'The family has moved',
  DISENGAGED: 'The family stopped taking part',
  SERVICE_CAPACITY: 'The service has no room',
  NOT_APPROPRIATE: 'It turned out not to be right for this child',
};

const REVIEW_DECISIONS = ['CLOSE', 'DECIDE_AGAIN'] as const;
const REVIEW_WORDS: Readonly<Record<(typeof REVIEW_DECISIONS)[number], string>> = {
  CLOSE: 'Close it; the gap stays on record',
  DECIDE_AGAIN: 'The hub decides again',
};

function hasAccepted(state: FollowOn): boolean {
  return state.kind === 'AGENCY_ACTION' && state.acceptedAt !== undefined;
}

export const AGENCY_ACTION_FORMS: Readonly<Record<string, CaseForm>> = {
  acceptAction: simpleForm({
    title: 'Accept what is asked',
    submit: 'Accept',
    lead: 'From now on your agency is responsible for this step.',
    done: 'It is accepted',
  }),
  reportAction: simpleForm(
    {
      title: 'Say what came of it',
      submit: 'Record what came of it',
      lead: 'What was not done goes back to the hub, where a manager looks at it.',
      done: 'What came of it is recorded',
    },
    { kind: 'yesOrNo', name: 'done', label: 'Was it done?' },
    {
      kind: 'radios',
      name: 'reason',
      label: 'If not, why not?',
      items: choices(NOT_DONE_REASONS, NOT_DONE_WORDS),
    },
    { kind: 'textarea', name: 'note', label: 'Anything the hub should know (optional)', rows: 4 },
  ),
  reviewNotDone: {
    title: 'Look at what was not done',
    submit: 'Record the review',
    lead: 'A child whom the agency never accepted is with the hub, which decides again.',
    done: 'The review is recorded',
    questions: (state) => [
      {
        kind: 'radios',
        name: 'decision',
        label: 'What happens next?',
        items: choices(REVIEW_DECISIONS, REVIEW_WORDS).filter(
          ({ value }) => value !== 'CLOSE' || hasAccepted(state),
        ),
      },
      { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 4 },
    ],
  },
  judgeReferral: simpleForm(
    {
      title: 'Was the referral appropriate?',
      submit: 'Record your view',
      lead: 'The hub decided that no further action was needed. Your view helps both of us to learn.',
      done: 'Your view is recorded',
    },
    { kind: 'yesOrNo', name: 'appropriate', label: 'Looking back, was your agency’s referral appropriate?' },
    { kind: 'textarea', name: 'note', label: 'Why? (optional)', rows: 4 },
  ),
  withdrawAction: simpleForm(
    { title: 'Ask the agency no longer', submit: 'Withdraw', done: 'The agency is no longer asked' },
    { kind: 'textarea', name: 'rationale', label: 'Why is it not needed any more?', rows: 4 },
  ),
};

export const agencyActionSections: SectionsOf<AgencyAction> = (state, { written, when, agencyName }) => {
  const { purpose, agency, what, report, review, acceptedAt } = state;
  const isQuestion = purpose === 'APPROPRIATENESS';
  return [
    {
      heading: isQuestion ? 'What the agency is asked' : 'What is asked',
      facts: facts(
        ['Agency', agencyName(agency)],
        ['Asked for', isQuestion ? 'Its view of its own referral' : 'An action for the child'],
        ['What', what && written(what), true],
        ['Accepted', acceptedAt && when(acceptedAt)],
        ['Came of it', report && (isQuestion ? judged(report.done) : report.done ? 'Done' : 'Not done')],
        ['Why not', report?.reason && NOT_DONE_WORDS[report.reason]],
        ['Said', report && when(report.reportedAt)],
        ['Note', report?.note && written(report.note), true],
        ['Manager’s review', review && written(review.rationale), true],
      ),
    },
  ];
};

function judged(appropriate: boolean): string {
  return appropriate ? 'Appropriate' : 'Not appropriate';
}
