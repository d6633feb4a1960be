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

/**
 * What became of a command.
 * @throws Problem NOT_FOUND when there is no such command of this referral, or the actor may not see the case
 */
export async function commandStatusFor(
  services: Services,
  actor: Actor,
  { ref, commandId }: { readonly ref: string; readonly commandId: string },
): Promise<Answer> {
  const { rows } = await readCase(services, actor, ref);
  const status = await commandStatus(services.db, commandId);
  switch (status.kind) {
    case 'PENDING':
      return pendingAnswer(ref, commandId);
    case 'RECORDED': {
      if (status.stream !== referralStream(ref)) throw unknown();
      const upTo = rows.filter((row) => row.seq <= status.seq);
      const version = fold(upTo.map((row) => row.event as ReferralEvent))?.version;
      return {
        ...about(ref, commandId),
        status: 'RECORDED',
        words: 'The command is recorded.',
        ...(version !== undefined && { version }),
      };
    }
    case 'REFUSED':
      return {
        ...about(ref, commandId),
        status: 'REFUSED',
        words: 'The command was refused when it was heard; nothing has changed.',
        refusal: refusalAnswer(status.refusal),
      };
    case 'UNKNOWN':
      throw unknown();
  }
}

/** A command that is kept and will be answered. */
export function pendingAnswer(ref: string, commandId: string): Answer {
  return {
    ...about(ref, commandId),
    status: 'PENDING',
    words: 'Nobody has answered yet; the command is kept and will be. Ask here again.',
  };
}

function about(ref: string, commandId: string) {
  const referral = referralLink(ref);
  return { commandId, links: { self: `${referral}/commands/${commandId}`, referral } };
}

function refusalAnswer({ code, message }: { readonly code: string; readonly message: string }) {
  const known = DOMAIN_ERROR_CODES.find((it) => it === code);
  return { type: problemType(known ?? 'INTERNAL'), code, detail: message };
}

function unknown(): Problem {
  return new Problem('NOT_FOUND', { detail: 'There is no such command that waited for its answer' });
}
