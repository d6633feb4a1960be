import type { z } from 'zod';
import type { Actor } from '../../domain/actor.ts';
import { type AnyEvent, fold } from '../../domain/follow-on/run.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import { followOnStream } from '../../domain/follow-on/stream.ts';
import { pendingStatus, statusOfCommand } from '../command-status.ts';
import type { FollowOnCommandStatus } from '../schemas/follow-ons.ts';
import type { Services } from '../services.ts';
import { readFollowOnCase } from './reading.ts';
import { followOnPath } from './resources.ts';

type Answer = z.output<typeof FollowOnCommandStatus>;

/**
 * What became of a command to a case.
 * @throws Problem NOT_FOUND when there is no such command of this case, or the actor may not see it
 */
export async function followOnCommandStatus(
  services: Services,
  actor: Actor,
  { kind, id, commandId }: { readonly kind: FollowOnName; readonly id: string; readonly commandId: string },
): Promise<Answer> {
  const { rows } = await readFollowOnCase(services, actor, { kind, id });
  const status = await statusOfCommand(services.db, commandId, {
    stream: followOnStream(kind, id),
    versionAt: (seq) =>
      fold(rows.filter((row) => row.seq <= seq).map((row) => row.event as AnyEvent))?.version,
  });
  return { ...status, links: linksOf(kind, id, commandId) };
}

/** A command to a case that is kept and will be answered. */
export function pendingFollowOnCommand(kind: FollowOnName, id: string, commandId: string): Answer {
  return { ...pendingStatus(commandId), links: linksOf(kind, id, commandId) };
}

function linksOf(kind: FollowOnName, id: string, commandId: string) {
  const path = `/v1${followOnPath(kind, id)}`;
  return { self: `${path}/commands/${commandId}`, case: path };
}
