import type { Actor } from '../domain/actor.ts';
import type { RequestCommand } from '../domain/information-request/commands.ts';
import type { RequestEvent } from '../domain/information-request/events.ts';
import { fold } from '../domain/information-request/evolve.ts';
import { obstacle } from '../domain/information-request/guards.ts';
import { type InformationRequest, isEnded } from '../domain/information-request/state.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import { informationRequestStream } from '../domain/streams.ts';
import type { KeyedRequest } from '../db/idempotency.ts';
import {
  type CaseCommandAnswer,
  type CaseKind,
  giveCaseCommand,
  type WordedCommand,
} from './case-commands.ts';
import type { Services } from './services.ts';

export type WordedRequestCommand = WordedCommand<RequestCommand>;

/** What somebody says on behalf of an agency. */
export type GivenAnswer = Omit<Extract<WordedRequestCommand, { type: 'giveAnswer' }>, 'type' | 'route'>;

const WORDS = ['detail', 'reason'] as const;

const requestKind: CaseKind<InformationRequest, RequestCommand> = {
  fold: requestOf,
  obstacle,
  isClosed: isEnded,
  closedWords: 'The hub no longer waits for this answer; ring the hub instead',
  words: () => WORDS,
};

/** The request a stream tells; undefined for an empty one. */
export function requestOf(events: readonly DomainEvent[]): InformationRequest | undefined {
  return fold(events as readonly RequestEvent[]);
}

/**
 * Gives a command to an information request's workflow.
 * @throws an error that `isUnavailable` knows, when Postgres cannot be reached
 */
export function giveRequestCommand(
  services: Services,
  {
    requestId,
    ...rest
  }: {
    readonly requestId: string;
    readonly command: WordedRequestCommand;
    readonly actor: Actor;
    readonly request: KeyedRequest;
    readonly expectedVersion?: number;
  },
): Promise<CaseCommandAnswer<InformationRequest>> {
  return giveCaseCommand(services, requestKind, { ...rest, stream: informationRequestStream(requestId) });
}
