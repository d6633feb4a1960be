import type { Db } from '../db/client.ts';
import { messages } from '../db/schema.ts';
import type { Instant } from '../domain/instant.ts';

/** A message ready to go. `key` is the idempotency key: the same key is never sent twice. */
export type OutgoingMessage = {
  readonly key: string;
  readonly contactRef: string;
  readonly referralRef: string;
  readonly template: 'ACKNOWLEDGEMENT' | 'OUTCOME';
  readonly recipient: string;
  readonly body: string;
  readonly sentAt: Instant;
};

/** The way out of the building. Resolves when the message has left, or had left before. */
export type Messenger = { send(message: OutgoingMessage): Promise<void> };

/** Keeps messages in the database, where the outbox page of the development stack shows them. */
export function outboxMessenger(db: Db): Messenger {
  return {
    send: async (message) => {
      await db.insert(messages).values(message).onConflictDoNothing();
    },
  };
}
