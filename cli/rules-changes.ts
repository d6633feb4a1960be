import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ProposalAnswer, PublicationProgressAnswer } from '../api/schemas/rules.ts';
import type { EditionKind } from '../domain/rulebook/rulebook.ts';
import { type Terminal, UsageError } from './command.ts';
import { editionAt } from './edition-file.ts';
import type { HubApi } from './hub-api.ts';

type Proposal = z.output<typeof ProposalAnswer>;

/** The command that proposes each kind of edition. */
export const PROPOSING: Readonly<Record<EditionKind, string>> = {
  POLICY: 'frontdoor policy publish',
  CALENDAR: 'frontdoor calendar propose',
};

/** Proposes the edition in a file and says what has to happen next. */
export async function proposeEditionAt(
  place: string,
  kind: EditionKind,
  { api, terminal }: Context,
): Promise<void> {
  const edition = editionAt(place);
  if (edition.kind !== kind) {
    throw new UsageError(
      `${place} is a ${edition.kind.toLowerCase()}: propose it with ${PROPOSING[edition.kind]}`,
    );
  }
  tellProposal(await api.post('/v1/rules/proposals', edition, ProposalAnswer), terminal);
}

/** Proposes to withdraw a publication. */
export async function proposeWithdrawal(publication: number, { api, terminal }: Context): Promise<void> {
  tellProposal(await api.post('/v1/rules/proposals', { withdraw: publication }, ProposalAnswer), terminal);
}

/** Agrees to a proposal; what that publishes is followed to the last open case, unless nobody waits. */
export async function agreeTo(
  no: number,
  { isWaiting, ...context }: Context & { readonly isWaiting: boolean },
): Promise<void> {
  const { api, terminal } = context;
  const proposal = await api.post(`/v1/rules/proposals/${no}/agreement`, {}, ProposalAnswer);
  if (proposal.publication === undefined) {
    tellProposal(proposal, terminal);
    return;
  }
  terminal.out(`Publication ${proposal.publication}: ${changeWords(proposal)}.`);
  if (isWaiting) await follow(proposal.publication, context);
}

export async function reject(no: number, { api, terminal }: Context): Promise<void> {
  const proposal = await api.post(`/v1/rules/proposals/${no}/rejection`, {}, ProposalAnswer);
  terminal.out(`Proposal ${no} is rejected: ${changeWords(proposal)}.`);
}

/** @throws UsageError when the text is no number of a proposal or publication */
export function numberFrom(text: string, option: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`${option}: must be a number from 1 on, not ${text}`);
  return Number(text);
}

type Context = { readonly api: HubApi; readonly terminal: Terminal };

const PEOPLE_NEEDED = 2;

function tellProposal(proposal: Proposal, terminal: Terminal): void {
  const { no, supporters } = proposal;
  const missing = PEOPLE_NEEDED - supporters.length;
  terminal.out(`Proposal ${no}: ${changeWords(proposal)}.`);
  terminal.note(
    [
      `Publishing needs two people; ${missing === 1 ? 'one more has' : `${missing} more have`} to agree:`,
      `  frontdoor policy publish --agree ${no}`,
      'What it would move:',
      `  frontdoor policy preview --proposal ${no}`,
    ].join('\n'),
  );
}

function changeWords({ change }: Proposal): string {
  if (change.type === 'WITHDRAW') return `withdraw publication ${change.publication}`;
  const { kind, edition, sha256 } = change.edition;
  return `${kind.toLowerCase()} ${edition}, sha256 ${sha256}`;
}

const BETWEEN_LOOKS_MS = 1_000;

/** Waits without end: the publication does, too. Whoever stops waiting changes nothing. */
async function follow(publication: number, { api, terminal }: Context): Promise<void> {
  const path = `/v1/rules/publications/${publication}`;
  for (;;) {
    const { isDone, casesToTell, openCases } = await api.get(path, PublicationProgressAnswer);
    terminal.progress(`told ${openCases - casesToTell} of ${openCases} open cases`);
    if (isDone) {
      terminal.out(
        `All ${openCases} open ${openCases === 1 ? 'case goes' : 'cases go'} by the rules in force.`,
      );
      return;
    }
    await sleep(BETWEEN_LOOKS_MS);
  }
}
