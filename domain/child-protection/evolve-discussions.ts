import type { Instant } from '../instant.ts';
import { changeChild } from './children.ts';
import { handedOn } from './evolve-enquiries.ts';
import type { DiscussionEvent } from './events.ts';
import type { ChildDecision, ChildProtection, Discussion, ProtectedChild } from './state.ts';

export function afterDiscussionEvent(state: ChildProtection, event: DiscussionEvent): ChildProtection {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'DiscussionPlanned':
      return planned(state, event);
    case 'InvitationAnswered': {
      const { agency, answer, answeredBy: by } = event;
      return change(state, event.no, (one) => ({
        ...one,
        answers: [...one.answers, { agency, answer, at, by }],
      }));
    }
    case 'InformationSent': {
      const { agency, information, sentBy: by } = event;
      return change(state, event.no, (one) => ({
        ...one,
        information: [...one.information, { agency, information, at, by }],
      }));
    }
    case 'DiscussionRecorded':
      return recorded(state, event);
    case 'MinutesCirculated':
      return change(state, event.no, (one) => ({ ...one, circulatedAt: at }));
    case 'MinutesGiven':
      return change(state, event.no, (one) => ({ ...one, givenTo: [...one.givenTo, event.agency] }));
  }
}

function change(
  state: ChildProtection,
  no: number,
  to: (discussion: Discussion) => Discussion,
): ChildProtection {
  return { ...state, discussions: state.discussions.map((one) => (one.no === no ? to(one) : one)) };
}

/** Planning again takes a child from adjourned back to planning (transition 14). */
function planned(
  state: ChildProtection,
  event: Extract<DiscussionEvent, { type: 'DiscussionPlanned' }>,
): ChildProtection {
  const { no, startsAt, mode, place, invited, covers, replaces, plannedBy, occurredAt: plannedAt } = event;
  const discussions = state.discussions.map((one) =>
    replaces.includes(one.no) ? { ...one, replacedBy: no } : one,
  );
  const discussion: Discussion = {
    no,
    covers,
    planned: { startsAt, mode, ...(place && { place }), invited, plannedBy, plannedAt },
    answers: [],
    information: [],
    givenTo: [],
  };
  return covers.reduce<ChildProtection>(
    (current, ref) => changeChild(current, ref, (child) => ({ ...child, isAdjourned: false })),
    { ...state, discussions: [...discussions, discussion] },
  );
}

function recorded(
  state: ChildProtection,
  event: Extract<DiscussionEvent, { type: 'DiscussionRecorded' }>,
): ChildProtection {
  const { no, record, isQuorate, missing, actionNos, recordedBy, occurredAt: recordedAt } = event;
  const covers = record.children.map(({ referralRef }) => referralRef);
  const held = { ...record, isQuorate, missing, actionNos, recordedAt, recordedBy };
  const known = state.discussions.some((one) => one.no === no);
  const unplanned: Discussion = { no, covers, answers: [], information: [], held, givenTo: [] };
  const kept = known
    ? change(state, no, (one) => ({ ...one, covers, held }))
    : { ...state, discussions: [...state.discussions, unplanned] };
  return record.children.reduce<ChildProtection>(
    (current, decision) =>
      changeChild(current, decision.referralRef, (child) => discussed(child, decision, event)),
    kept,
  );
}

type Recorded = Extract<DiscussionEvent, { type: 'DiscussionRecorded' }>;

function discussed(
  child: ProtectedChild,
  decision: ChildDecision,
  { no, record, isQuorate, occurredAt }: Recorded,
): ProtectedChild {
  const { endedAt } = record;
  const after = isQuorate ? { ...child, discussedAt: laterOf(child.discussedAt, endedAt) } : child;
  switch (decision.decision) {
    case 'START_S47': {
      const { enquiry: kind } = decision;
      if (after.s47 !== undefined) return { ...after, s47: { ...after.s47, kind } };
      const s47 = { startedAt: endedAt, kind, discussionNo: no, isEmergency: !isQuorate };
      // Begun without a quorum, the child waits for a quorate discussion from here on.
      const waitsFrom = isQuorate ? after.waitsFrom : ([...after.waitsFrom, endedAt] as const);
      return { ...after, isAdjourned: false, waitsFrom, s47 };
    }
    case 'CONTINUE':
      if (after.s47 !== undefined) return after;
      return { ...after, isAdjourned: true, waitsFrom: [...after.waitsFrom, endedAt] };
    case 'NO_S47':
      return handedOn({ ...after, isAdjourned: false }, decision, decision.rationale, occurredAt);
  }
}

function laterOf(known: Instant | undefined, at: Instant): Instant {
  return known !== undefined && known > at ? known : at;
}
