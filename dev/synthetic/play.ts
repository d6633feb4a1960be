import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { like } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { idempotencyKeys } from '../../db/schema.ts';
import { travelledClock } from '../../db/travelled-clock.ts';
import type { Instant } from '../../domain/instant.ts';
import { hubNow } from '../../temporal/cases.ts';
import { inParallel } from '../in-parallel.ts';
import { travel, type TravelStack } from '../travel.ts';
import { type ApiAnswer, ask, type HubApi, refusalWords } from './hub-api.ts';
import {
  type CommandLine,
  type ContactLine,
  type DiscussionLine,
  type Month,
  type StepLine,
  writeMonth,
} from './month-file.ts';

/** Where a month is played. */
export type MonthStage = TravelStack & { readonly api: HubApi };

export type PlayProgress = { readonly now: Instant; readonly done: number; readonly total: number };

/** The referral of each child of the file. */
export type ReferralRefs = ReadonlyMap<string, string>;

/** Families are worked on side by side, as in a hub; what one child goes through stays in order. */
const AT_ONCE = 8;

/**
 * Plays a month through the API: moves the hub's clock to each line and then makes its request. The key of each
 * request comes from the file, so a month cut off can be played again and goes on where it was.
 * @throws Error when the hub's clock is past the beginning and this month was never begun, or a request is refused
 */
export async function playMonth(
  stage: MonthStage,
  month: Month,
  onProgress: (progress: PlayProgress) => void = () => undefined,
): Promise<ReferralRefs> {
  const keyPrefix = `month-${createHash('sha256').update(writeMonth(month)).digest('hex').slice(0, 16)}`;
  await mayBegin(stage.db, month, keyPrefix);
  const player = new Player(stage.api, keyPrefix);
  let done = 0;
  for (const batch of batches(month.steps)) {
    const [first] = batch;
    if (first !== undefined) await travelOn(stage, first.step.at);
    await inParallel(families(batch), AT_ONCE, async (steps) => {
      for (const { step, no } of steps) await player.play(step, no);
    });
    done += batch.length;
    onProgress({ now: first?.step.at ?? month.header.at, done, total: month.steps.length });
  }
  await travelOn(stage, month.check.at);
  return player.referrals;
}

async function mayBegin(db: Db, { header, steps }: Month, keyPrefix: string): Promise<void> {
  const now = await hubNow(travelledClock(db));
  const begins = steps[0]?.at ?? header.at;
  if (now <= begins) return;
  const [begun] = await db
    .select({ key: idempotencyKeys.key })
    .from(idempotencyKeys)
    .where(like(idempotencyKeys.key, `${keyPrefix}-%`))
    .limit(1);
  if (begun === undefined) {
    throw new Error(
      `The hub's clock is at ${now}, past the beginning of the month at ${begins}, and never goes back. ` +
        'Synthesise a later month, or begin with empty data: npm run reset.',
    );
  }
}

/** A request takes a moment, so the hub's clock may be past the next line by then. */
async function travelOn(stage: MonthStage, to: Instant): Promise<void> {
  if ((await hubNow(travelledClock(stage.db))) < to) await travel(stage, to);
}

/** A case that follows a decision, as the referral links to it; without a link it has not begun. */
type Following = { readonly kind: string; readonly links: { readonly self?: string } };

type Numbered = { readonly step: StepLine; readonly no: number };

/** Lines of the same instant, with their numbers in the file. */
function batches(steps: readonly StepLine[]): Numbered[][] {
  const all: Numbered[][] = [];
  for (const [index, step] of steps.entries()) {
    const last = all.at(-1);
    // The header is line 1.
    const numbered = { step, no: index + 2 };
    if (last?.[0]?.step.at === step.at) last.push(numbered);
    else all.push([numbered]);
  }
  return all;
}

function families(batch: readonly Numbered[]): Numbered[][] {
  const byName = new Map<string, Numbered[]>();
  for (const numbered of batch) {
    const { step } = numbered;
    const name = familyOf(step);
    byName.set(name, [...(byName.get(name) ?? []), numbered]);
  }
  return [...byName.values()];
}

function familyOf(step: StepLine): string {
  switch (step.do) {
    case 'contact':
      return step.contact;
    case 'discussion':
      return step.children[0] ?? '';
    default:
      return step.child;
  }
}

