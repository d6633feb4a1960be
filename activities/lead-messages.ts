import { ApplicationFailure } from '@temporalio/common';
import type { Db } from '../db/client.ts';
import { type LeadMessage, owedLeadMessages, settleLeadMessage } from '../db/lead-messages.ts';
import { BOUNCED } from '../domain/case.ts';
import { hubNow, type HubClock } from '../temporal/cases.ts';
import type { Messenger } from './messenger.ts';
import { leadWords } from './wording.ts';

type Dependencies = { readonly db: Db; readonly messenger: Messenger; readonly clock: HubClock };

/** A sweep is short; what it leaves is taken by the next. */
const AT_MOST = 50;

/**
 * Tells the named leads of notifications that were kept, oldest first; answers how many messages have left. A message
 * that left before it could be noted is sent again under its key, which makes it the same one; one that the way out
 * cannot take now stays owed, and holds up no other.
 */
export async function tellLeads({ db, messenger, clock }: Dependencies): Promise<number> {
  let told = 0;
  for (const owed of await owedLeadMessages(db, AT_MOST)) {
    const now = await hubNow(clock);
    try {
      await messenger.send({ ...messageOf(owed), sentAt: now });
      await settleLeadMessage(db, owed.notificationRef, { sentAt: now });
      told += 1;
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      if (error.type === BOUNCED) await settleLeadMessage(db, owed.notificationRef, { bouncedAt: now });
    }
  }
  return told;
}

function messageOf({ notificationRef, lead }: LeadMessage) {
  return {
    key: `notification/${notificationRef}/lead`,
    contactRef: notificationRef,
    template: 'NOTIFICATION_LEAD' as const,
    recipient: lead,
    body: leadWords(notificationRef),
  };
}
