import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WordedCommand } from '../../../api/case-commands.ts';
import { followOnPath, resourceOf } from '../../../api/follow-ons/resources.ts';
import { owedCaseStarts } from '../../../db/case-starts.ts';
import { followOns, referrals } from '../../../db/schema.ts';
import { readEvents } from '../../../db/streams.ts';
import type { Actor } from '../../../domain/actor.ts';
import type { CommonCommand } from '../../../domain/follow-on/commands.ts';
import type { FollowOnCommand } from '../../../domain/follow-on/kinds.ts';
import { type AnyEvent, fold, owedDeliveries } from '../../../domain/follow-on/run.ts';
import { followOnOf } from '../../../domain/follow-on/stream.ts';
import { type Instant, parseInstant } from '../../../domain/instant.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { fold as foldReferral } from '../../../domain/referral/evolve.ts';
import { referralWordsOwed } from '../../../domain/referral/words-owed.ts';
import { referralStream } from '../../../domain/streams.ts';
import type { Api } from '../../api/support/api.ts';
import type { TestStack } from '../open-stack.ts';
import { teamManager } from '../people.ts';

type Command = FollowOnCommand | CommonCommand;
type WithoutType<Given> = Given extends unknown ? Omit<Given, 'type'> : never;
/** What a person sends with a command to a case that follows a decision. */
export type BodyOf<Type extends Command['type']> = WithoutType<
  WordedCommand<Extract<Command, { readonly type: Type }>>
>;

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** The cases of the story; `Again` is what follows once Early Help has stepped Wren up. */
export const CASE_NAMES = [
  'quillon',
  'wren',
  'protection',
  'earlyHelp',
  'dispute',
  'assessment',
  'stepDown',
  'wrenAgain',
  'assessmentAgain',
] as const;
export type CaseName = (typeof CASE_NAMES)[number];

const PATIENCE_MS = 60_000;
const PENDING = 202;

/** A wall-clock time in London between the end of March and the end of October, such as `2028-06-05T10:00`. */
export function summer(time: string): Instant {
  return parseInstant(`${time}:00+01:00`);
}

/** The two siblings, by the references of their referrals, and the hub their story is told to. */
export class Story {
  readonly stack: TestStack;
  readonly api: Api;
  contactRef = '';
  quillon = '';
  wren = '';
  /** Wren's referral once Early Help has stepped her up. */
  wrenAgain = '';
  againContactRef = '';
  /** How long it took so far to move the hub's clock, in milliseconds of this machine. */
  movingMs = 0;

  constructor(stack: TestStack, api: Api) {
    this.stack = stack;
    this.api = api;
  }

  /** The streams of all their cases, in the order of the story. */
  get streams(): Readonly<Record<CaseName, string>> {
    const { quillon, wren, wrenAgain } = this;
    return {
      quillon: referralStream(quillon),
      wren: referralStream(wren),
      protection: `child-protection:${quillon}.P1`,
      earlyHelp: `early-help:${wren}.H1`,
      dispute: `dispute:${wren}.D1`,
      assessment: `assessment:${wren}.A1`,
      stepDown: `early-help:${wren}.H2`,
      wrenAgain: referralStream(wrenAgain),
      assessmentAgain: `assessment:${wrenAgain}.A1`,
    };
  }

  /** Moves the hub to a time in summer, through everything that is due on the way. */
  async reach(time: string): Promise<void> {
    const startedMs = performance.now();
    await this.stack.travel(summer(time));
    this.movingMs += performance.now() - startedMs;
  }

  /** Sends something once, and asks again for its answer while nobody has answered. */
  async ask(as: Actor, url: string, body: object, version?: number): Promise<Answer> {
    const key = randomUUID();
    for (const deadlineMs = Date.now() + PATIENCE_MS; ; await sleep(200)) {
      const response = await this.api.post(url, body, { as, key, ...(version !== undefined && { version }) });
      const { statusCode: status } = response;
      if (status !== PENDING || Date.now() > deadlineMs) return { status, body: response.json() };
    }
  }