/** A case begins a moment after the decision that asks for it. */
const CASE_PATIENCE_MS = 60_000;

/** Makes the requests and remembers what the answers said. */
class Player {
  readonly referrals = new Map<string, string>();
  private readonly etags = new Map<string, string>();
  private readonly api: HubApi;
  private readonly keyPrefix: string;

  constructor(api: HubApi, keyPrefix: string) {
    this.api = api;
    this.keyPrefix = keyPrefix;
  }

  async play(step: StepLine, no: number): Promise<void> {
    const answer = await this.answerTo(step, no);
    if (answer.status >= 300 || answer.status === 202) {
      throw new Error(`line ${no} (${step.do}) was answered ${refusalWords(answer)}`);
    }
  }

  private answerTo(step: StepLine, no: number): Promise<ApiAnswer> {
    switch (step.do) {
      case 'contact':
        return this.handIn(step, no);
      case 'discussion':
        return this.discuss(step, no);
      default:
        return this.command(step, no);
    }
  }

  private async handIn({ contact, children, body, who }: ContactLine, no: number): Promise<ApiAnswer> {
    const answer = await ask(this.api, {
      method: 'POST',
      path: '/v1/contacts',
      who,
      body,
      key: this.key(no),
    });
    const { referrals = [] } = answer.body as { readonly referrals?: { referralRef: string }[] };
    if (answer.status === 201 && referrals.length !== children) {
      throw new Error(`line ${no} is about ${children} children and began ${referrals.length} referrals`);
    }
    for (const [index, { referralRef }] of referrals.entries()) {
      this.referrals.set(`${contact}/${index + 1}`, referralRef);
    }
    return answer;
  }

  private async command(step: CommandLine, no: number): Promise<ApiAnswer> {
    const { child, who, body } = step;
    const path = `/v1/referrals/${this.referral(child)}`;
    const request = { method: 'POST', path: `${path}/${step.do}`, who, body, key: this.key(no) } as const;
    const bound = step.do === 'decision' || step.do === 'withdrawal';
    const seen = bound ? (this.etags.get(child) ?? (await this.read(path))) : undefined;
    let answer = await ask(this.api, { ...request, ...(seen !== undefined && { etag: seen }) });
    // The acknowledgement that goes out by itself may have come between.
    if (answer.status === 412) answer = await ask(this.api, { ...request, etag: await this.read(path) });
    if (answer.etag !== undefined) this.etags.set(child, answer.etag);
    return answer;
  }

  /** The children of a family share one case. */
  private async discuss({ children, who, body }: DiscussionLine, no: number): Promise<ApiAnswer> {
    const refs = children.map((child) => this.referral(child));
    const [at] = await Promise.all(refs.map((ref) => this.protectionOf(ref)));
    const decisions = refs.map((referralRef) => ({ referralRef, decision: 'START_S47', enquiry: 'JOINT' }));
    return ask(this.api, {
      method: 'POST',
      path: `${at}/discussion-record`,
      who,
      body: { ...body, children: decisions },
      key: this.key(no),
    });
  }

  /** Where the case is that a decision on this child began, or joined. */
  private async protectionOf(ref: string): Promise<string> {
    const path = `/v1/referrals/${ref}`;
    for (const deadlineMs = Date.now() + CASE_PATIENCE_MS; ; await sleep(100)) {
      const answer = await ask(this.api, { method: 'GET', path, who: 'demo-service-manager' });
      const { followOns = [] } = answer.body as { readonly followOns?: readonly Following[] };
      const found = followOns.find(({ kind }) => kind === 'CHILD_PROTECTION')?.links.self;
      if (found !== undefined) return found;
      if (Date.now() > deadlineMs) throw new Error(`no case followed the decision on ${ref}`);
    }
  }

  private async read(path: string): Promise<string> {
    const answer = await ask(this.api, { method: 'GET', path, who: 'demo-contact-officer' });
    if (answer.etag === undefined) throw new Error(`${path} was answered ${refusalWords(answer)}`);
    return answer.etag;
  }

  private referral(child: string): string {
    const ref = this.referrals.get(child);
    if (ref === undefined) throw new Error(`no contact before began a referral for ${child}`);
    return ref;
  }

  private key(no: number): string {
    return `${this.keyPrefix}-${no}`;
  }
}
