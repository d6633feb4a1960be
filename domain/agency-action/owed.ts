import type { CaseToTell, FollowOnDelivery, Letter } from '../case.ts';
import { newsTo } from '../follow-on/news.ts';
import type { AgencyAction } from './state.ts';

/** Everything an agency action owes: letters to its agency, and word to the case it came out of. */
export function owed(state: AgencyAction): FollowOnDelivery[] {
  return [...letters(state), ...news(state)];
}

/** The agency is asked, chased at the last warning before the end of its time, and its lead told when that has passed. */
function letters(state: AgencyAction): FollowOnDelivery[] {
  const { id, agency, contactRef, purpose, clocks, closedAt } = state;
  const letter = (template: Letter['template'], recipient: Letter['recipient']): Letter => ({
    key: `${id}/${template}/${recipient.kind}`,
    message: 'LETTER',
    contactRef,
    from: `agency-action:${id}`,
    template,
    recipient,
  });
  const asked = purpose === 'ACTION' ? 'AGENCY_ACTION_ASKED' : 'APPROPRIATENESS_ASKED';
  const clock = clocks.find(({ kind }) => kind === 'AGENCY_ACTION' || kind === 'APPROPRIATENESS');
  const isNearEnd =
    clock?.status === 'RUNNING' && clock.warnings.length > 0 && clock.warningsGiven >= clock.warnings.length;
  const chased =
    closedAt === undefined && isNearEnd ? [letter('AGENCY_ACTION_CHASED', { kind: 'AGENCY', agency })] : [];
  const late =
    closedAt === undefined && clock?.status === 'LATE'
      ? [letter('AGENCY_ACTION_CHASED', { kind: 'AGENCY_LEAD', agency })]
      : [];
  return [letter(asked, { kind: 'AGENCY', agency }), ...chased, ...late];
}

/** A child whom no agency has accepted comes back to the hub when the action ends, or nobody would be next. */
function news(state: AgencyAction): CaseToTell[] {
  const { acceptedAt, acceptedBy, agency, closedAt, purpose, stage, report } = state;
  const outcome = report?.reason === undefined ? stage : `${stage}.${report.reason}`;
  const isLeft = purpose === 'ACTION' && acceptedAt === undefined && stage === 'WITHDRAWN';
  return [
    ...(acceptedAt === undefined || acceptedBy === undefined
      ? []
      : newsTo(state, { news: 'ACCEPTED', at: acceptedAt, by: acceptedBy, receiver: agency })),
    ...(closedAt === undefined
      ? []
      : newsTo(state, {
          news: stage === 'RETURNED' || isLeft ? 'RETURNED' : 'ENDED',
          at: closedAt,
          outcome,
        })),
  ];
}
