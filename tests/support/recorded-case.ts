import { certificateOf, type HashedEntry, namedEditions } from '../../domain/certificate/issue.ts';
import type { CertificateContent } from '../../domain/certificate/certificate.ts';
import { type Actor, SYSTEM_ACTOR } from '../../domain/actor.ts';
import { ledgerEntries } from '../../domain/case.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import { adoptRules } from '../../domain/referral/adopt-rules.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import { decide, observe } from '../../domain/referral/decide.ts';
import type { Receipt, ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import { receive } from '../../domain/referral/receive.ts';
import { latestDecision, type Referral } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';
import { GENESIS_HASH } from '../../domain/ledger.ts';
import { entryHash } from '../../db/ledger-hash.ts';
import { type EditionDocument, editionRef } from '../../db/editions.ts';
import { referralPolicy } from '../../policy/case-policy.ts';
import { rulesForCase } from '../../policy/case-rules.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { contactOfficer, teamManager } from './people.ts';

/** The editions a case goes by. */
export type Editions = ReturnType<typeof defaultEditions>;

/** One referral recorded as its workflow records it, row by row, without any server. */
export class RecordedCase {
  readonly entries: HashedEntry[] = [];
  readonly receipt: Receipt;
  private readonly documents: EditionDocument[] = [];
  private rules: HubRules;
  private commands = 0;

  constructor(receipt: Receipt, { enteredAt = receipt.receivedAt, editions = defaultEditions() } = {}) {
    this.receipt = receipt;
    this.rules = this.rulesOf(editions);
    this.append(receive(receipt, enteredAt, this.rules), enteredAt, contactOfficer);
  }

  get referral(): Referral {
    const referral = fold(this.entries.map(({ event }) => event));
    if (referral === undefined) throw new Error('a case begins with its receipt');
    return referral;
  }

  /** A command, after what fell due before it. Throws what refuses it, and records nothing then. */
  take(command: ReferralCommand, now: Instant, actor: Actor = teamManager): this {
    const { rules } = this;
    const overdue = observe(this.referral, { type: 'tick' }, { now, rules });
    const late = fold([...this.entries.map(({ event }) => event), ...overdue]) ?? this.referral;
    const events = decide(late, command, { actor, now, rules });
    this.commands += 1;
    this.append(overdue, now, SYSTEM_ACTOR);
    this.append(events, now, actor, `command-${this.commands}`);
    return this;
  }

  tick(now: Instant): this {
    this.append(observe(this.referral, { type: 'tick' }, { now, rules: this.rules }), now, SYSTEM_ACTOR);
    return this;
  }

  deliver(message: 'ACKNOWLEDGEMENT' | 'OUTCOME', now: Instant): this {
    const decisionNo = latestDecision(this.referral)?.no ?? 1;
    const delivered =
      message === 'OUTCOME'
        ? ({ type: 'delivered', message, decisionNo } as const)
        : ({ type: 'delivered', message } as const);
    this.append(observe(this.referral, delivered, { now, rules: this.rules }), now, SYSTEM_ACTOR);
    return this;
  }

  /** Other rules come into force: what fell due under the old ones is recorded first. */
  adopt(editions: Editions, now: Instant): this {
    this.tick(now);
    const from = this.rules;
    this.rules = { ...this.rulesOf(editions), publication: (from.publication ?? 0) + 1 };
    const events = adoptRules(this.referral, from, this.rules, now);
    this.append(events, now, SYSTEM_ACTOR, `publication-${this.rules.publication}`);
    return this;
  }

  /** What a certificate of this case says, unsigned. */
  async certificate(issuedAt: Instant): Promise<CertificateContent> {
    const refs = await Promise.all(this.documents.map(editionRef));
    const { referralRef } = this.receipt;
    const unnamed = certificateOf(referralRef, this.entries, [], issuedAt);
    const editions = namedEditions(unnamed.rows).map(({ kind, edition }) => {
      const sha256 = refs.find((ref) => ref.kind === kind && ref.edition === edition)?.sha256 ?? '';
      return { kind, edition, sha256 };
    });
    return { ...unnamed, editions };
  }

  private rulesOf({ policy, calendar }: Editions): HubRules {
    this.documents.push({ kind: 'POLICY', document: policy }, { kind: 'CALENDAR', document: calendar });
    return rulesForCase({ policy: referralPolicy(policy), calendar }, this.receipt.receivedAt);
  }

  private append(
    events: readonly ReferralEvent[],
    recordedAt: Instant,
    actor: Actor,
    commandId?: string,
  ): void {
    const entries = ledgerEntries(events, {
      stream: referralStream(this.receipt.referralRef),
      actor,
      recordedAt,
      policyEdition: this.rules.policy.edition,
      calendarEdition: this.rules.calendar.edition,
      afterSeq: this.entries.length,
      ...(commandId !== undefined && { commandId }),
    });
    for (const entry of entries) {
      const hash = entryHash(this.entries.at(-1)?.hash ?? GENESIS_HASH, entry);
      this.entries.push({ ...entry, hash });
    }
  }
}
