import { ApplicationFailure } from '@temporalio/common';
import type { Db } from '../db/client.ts';
import { type Attachment, messages } from '../db/schema.ts';
import {
  BOUNCED,
  type ColleagueDelivery,
  type DeliveredMessage,
  type LetterTemplate,
} from '../domain/case.ts';
import type { AgencyMessage } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';

/** Which message it is; each has words of its own. */
export type MessageTemplate =
  | DeliveredMessage['message']
  | AgencyMessage
  | ColleagueDelivery['message']
  | LetterTemplate
  | 'NOTIFICATION_LEAD';

/** A message ready to go. `key` is the idempotency key: the same key is never sent twice. */
export type OutgoingMessage = {
  readonly key: string;
  /** Reference of the contact, or of the notification, that it is about. */
  readonly contactRef: string;
  /** Absent where the message is about all children of the contact. */
  readonly referralRef?: string;
  readonly template: MessageTemplate;
  readonly recipient: string;
  readonly body: string;
  /** A file that goes with it. */
  readonly attachment?: Attachment;
  readonly sentAt: Instant;
};

/**
 * The way out of the building. Resolves when the message has left, or had left before; fails with {@link bounced}
 * when it never will, and with anything else to be asked again.
 */
export type Messenger = { send(message: OutgoingMessage): Promise<void> };

/** The message cannot reach its recipient, however often it is sent. `why` holds no address. */
export function bounced(why: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(why, BOUNCED);
}

/** Keeps messages in the database, where the outbox page of the development stack shows them. */
export function outboxMessenger(db: Db): Messenger {
  return {
    send: async (message) => {
      await db.insert(messages).values(message).onConflictDoNothing();
    },
  };
}
