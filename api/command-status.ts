import type { z } from 'zod';
import { commandStatus } from '../db/owed-commands.ts';
import type { Actor } from '../domain/actor.ts';
import { DOMAIN_ERROR_CODES } from '../domain/errors.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { referralStream } from '../domain/streams.ts';
import { referralLink } from './links.ts';
import { Problem, problemType } from './problems.ts';
import { readCase } from './referral-reading.ts';
import type { CommandStatusAnswer } from './schemas/commands.ts';
import type { Services } from './services.ts';

type Answer = z.output<typeof CommandStatusAnswer>;
type Status = Omit<Answer, 'links'>;

/** The case a command was given to. */
type CommandedCase = {
  readonly stream: string;
  /** Its version once the row of this number was recorded. */
  readonly versionAt: (seq: number) => number | undefined;
};

/**
 * What became of a command to a referral.
 * @throws Problem NOT_FOUND when there is no such command of this referral, or the actor may not see the case
 */
export async function commandStatusFor(
  services: Services,
  actor: Actor,
  { ref, commandId }: { readonly ref: string; readonly commandId: string },
): Promise<Answer> {
  const { rows } = await readCase(services, actor, ref);
  const status = await statusOfCommand(services.db, commandId, {
    stream: referralStream(ref),
    versionAt: (seq) =>
      fold(rows.filter((row) => row.seq <= seq).map((row) => row.event as ReferralEvent))?.version,
  });
  return { ...status, links: linksOf(ref, commandId) };
}

/** A command to a referral that is kept and will be answered. */
export function pendingAnswer(ref: string, commandId: string): Answer {
  return { ...pendingStatus(commandId), links: linksOf(ref, commandId) };
}

/** @throws Problem NOT_FOUND when there is no such command of this case */
export async function statusOfCommand(
  db: Services['db'],
  commandId: string,
  { stream, versionAt }: CommandedCase,
): Promise<Status> {
  const status = await commandStatus(db, commandId);
  if (status.kind === 'UNKNOWN' || status.stream !== stream) throw unknown();
  switch (status.kind) {
    case 'PENDING':
      return pendingStatus(commandId);
    case 'RECORDED': {
      const version = versionAt(status.seq);
      const words = 'The command is recorded.';
      return { commandId, status: 'RECORDED', words, ...(version !== undefined && { version }) };
    }
    case 'REFUSED':
      return {
        commandId,
        status: 'REFUSED',
        words: 'The command was refused when it was heard; nothing has changed.',
        refusal: refusalAnswer(status.refusal),
      };
  }
}

/** A command that is kept and will be answered. */
export function pendingStatus(commandId: string): Status {
  return {
    commandId,
    status: 'PENDING',
    words: 'Nobody has answered yet; the command is kept and will be. Ask here again.',
  };
}

function linksOf(ref: string, commandId: string) {
  const referral = referralLink(ref);
  return { self: `${referral}/commands/${commandId}`, referral };
}

function refusalAnswer({ code, message }: { readonly code: string; readonly message: string }) {
  const known = DOMAIN_ERROR_CODES.find((it) => it === code);
  return { type: problemType(known ?? 'INTERNAL'), code, detail: message };
}

function unknown(): Problem {
  return new Problem('NOT_FOUND', { detail: 'There is no such command that waited for its answer' });
}
