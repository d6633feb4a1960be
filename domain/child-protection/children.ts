import { DomainError } from '../errors.ts';
import {
  OPEN_PROTECTION_STAGES,
  PROTECTION_ENDS,
  type ProtectionEnd,
  type ProtectionStage,
} from './codes.ts';
import type { ChildProtection, Conference, Enquiry, ImmediateProtection, ProtectedChild } from './state.ts';

type Family = Pick<ChildProtection, 'children'>;

export function childOf({ children }: Family, referralRef: string): ProtectedChild | undefined {
  return children.find((child) => child.referralRef === referralRef);
}

/**
 * The child a command is about, where their part is at the point the command needs.
 * @throws DomainError NOT_AT_THIS_STAGE
 */
export function childAt(
  family: Family,
  referralRef: string,
  isAt: (child: ProtectedChild) => boolean,
): ProtectedChild {
  const child = childOf(family, referralRef);
  if (child === undefined || !isAt(child)) {
    const words =
      child === undefined
        ? 'This child is not part of the case'
        : 'The part of this child is not at this stage';
    throw new DomainError('NOT_AT_THIS_STAGE', words, 'referralRef');
  }
  return child;
}

/** Nothing is decided about the child here any more: their part has ended, or somebody else is to go on with it. */
export function isConcluded({ end, handedOn }: ProtectedChild): boolean {
  return end !== undefined || handedOn !== undefined;
}

/** Enquiries have not begun, and it is not decided that none will. */
export function isBeforeS47(child: ProtectedChild): boolean {
  return !isConcluded(child) && child.s47 === undefined;
}

/** Enquiries run, without an outcome. */
export function isInEnquiry(
  child: ProtectedChild,
): child is ProtectedChild & { readonly s47: Omit<Enquiry, 'outcome'> } {
  return !isConcluded(child) && child.s47 !== undefined && child.s47.outcome === undefined;
}

/** Enquiries ended in a conference that has not been held. */
export function awaitsConference(
  child: ProtectedChild,
): child is ProtectedChild & { readonly s47: Enquiry; readonly conference: Conference } {
  return !isConcluded(child) && child.s47?.outcome?.code === 'ICPC';
}

/** Begun in an emergency, and no quorate discussion has been held since. */
export function awaitsDiscussionAfterEmergency(child: ProtectedChild): boolean {
  const { s47, discussedAt } = child;
  if (isConcluded(child) || s47 === undefined || !s47.isEmergency) return false;
  return discussedAt === undefined || discussedAt <= s47.startedAt;
}

/** Whether a strategy discussion is what the child waits for. */
export function awaitsDiscussion(child: ProtectedChild): boolean {
  return isBeforeS47(child) || awaitsDiscussionAfterEmergency(child);
}

export function isReturned({ end, handedOn }: ProtectedChild): boolean {
  return end === undefined && handedOn?.returnedAt !== undefined;
}

/** The protection of a kind that has not ended. */
export function protectionInForce<Kind extends ImmediateProtection['kind']>(
  { protections }: ProtectedChild,
  kind: Kind,
): Extract<ImmediateProtection, { kind: Kind }> | undefined {
  return protections.find(
    (one): one is Extract<ImmediateProtection, { kind: Kind }> =>
      one.kind === kind && one.ended === undefined,
  );
}

export function isProtectedNow({ protections }: ProtectedChild): boolean {
  return protections.some(({ ended }) => ended === undefined);
}

/** Where the part of one child stands. */
export function stageOfChild(child: ProtectedChild): ProtectionStage {
  if (child.end !== undefined) return child.end.stage;
  if (child.handedOn !== undefined) return 'HANDING_ON';
  if (child.conference?.bookedFor !== undefined) return 'ICPC_BOOKED';
  if (child.s47 !== undefined) return 'S47_ENQUIRY';
  return child.isAdjourned ? 'STRATEGY_ADJOURNED' : 'STRATEGY_PLANNING';
}

/** Where an open case stands: as the most protected of its children; concluded when every part has ended. */
export function stageOfFamily({ children }: Family): ProtectionStage {
  const stages = new Set(children.map(stageOfChild));
  return OPEN_PROTECTION_STAGES.find((stage) => stages.has(stage)) ?? 'HANDING_ON';
}

/** What several parts that have ended come to together: the most protective end. */
export function endOf(children: readonly ProtectedChild[]): ProtectionEnd {
  const ends = new Set(children.map(({ end }) => end?.stage));
  return PROTECTION_ENDS.find((stage) => ends.has(stage)) ?? 'SUPERSEDED';
}

/** The case with one of its children changed. */
export function changeChild(
  state: ChildProtection,
  referralRef: string,
  change: (child: ProtectedChild) => ProtectedChild,
): ChildProtection {
  const children = state.children.map((child) => (child.referralRef === referralRef ? change(child) : child));
  return { ...state, children };
}
