import { type DisputePart, disputePart } from '../../api/follow-ons/dispute-facts.ts';
import { isOutside } from '../../api/permissions.ts';
import type { Dispute } from '../../domain/dispute/state.ts';
import type { Role } from '../../domain/vocabulary.ts';
import { ROLE_LABELS } from '../view-models/labels.ts';
import { CAUSE_WORDS, FINDING_WORDS, LANE_WORDS, PARTICIPANT_WORDS, SUBJECT_WORDS } from './dispute-words.ts';
import { facts, type Section, type SectionContext, type SectionsOf } from './sections.ts';

/** First what keeps the child safe, whatever comes of the dispute. */
export const disputeSections: SectionsOf<Dispute> = (state, context) => {
  const part = isOutside(context.actor) ? disputePart(state, context.actor) : state;
  return [
    safety(part, state.closedAt === undefined, context),
    matter(part, context),
    ending(part, context),
    ladder(part, context),
    objectors(part, context),
    positions(part, context),
    earlierSafety(part, context),
  ].filter((section) => section !== undefined);
};

function safety(
  { interim }: DisputePart,
  isOpen: boolean,
  { written, when }: SectionContext,
): Section | undefined {
  const holding = interim.filter(({ until }) => until === undefined);
  if (holding.length === 0) return undefined;
  return {
    heading: isOpen ? 'What keeps the child safe meanwhile' : 'What kept the child safe meanwhile',
    isProminent: true,
    ...(isOpen && { lead: 'This holds until the dispute is settled, whoever is right.' }),
    facts: facts(...holding.map(({ words, at }) => [`Since ${when(at)}`, written(words), true] as const)),
  };
}

function earlierSafety({ interim }: DisputePart, { written, when }: SectionContext): Section | undefined {
  const over = interim.filter(({ until }) => until !== undefined);
  if (over.length === 0) return undefined;
  return {
    heading: 'What held before',
    table: {
      caption: 'Positions that another has replaced',
      columns: ['From', 'Until', 'What held'],
      rows: over.map(({ words, at, until }) => [when(at), when(until), written(words)]),
    },
  };
}

function matter({ subject, decisionNo, lane, supersededBy }: DisputePart, { when }: SectionContext): Section {
  return {
    heading: 'What is disputed',
    facts: facts(
      ['What', SUBJECT_WORDS[subject]],
      ['Decision', decisionNo === undefined ? undefined : `Number ${decisionNo}`],
      ['How it goes', LANE_WORDS[lane]],
      ['Meanwhile', supersededBy && `Decision ${supersededBy.decisionNo} was made, ${when(supersededBy.at)}`],
    ),
  };
}

function ending({ resolution }: DisputePart, { written, agencyName }: SectionContext): Section | undefined {
  if (resolution === undefined) return undefined;
  const { outcome, level, rationale, people = [] } = resolution;
  return {
    heading: 'How it was decided',
    facts: facts(
      ['Outcome', FINDING_WORDS[outcome]],
      ['At stage', `${level}`],
      ['Why', rationale && written(rationale), true],
      [
        'Who took part',
        people
          .map(({ agency, role }) => `${agencyName(agency)}: ${PARTICIPANT_WORDS[role].toLowerCase()}`)
          .join('\n'),
        true,
      ],
    ),
  };
}

function ladder({ levels }: DisputePart, { written, when }: SectionContext): Section {
  return {
    heading: 'The stages so far',
    table: {
      caption: 'Who had the dispute, from when until when',
      columns: ['Stage', 'Who', 'From', 'Until', 'How it came there'],
      rows: levels.map(({ level, who, from, until, how, reason }) => [
        `${level}`,
        who,
        when(from),
        until === undefined ? 'Now' : when(until),
        [CAUSE_WORDS[how], ...(reason ? [written(reason)] : [])].join('\n'),
      ]),
    },
  };
}

type Speaker = { readonly agency: string; readonly role: Role; readonly userId?: string };

/** Members of the hub see who it was; others which agency, in which capacity. */
function speaker({ agency, role, userId }: Speaker, { agencyName, personName }: SectionContext): string {
  const who = `${agencyName(agency)}, ${ROLE_LABELS[role].toLowerCase()}`;
  return userId === undefined ? who : `${personName(userId)}, ${who}`;
}

function objectors(part: DisputePart, context: SectionContext): Section {
  const { written, when } = context;
  return {
    heading: 'Who disagrees',
    table: {
      caption: 'Everybody who objects or has objected',
      columns: ['Who', 'Since', 'What they say', 'What they seek', 'Withdrew'],
      rows: part.objectors.map((objector) => {
        const { objections, joinedAt, withdrawal } = objector;
        return [
          speaker(objector, context),
          when(joinedAt),
          objections.map(({ reason }) => written(reason)).join('\n\n'),
          objections
            .flatMap(({ outcomeSought }) => (outcomeSought ? [written(outcomeSought)] : []))
            .join('\n\n'),
          withdrawal === undefined ? 'No' : `${when(withdrawal.at)}: ${written(withdrawal.reason)}`,
        ];
      }),
    },
  };
}

function positions({ levels }: DisputePart, context: SectionContext): Section | undefined {
  const rows = levels.flatMap(({ level, positions: said }) =>
    said.map((position) => [
      speaker(position, context),
      `${level}`,
      context.when(position.at),
      context.written(position.position),
    ]),
  );
  if (rows.length === 0) return undefined;
  return {
    heading: 'What the sides say',
    table: { caption: 'Positions at each stage', columns: ['Who', 'Stage', 'When', 'Position'], rows },
  };
}
