import { patched } from '@temporalio/workflow';
import type { Delivery } from '../domain/case.ts';
import type { Instant } from '../domain/instant.ts';
import type { Delivered } from './case-definition.ts';
import { deliver } from './effects.ts';

/** Histories without this mark noted once more what came of a delivery where they had taken that on from the ledger. */
const NOTES_ONCE = 'notes-deliveries-once';

/** Writes down what came of a delivery; `isNoted` says whether the record has it already. */
type OnDelivered<Owed extends Delivery> = (
  delivered: Delivered<Owed>,
  isNoted: () => boolean,
) => Promise<void>;

/** Sends what a case owes, each once at a time, and hands back what came of it. */
export class Deliveries<Owed extends Delivery> {
  private readonly onDelivered: OnDelivered<Owed>;
  private readonly underWay = new Set<string>();
  private readonly bounced = new Set<string>();
  /** Keys of deliveries under way whose outcome was taken on from the ledger. */
  private readonly noted = new Set<string>();

  constructor(onDelivered: OnDelivered<Owed>) {
    this.onDelivered = onDelivered;
  }

  isIdle(): boolean {
    return this.underWay.size === 0;
  }

  /** Begins to send what is owed, but for what is under way or has come back. */
  send(owed: readonly Owed[], now: Instant): void {
    for (const delivery of owed) {
      if (!this.underWay.has(delivery.key) && !this.bounced.has(delivery.key)) {
        void this.sendOne(delivery, now);
      }
    }
  }

  /** An entry of the system's own was taken on from the ledger: what was owed before it and is not after it is noted. */
  tookOn(before: readonly Owed[], after: readonly Owed[]): void {
    const still = new Set(after.map(({ key }) => key));
    for (const { key } of before) if (!still.has(key) && this.underWay.has(key)) this.noted.add(key);
  }

  private async sendOne(delivery: Owed, now: Instant): Promise<void> {
    const { key } = delivery;
    this.underWay.add(key);
    const result = await deliver(delivery, now);
    if (result !== undefined) {
      await this.onDelivered({ delivery, result }, () => this.noted.has(key) && patched(NOTES_ONCE));
    } else {
      // Still owed: its clock runs on until a person sees to it.
      this.bounced.add(key);
    }
    // The same may be owed again one day, and is then noted again.
    this.noted.delete(key);
    this.underWay.delete(key);
  }
}
