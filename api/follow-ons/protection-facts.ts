import { agenciesOf } from '../../domain/child-protection/convening.ts';
import type {
  Attendee,
  ChildDecision,
  ChildProtection,
  Discussion,
  DiscussionRecord,
} from '../../domain/child-protection/state.ts';

type Planned = NonNullable<Discussion['planned']>;
type Held = NonNullable<Discussion['held']>;

/** As much of a discussion as an agency reads that was invited or there; the whole of it is one, too. */
export type DiscussionPart = Pick<Discussion, 'no' | 'covers' | 'replacedBy' | 'circulatedAt'> & {
  readonly planned?: Pick<Planned, 'startsAt' | 'mode' | 'place' | 'invited'>;
  readonly answers: readonly Omit<Discussion['answers'][number], 'by'>[];
  readonly information: readonly Omit<Discussion['information'][number], 'by'>[];
  readonly held?: HeldPart;
};

/** What came of it; the words of the minutes once they have been sent out. */
export type HeldPart = Pick<
  Held,
  | 'heldAs'
  | 'mode'
  | 'startedAt'
  | 'endedAt'
  | 'chairRole'
  | 'isQuorate'
  | 'missing'
  | 'actionNos'
  | 'nextDiscussionAt'
> & {
  readonly attendance: readonly Attendee[];
  readonly children: readonly DecisionPart[];
} & Partial<Pick<DiscussionRecord, (typeof MINUTES)[number]>>;

/** What was decided about a child, without the words on it. */
export type DecisionPart = ChildDecision | Omit<Extract<ChildDecision, { decision: 'NO_S47' }>, 'rationale'>;

const MINUTES = [
  'thresholdAnalysis',
  'criminalInvestigation',
  'medical',
  'whatFamilyIsTold',
  'toldBy',
  'safetyPlan',
  'siblingsConsidered',
  'dissent',
  'enquiryPlan',
  'inquorateReason',
  'isEmergency',
] as const satisfies readonly (keyof DiscussionRecord)[];

/** The discussions an agency was invited to or was there; of the rest of the case it reads nothing. */
export function protectionPart(
  { discussions }: ChildProtection,
  agency: string,
): { readonly discussions: readonly DiscussionPart[] } {
  return {
    discussions: discussions
      .filter((discussion) => agenciesOf(discussion).includes(agency))
      .map((discussion) => discussionPart(discussion, agency)),
  };
}

function discussionPart(discussion: Discussion, agency: string): DiscussionPart {
  const { no, covers, replacedBy, circulatedAt, planned, answers, information, held } = discussion;
  const isOut = circulatedAt !== undefined;
  return {
    no,
    covers,
    ...(replacedBy !== undefined && { replacedBy }),
    ...(isOut && { circulatedAt }),
    ...(planned && { planned: plannedPart(planned) }),
    answers: answers.map(({ by: _by, ...rest }) => rest),
    information: information
      .filter((one) => isOut || one.agency === agency)
      .map(({ by: _by, ...rest }) => rest),
    ...(held && { held: heldPart(held, isOut) }),
  };
}

function plannedPart({ startsAt, mode, place, invited }: Planned): DiscussionPart['planned'] & object {
  return { startsAt, mode, ...(place && { place }), invited };
}

function heldPart(held: Held, isOut: boolean): HeldPart {
  const { recordedAt: _at, recordedBy: _by, chair: _chair, attendance, children, ...rest } = held;
  if (isOut) return { ...rest, attendance, children };
  const facts = Object.entries(rest).filter(([field]) => !MINUTES.some((one) => one === field));
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left once the minutes are taken away
    ...(Object.fromEntries(facts) as Omit<typeof rest, (typeof MINUTES)[number]>),
    attendance: attendance.map(({ information: _information, ...one }) => one),
    children: children.map(withoutRationale),
  };
}

function withoutRationale(decision: ChildDecision): DecisionPart {
  if (decision.decision !== 'NO_S47') return decision;
  const { rationale: _rationale, ...rest } = decision;
  return rest;
}