  /** @throws Error when it is refused */
  async tell(as: Actor, url: string, body: object, version?: number): Promise<Answer['body']> {
    const answer = await this.ask(as, url, body, version);
    if (answer.status !== 200 && answer.status !== 201) {
      throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  async read(as: Actor, url: string): Promise<Answer['body']> {
    const response = await this.api.get(url, as);
    if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
    return response.json();
  }

  /** Does something with a case that follows a decision. @throws Error when it is refused */
  async does<Type extends Command['type']>(
    as: Actor,
    stream: string,
    type: Type,
    body: BodyOf<Type>,
  ): Promise<Answer['body']> {
    return this.tell(as, addressOf(stream, type), body);
  }

  /** Tries something with a case that follows a decision, which may refuse it. */
  async tries<Type extends Command['type']>(
    as: Actor,
    stream: string,
    type: Type,
    body: BodyOf<Type>,
  ): Promise<Answer> {
    return this.ask(as, addressOf(stream, type), body);
  }

  /** A case as a manager of the hub reads it. */
  async look(stream: string): Promise<Answer['body']> {
    return this.read(teamManager, `/v1${pathOf(stream)}`);
  }

  /** Decides on a referral as it stands. */
  async decides(as: Actor, ref: string, body: object): Promise<Answer['body']> {
    const { version } = await this.look(referralStream(ref));
    return this.tell(as, `/v1/referrals/${ref}/decision`, body, Number(version));
  }

  /** Waits until no case owes anybody anything: what one tells another, and letters, go out by themselves. */
  async settled(): Promise<void> {
    for (const deadlineMs = Date.now() + PATIENCE_MS; ; await sleep(50)) {
      const owed = await this.owed();
      if (owed.length === 0) return;
      if (Date.now() > deadlineMs) throw new Error(`still owed: ${owed.join(', ')}`);
    }
  }

  private async owed(): Promise<string[]> {
    const { db } = this.stack.services;
    const which = { owedBefore: await this.stack.now(), atMost: 10 };
    const starts = (await owedCaseStarts(db, which)).map(({ workflowId }) => `start of ${workflowId}`);
    const cases = await db.select({ stream: followOns.stream }).from(followOns);
    const refs = await db.select({ ref: referrals.referralRef }).from(referrals);
    const owed = await Promise.all([
      ...cases.map(async ({ stream }) => {
        const state = fold(await readEvents<AnyEvent>(db, stream));
        return state === undefined ? [] : owedDeliveries(state).map(({ key }) => key);
      }),
      ...refs.map(async ({ ref }) => {
        const referral = foldReferral(await readEvents<ReferralEvent>(db, referralStream(ref)));
        if (referral === undefined) return [];
        const isAcknowledging =
          referral.acknowledgement.status === 'OUTSTANDING' && referral.referrerReach === 'ELECTRONIC';
        const isTelling = 'feedback' in referral && referral.feedback?.status === 'REQUESTED';
        return [
          ...referralWordsOwed(referral).map(({ key }) => key),
          ...(isAcknowledging ? [`acknowledgement of ${ref}`] : []),
          ...(isTelling ? [`outcome of ${ref}`] : []),
        ];
      }),
    ]);
    return [...starts, ...owed.flat()];
  }
}

function pathOf(stream: string): string {
  const found = followOnOf(stream);
  return found === undefined
    ? `/referrals/${stream.slice(referralStream('').length)}`
    : followOnPath(found.kind, found.id);
}

function addressOf(stream: string, type: Command['type']): string {
  const found = followOnOf(stream);
  const resource = found && resourceOf(found.kind);
  const entry = resource?.commands.find((one) => one.type === type);
  if (found === undefined || resource === undefined || entry === undefined) {
    throw new Error(`${stream} takes no ${type}`);
  }
  return `/v1${pathOf(stream)}/${entry.path}`;
}
