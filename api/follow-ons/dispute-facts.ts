import type { Actor } from '../../domain/actor.ts';
import type {
  Dispute,
  DisputeLevel,
  InterimPosition,
  ObjectorOfDispute,
  Position,
} from '../../domain/dispute/state.ts';

type Resolution = NonNullable<Dispute['resolution']>;

/** As much of a dispute as somebody may read who is part of it; the whole of it is one, too. */
export type DisputePart = Pick<Dispute, 'subject' | 'lane' | 'decisionNo' | 'level' | 'supersededBy'> & {
  readonly levels: readonly LevelPart[];
  readonly objectors: readonly Omit<ObjectorOfDispute, 'userId'>[];
  readonly interim: readonly Omit<InterimPosition, 'by'>[];
  readonly resolution?: Pick<Resolution, 'outcome' | 'level'> &
    Partial<Pick<Resolution, 'rationale' | 'people'>>;
};

type LevelPart = Omit<DisputeLevel, 'raisedBy' | 'positions'> & {
  readonly positions: readonly Omit<Position, 'userId'>[];
};

/**
 * What somebody outside the hub reads of a dispute of theirs: agencies and capacities, no person by name. An agency
 * argues it out with the others, so it reads every side. Whoever referred may be a member of the public: they read
 * how far the dispute has come, what they said themselves, and what it ended in.
 */
export function disputePart(state: Dispute, { role, userId: reader }: Actor): DisputePart {
  const { subject, lane, decisionNo, level, levels, objectors, interim, resolution } = state;
  const reads = (writer: string | undefined) => role === 'AGENCY_REPRESENTATIVE' || writer === reader;
  return {
    subject,
    lane,
    ...(decisionNo !== undefined && { decisionNo }),
    level,
    levels: levels.map((one) => levelPart(one, reads)),
    objectors: objectors.filter(({ userId }) => reads(userId)).map(unnamed),
    interim: interim.filter(({ by }) => reads(by)).map(({ by: _by, ...rest }) => rest),
    ...(resolution && { resolution: resolutionPart(resolution, role === 'AGENCY_REPRESENTATIVE') }),
  };
}

function levelPart(
  { raisedBy, reason, positions, ...terms }: DisputeLevel,
  reads: (writer: string | undefined) => boolean,
): LevelPart {
  return {
    ...terms,
    ...(reason && reads(raisedBy) && { reason }),
    positions: positions.filter(({ userId }) => reads(userId)).map(unnamed),
  };
}

function resolutionPart(
  { outcome, level, rationale, people }: Resolution,
  isAgency: boolean,
): NonNullable<DisputePart['resolution']> {
  return { outcome, level, ...(isAgency && { rationale, people }) };
}

function unnamed<Person extends { readonly userId: string }>({
  userId: _userId,
  ...rest
}: Person): Omit<Person, 'userId'> {
  return rest;
}
