import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../../api/services.ts';
import { owedCaseStarts } from '../../db/case-starts.ts';
import { followOnsOf, readFollowOn } from '../../db/follow-ons.ts';
import { readEvents } from '../../db/streams.ts';
import type { Actor } from '../../domain/actor.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { AnyCommand, AnyEvent } from '../../domain/follow-on/run.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import type { CommandOutcome } from '../../temporal/cases.ts';
import { teamManager } from './people.ts';

const PATIENCE_MS = 15_000;

/** Gives a command to the workflow of a case that follows a decision, by a team manager unless told otherwise. */
export function giveFollowOn(
  { cases }: Services,
  stream: string,
  command: AnyCommand,
  by: { readonly actor?: Actor; readonly updateId?: string } = {},
): Promise<CommandOutcome> {
  const { actor = teamManager, updateId = randomUUID() } = by;
  const envelope = { command, actor };
  return cases.command({ workflowId: stream, action: command.type, envelope, updateId }, 20_000);
}

export function followOnEvents({ db }: Services, stream: string): Promise<AnyEvent[]> {
  return readEvents<AnyEvent>(db, stream);
}

/** Waits for the newest case of a kind about a child to run, and gives its stream. */
export async function followOnOf({ db }: Services, referralRef: string, kind: FollowOnName): Promise<string> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; ; await sleep(20)) {
    const found = (await followOnsOf(db, referralRef)).findLast((row) => row.kind === kind);
    const isOwed = found && (await owedCaseStarts(db, { workflowId: found.stream })).length > 0;
    if (found !== undefined && isOwed === false) return found.stream;
    if (Date.now() > deadlineMs) throw new Error(`${referralRef} has no ${kind}`);
  }
}

/** Waits until the ledger of a case satisfies `holds`. */
export async function untilFollowOn<State extends FollowOn = FollowOn>(
  { db }: Services,
  stream: string,
  holds: (state: State) => boolean,
): Promise<State> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; ; await sleep(20)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test says which kind it is
    const state = (await readFollowOn(db, stream)) as State | undefined;
    if (state !== undefined && holds(state)) return state;
    if (Date.now() > deadlineMs) throw new Error(`${stream} stayed ${JSON.stringify(state)}`);
  }
}
