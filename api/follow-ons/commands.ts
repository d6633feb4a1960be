import type { KeyedRequest } from '../../db/idempotency.ts';
import { reviveFollowOn } from '../../db/revivals.ts';
import type { Actor } from '../../domain/actor.ts';
import { type FollowOn, kindNamed } from '../../domain/follow-on/kinds.ts';
import { type AnyCommand, type AnyEvent, fold, obstacle } from '../../domain/follow-on/run.ts';
import { type FollowOnName, isEnded } from '../../domain/follow-on/state.ts';
import { followOnStream } from '../../domain/follow-on/stream.ts';
import {
  type CaseCommandAnswer,
  type CaseKind,
  giveCaseCommand,
  type WordedCommand,
} from '../case-commands.ts';
import type { Services } from '../services.ts';
import { resourceOf } from './resources.ts';

export type WordedFollowOnCommand = WordedCommand<AnyCommand>;

function caseKind(kind: FollowOnName): CaseKind<FollowOn, AnyCommand> {
  const { commands } = resourceOf(kind);
  return {
    fold: (events) => fold(events as readonly AnyEvent[]),
    obstacle,
    isClosed: isEnded,
    closedWords: 'The case has ended; an ended case takes no commands',
    revive: async (tx, stream, action, now) => {
      const isTaken = (kindNamed(kind).whileEnded ?? []).some((one) => one === action);
      if (isTaken) await reviveFollowOn(tx, stream, now);
    },
    words: (command) => commands.find(({ type }) => type === command.type)?.wordsIn(command) ?? [],
  };
}

/**
 * Gives a command to the workflow of a case that follows a decision.
 * @throws an error that `isUnavailable` knows, when Postgres cannot be reached
 */
export function giveFollowOnCommand(
  services: Services,
  {
    kind,
    id,
    ...rest
  }: {
    readonly kind: FollowOnName;
    readonly id: string;
    readonly command: WordedFollowOnCommand;
    readonly actor: Actor;
    readonly request: KeyedRequest;
    readonly expectedVersion?: number;
  },
): Promise<CaseCommandAnswer<FollowOn>> {
  return giveCaseCommand(services, caseKind(kind), { ...rest, stream: followOnStream(kind, id) });
}
