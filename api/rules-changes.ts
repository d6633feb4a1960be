import { oweCaseStart } from '../db/case-starts.ts';
import type { DbOrTransaction } from '../db/client.ts';
import { claimKey, derivedId, type KeyedRequest, type StoredAnswer, storeAnswer } from '../db/idempotency.ts';
import { changeRules, proposeEdition, type RulesChange } from '../db/rulebook.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import type { RulebookCommand } from '../domain/rulebook/decide.ts';
import type { EditionKind } from '../domain/rulebook/rulebook.ts';
import { publicationWorkflow } from '../domain/streams.ts';
import { EditionError, parseCalendar, parsePolicy } from '../policy/editions.ts';
import { hubNow } from '../temporal/cases.ts';
import { PUBLICATION_WORKFLOW } from '../workflows/contract.ts';
import { answerKnown } from './keyed-requests.ts';
import { startIfOwed } from './owed-cases.ts';
import { Problem } from './problems.ts';
import { proposalAnswer } from './rules-answer.ts';
import type { Services } from './services.ts';

/** What an administrator asks of the rulebook: an edition as a document, or a command by number. */
export type RulesRequest =
  | { readonly type: 'proposeEdition'; readonly kind: EditionKind; readonly document: unknown }
  | RulebookCommand;

/**
 * Changes the rulebook and answers with the proposal. What two people agreed on is published in the same transaction,
 * and the workflow that brings it to open cases is owed by it.
 * @throws Problem INVALID_FIELD for an edition that breaks a rule; DomainError as the rulebook refuses
 */
export async function giveRulesCommand(
  services: Services,
  command: RulesRequest,
  { actor, request }: { readonly actor: Actor; readonly request: KeyedRequest },
): Promise<StoredAnswer> {
  const now = await hubNow(services.clock);
  const { answer, publication } = await services.db.transaction(async (tx) => {
    const known = answerKnown(await claimKey(tx, request, now));
    if (known !== undefined) return { answer: known, publication: undefined };
    const by = { actor, now, commandId: derivedId(request, 'rules') };
    const change = await execute(tx, command, by);
    const published = await owePublication(tx, change, now);
    const stored = answerOf(command, change);
    await storeAnswer(tx, request, stored);
    return { answer: stored, publication: published };
  });
  if (publication !== undefined) await startIfPossible(services, publicationWorkflow(publication));
  return answer;
}

async function execute(
  tx: DbOrTransaction,
  command: RulesRequest,
  by: { readonly actor: Actor; readonly now: Instant; readonly commandId: string },
): Promise<RulesChange> {
  if (command.type !== 'proposeEdition') return changeRules(tx, command, by);
  const { kind, document } = command;
  try {
    const edition =
      kind === 'POLICY'
        ? ({ kind, document: parsePolicy(document, 'document') } as const)
        : ({ kind, document: parseCalendar(document, 'document') } as const);
    return await proposeEdition(tx, edition, by);
  } catch (error) {
    if (!(error instanceof EditionError)) throw error;
    throw new Problem('INVALID_FIELD', {
      detail: 'The edition breaks a rule',
      errors: error.problems.map((detail) => ({ pointer: '/document', detail })),
    });
  }
}

async function owePublication(
  tx: DbOrTransaction,
  { events }: RulesChange,
  now: Instant,
): Promise<number | undefined> {
  const changed = events.find((event) => event.type === 'RulesChanged');
  if (changed === undefined) return undefined;
  const { publication } = changed;
  await oweCaseStart(tx, {
    workflowId: publicationWorkflow(publication),
    workflowType: PUBLICATION_WORKFLOW,
    input: { publication },
    owedSince: now,
  });
  return publication;
}

function answerOf(command: RulesRequest, { rulebook, events }: RulesChange): StoredAnswer {
  const [first] = events;
  const no = first !== undefined && 'proposal' in first ? first.proposal : 0;
  const proposal = rulebook.proposals.find((candidate) => candidate.no === no);
  if (proposal === undefined) throw new Error(`proposal ${no} vanished`);
  const isNew = command.type === 'proposeEdition' || command.type === 'propose';
  return { status: isNew ? 201 : 200, body: JSON.stringify(proposalAnswer(proposal)) };
}

/** The sweeper starts it otherwise. */
async function startIfPossible(services: Services, workflowId: string): Promise<void> {
  const deadline = Date.now() + START_WAIT_MS;
  await Promise.allSettled([
    services.temporal.withDeadline(deadline, () => startIfOwed(services, workflowId)),
  ]);
}

const START_WAIT_MS = 2_000;
