import type { Instant, LocalDate } from '../instant.ts';

export const EDITION_KINDS = ['POLICY', 'CALENDAR'] as const;
export type EditionKind = (typeof EDITION_KINDS)[number];

/** An edition as the rulebook knows it: its name and the SHA-256 of its canonical JSON, in hexadecimal. */
export type EditionRef =
  | {
      readonly kind: 'POLICY';
      readonly edition: string;
      readonly sha256: string;
      /** Holds for contacts received from this local date on. */
      readonly effectiveFrom: LocalDate;
    }
  | { readonly kind: 'CALENDAR'; readonly edition: string; readonly sha256: string };

/** What two people may agree on: to bring an edition into force, or to withdraw one that is. */
export type Change =
  | { readonly type: 'PUBLISH'; readonly edition: EditionRef }
  | { readonly type: 'WITHDRAW'; readonly publication: number };

export type Proposal = {
  /** Numbered from 1. */
  readonly no: number;
  readonly change: Change;
  readonly proposedAt: Instant;
  readonly proposedBy: string;
  /** Who is for it: the proposer, when that was a person, and those who agreed. */
  readonly supporters: readonly string[];
} & (
  | { readonly status: 'OPEN' }
  | { readonly status: 'AGREED'; readonly publication: number }
  | { readonly status: 'REJECTED'; readonly rejectedBy: string }
);

/** A change of the rules in force, numbered from 1; 0 are the editions the hub was opened with. */
export type Publication = {
  readonly no: number;
  readonly change: Change;
  readonly publishedAt: Instant;
};

/** The editions of a hub: those it was opened with, what was proposed since, and what came into force. */
export type Rulebook = {
  readonly opened: readonly EditionRef[];
  readonly proposals: readonly Proposal[];
  readonly publications: readonly Publication[];
};

export type RulebookEvent =
  | {
      readonly type: 'RulebookOpened';
      readonly occurredAt: Instant;
      readonly editions: readonly EditionRef[];
    }
  | {
      readonly type: 'ChangeProposed';
      readonly occurredAt: Instant;
      readonly proposal: number;
      readonly change: Change;
      readonly proposedBy: string;
      /** Whether a person proposed it, who then counts as one of two. */
      readonly byPerson: boolean;
    }
  | {
      readonly type: 'ProposalSupported';
      readonly occurredAt: Instant;
      readonly proposal: number;
      readonly supporter: string;
    }
  | {
      readonly type: 'ProposalRejected';
      readonly occurredAt: Instant;
      readonly proposal: number;
      readonly rejectedBy: string;
    }
  | {
      readonly type: 'RulesChanged';
      readonly occurredAt: Instant;
      readonly proposal: number;
      readonly publication: number;
      readonly change: Change;
    };

/** The rulebook after one event; the first is `RulebookOpened`. */
export function evolveRulebook(rulebook: Rulebook | undefined, event: RulebookEvent): Rulebook {
  if (event.type === 'RulebookOpened') {
    return { opened: event.editions, proposals: [], publications: [] };
  }
  if (rulebook === undefined) throw new Error(`a rulebook cannot begin with ${event.type}`);
  switch (event.type) {
    case 'ChangeProposed': {
      const { proposal: no, change, occurredAt: proposedAt, proposedBy, byPerson } = event;
      const supporters = byPerson ? [proposedBy] : [];
      const proposal: Proposal = { no, change, proposedAt, proposedBy, supporters, status: 'OPEN' };
      return { ...rulebook, proposals: [...rulebook.proposals, proposal] };
    }
    case 'ProposalSupported':
      return withProposal(rulebook, event.proposal, (proposal) => ({
        ...proposal,
        supporters: [...proposal.supporters, event.supporter],
      }));
    case 'ProposalRejected':
      return withProposal(rulebook, event.proposal, (proposal) => ({
        ...proposal,
        status: 'REJECTED',
        rejectedBy: event.rejectedBy,
      }));
    case 'RulesChanged': {
      const { publication: no, change, occurredAt: publishedAt } = event;
      const agreed = withProposal(rulebook, event.proposal, (proposal) => ({
        ...proposal,
        status: 'AGREED',
        publication: no,
      }));
      return { ...agreed, publications: [...rulebook.publications, { no, change, publishedAt }] };
    }
  }
}

function withProposal(rulebook: Rulebook, no: number, change: (proposal: Proposal) => Proposal): Rulebook {
  return {
    ...rulebook,
    proposals: rulebook.proposals.map((proposal) => (proposal.no === no ? change(proposal) : proposal)),
  };
}

/** The rulebook a whole stream tells; undefined before it was opened. */
export function foldRulebook(events: readonly RulebookEvent[]): Rulebook | undefined {
  return events.reduce<Rulebook | undefined>(evolveRulebook, undefined);
}
