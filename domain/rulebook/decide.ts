import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { Role } from '../vocabulary.ts';
import { standingEditions } from './in-force.ts';
import type { Change, Proposal, Rulebook, RulebookEvent } from './rulebook.ts';

export type RulebookCommand =
  | { readonly type: 'propose'; readonly change: Change }
  | { readonly type: 'agree'; readonly proposal: number }
  | { readonly type: 'reject'; readonly proposal: number };

/** Change calendars, clocks and thresholds, with two-person approval. Source: the hub's roles and permissions table. */
export const RULE_KEEPERS: readonly Role[] = ['ADMINISTRATOR'];

const PEOPLE_NEEDED = 2;

/**
 * What a command makes of the rulebook. A change comes into force when two people are for it; what the system
 * proposes, such as GOV.UK's newer list of bank holidays, needs two people beside it.
 * @throws DomainError NOT_PERMITTED, EDITION_KNOWN, EDITION_IN_FORCE, PUBLICATION_NOT_IN_FORCE, PROPOSAL_UNKNOWN,
 * PROPOSAL_SETTLED, SECOND_PERSON_NEEDED
 */
export function decideRules(
  rulebook: Rulebook,
  command: RulebookCommand,
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): RulebookEvent[] {
  const isSystem = actor.role === 'SYSTEM';
  if (!RULE_KEEPERS.includes(actor.role) && !(isSystem && command.type === 'propose')) {
    throw new DomainError('NOT_PERMITTED', `The role ${actor.role} may not change the hub's rules`);
  }
  switch (command.type) {
    case 'propose':
      return [proposed(rulebook, command.change, actor, now)];
    case 'agree':
      return agreed(rulebook, openProposal(rulebook, command.proposal), actor, now);
    case 'reject': {
      const { no } = openProposal(rulebook, command.proposal);
      return [{ type: 'ProposalRejected', occurredAt: now, proposal: no, rejectedBy: actor.userId }];
    }
  }
}

function proposed(rulebook: Rulebook, change: Change, actor: Actor, now: Instant): RulebookEvent {
  assertChanges(rulebook, change);
  return {
    type: 'ChangeProposed',
    occurredAt: now,
    proposal: rulebook.proposals.length + 1,
    change,
    proposedBy: actor.userId,
    byPerson: actor.role !== 'SYSTEM',
  };
}

function agreed(rulebook: Rulebook, proposal: Proposal, actor: Actor, now: Instant): RulebookEvent[] {
  if (proposal.supporters.includes(actor.userId)) {
    throw new DomainError('SECOND_PERSON_NEEDED', 'Publishing needs two people: another one has to agree');
  }
  const supported: RulebookEvent = {
    type: 'ProposalSupported',
    occurredAt: now,
    proposal: proposal.no,
    supporter: actor.userId,
  };
  if (proposal.supporters.length + 1 < PEOPLE_NEEDED) return [supported];
  // The rules may have changed since it was proposed.
  assertChanges(rulebook, proposal.change);
  const publication = rulebook.publications.length + 1;
  const { no, change } = proposal;
  return [supported, { type: 'RulesChanged', occurredAt: now, proposal: no, publication, change }];
}

/** @throws DomainError when the change would change nothing, or give one name to two editions */
function assertChanges(rulebook: Rulebook, change: Change): void {
  switch (change.type) {
    case 'PUBLISH': {
      const { kind, edition, sha256 } = change.edition;
      const known = knownEditions(rulebook).find((one) => one.kind === kind && one.edition === edition);
      if (known !== undefined && known.sha256 !== sha256) {
        throw new DomainError(
          'EDITION_KNOWN',
          `Another ${kind.toLowerCase()} edition is called ${edition}; give this one a name of its own`,
          'edition',
        );
      }
      const latest = standingEditions(rulebook).findLast((one) => one.kind === kind);
      if (latest?.sha256 === sha256) {
        throw new DomainError('EDITION_IN_FORCE', `${edition} is in force already`, 'edition');
      }
      return;
    }
    case 'WITHDRAW': {
      const publication = rulebook.publications.find(({ no }) => no === change.publication);
      const isWithdrawn = rulebook.publications.some(
        (later) => later.change.type === 'WITHDRAW' && later.change.publication === change.publication,
      );
      if (publication === undefined || publication.change.type === 'WITHDRAW' || isWithdrawn) {
        throw new DomainError(
          'PUBLICATION_NOT_IN_FORCE',
          'Only an edition that was published and not withdrawn can be withdrawn',
          'publication',
        );
      }
    }
  }
}

function knownEditions({ opened, proposals }: Rulebook) {
  const proposedOnes = proposals.flatMap(({ change }) => (change.type === 'PUBLISH' ? [change.edition] : []));
  return [...opened, ...proposedOnes];
}

/**
 * A proposal that nobody has settled yet.
 * @throws DomainError PROPOSAL_UNKNOWN, PROPOSAL_SETTLED
 */
export function openProposal({ proposals }: Rulebook, no: number): Proposal {
  const proposal = proposals.find((candidate) => candidate.no === no);
  if (proposal === undefined)
    throw new DomainError('PROPOSAL_UNKNOWN', 'There is no such proposal', 'proposal');
  if (proposal.status !== 'OPEN') {
    throw new DomainError('PROPOSAL_SETTLED', 'This proposal was agreed or rejected before', 'proposal');
  }
  return proposal;
}
