import type { Db } from '../../db/client.ts';
import { readEvents } from '../../db/streams.ts';
import { isLate } from '../../domain/clock.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import { isClosed, latestDecision } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';
import type { ClockKind } from '../../domain/vocabulary.ts';
import { openReferrals } from '../../web/queries/open-referrals.ts';
import { ask, type HubApi, refusalWords } from './hub-api.ts';
import type { CheckLine, ExpectedChild } from './month-file.ts';
import type { ReferralRefs } from './play.ts';

/** One number as the file, the ledger, the list of the API with its overdue list, and the board have it. */
export type ComparedFigure = {
  readonly name: string;
  readonly file: number;
  readonly ledger: number;
  /** Absent where a list does not tell it. */
  readonly lists?: number;
  readonly board?: number;
};

/** What was found: totals for a person, and every child whose referral stands otherwise than it must. */
export type Comparison = {
  readonly figures: readonly ComparedFigure[];
  /** Named by the child of the file, which says nothing about a person. */
  readonly differences: readonly string[];
};

type Seen = Pick<ExpectedChild, 'isOpen' | 'overdue'> & Partial<Pick<ExpectedChild, 'stage' | 'outcome'>>;
type SeenChildren = ReadonlyMap<string, Seen>;

/** Compares how everything stands with how the file says it must, child by child, in the ledger and in every list. */
export async function compareMonth(
  { db, api }: { readonly db: Db; readonly api: HubApi },
  check: CheckLine,
  refs: ReferralRefs,
): Promise<Comparison> {
  const file = new Map(Object.entries(check.expect));
  const ledger = await ledgerChildren(db, refs);
  const lists = await listedChildren(api, refs);
  const board = await boardChildren(db, refs, check.at);
  const figures = figuresOf({ file, ledger, lists, board });
  const differences = [...file].flatMap(([child, expected]) => [
    ...difference(child, 'ledger', expected, ledger.get(child)),
    ...difference(child, 'API lists', expected, lists.get(child)),
    ...difference(child, 'board', open(expected), open(board.get(child) ?? { isOpen: false, overdue: [] })),
  ]);
  return { figures, differences };
}

/** Only what the other side tells is compared. */
function difference(child: string, where: string, expected: Seen, seen: Seen | undefined): string[] {
  if (seen === undefined) return [`${child}: not in the ${where}`];
  const fields = Object.keys(seen) as (keyof Seen)[];
  return fields.flatMap((field) => {
    const [wanted, found] = [JSON.stringify(expected[field]), JSON.stringify(seen[field])];
    return wanted === found
      ? []
      : [`${child}: ${field} is ${found} in the ${where} and ${wanted} in the file`];
  });
}

function open({ isOpen, overdue }: Seen): Seen {
  return { isOpen, overdue };
}

async function ledgerChildren(db: Db, refs: ReferralRefs): Promise<Map<string, ExpectedChild>> {
  const children = new Map<string, ExpectedChild>();
  for (const [child, ref] of refs) {
    const events = await readEvents<ReferralEvent>(db, referralStream(ref));
    const referral = fold(events);
    if (referral === undefined) continue;
    const first = events.find((event) => event.type === 'DecisionMade');
    const decisionClock = referral.clocks.find((clock) => clock.kind === 'DECISION');
    const isOpen = !isClosed(referral);
    const late = isOpen ? referral.clocks.filter((clock) => clock.status === 'LATE') : [];
    children.set(child, {
      stage: referral.stage,
      isOpen,
      outcome: latestDecision(referral)?.outcome ?? null,
      decidedInTime: first && decisionClock ? !isLate(decisionClock, first.occurredAt) : null,
      overdue: late.map((clock) => clock.kind).sort(),
    });
  }
  return children;
}

type ListPage = {
  readonly referrals: readonly {
    readonly referralRef: string;
    readonly stage: ExpectedChild['stage'];
    readonly outcome?: ExpectedChild['outcome'];
    readonly closedAt?: string;
  }[];
  readonly links: { readonly next?: string };
};
type OverdueList = { readonly late: readonly { readonly referralRef: string; readonly kind: ClockKind }[] };

/** Somebody who reads every referral of the hub. */
const READER = 'demo-head-of-service';

async function listedChildren(api: HubApi, refs: ReferralRefs): Promise<SeenChildren> {
  const { late } = await read<OverdueList>(api, '/v1/overdue');
  const listed = new Map<string, Seen>();
  for (let path: string | undefined = '/v1/referrals?limit=200'; path !== undefined; ) {
    const page: ListPage = await read<ListPage>(api, path);
    for (const { referralRef, stage, outcome = null, closedAt } of page.referrals) {
      const kinds = late.filter((clock) => clock.referralRef === referralRef).map(({ kind }) => kind);
      listed.set(referralRef, { stage, isOpen: closedAt === undefined, outcome, overdue: kinds.sort() });
    }
    path = page.links.next;
  }
  return named(refs, listed);
}

async function read<Answer>(api: HubApi, path: string): Promise<Answer> {
  const answer = await ask(api, { method: 'GET', path, who: READER });
  if (answer.status !== 200) throw new Error(`${path} was answered ${refusalWords(answer)}`);
  return answer.body as Answer;
}

/** The board shows open referrals only. */
async function boardChildren(db: Db, refs: ReferralRefs, at: Instant): Promise<SeenChildren> {
  const rows = await openReferrals(db, {});
  const shown = rows.map(({ referralRef, clocks }): [string, Seen] => {
    const late = clocks.filter((clock) => clock.dueAt < at).map((clock) => clock.kind);
    return [referralRef, { isOpen: true, overdue: late.sort() }];
  });
  return named(refs, new Map(shown));
}

function named(refs: ReferralRefs, byRef: SeenChildren): SeenChildren {
  const children = [...refs].flatMap(([child, ref]): [string, Seen][] => {
    const seen = byRef.get(ref);
    return seen === undefined ? [] : [[child, seen]];
  });
  return new Map(children);
}

type Sides = {
  readonly file: ReadonlyMap<string, ExpectedChild>;
  readonly ledger: ReadonlyMap<string, ExpectedChild>;
  readonly lists: SeenChildren;
  readonly board: SeenChildren;
};

function figuresOf({ file, ledger, lists, board }: Sides): ComparedFigure[] {
  const whole = (name: string, is: (child: ExpectedChild) => boolean): ComparedFigure => ({
    name,
    file: count(file, is),
    ledger: count(ledger, is),
  });
  const listed = (name: string, is: (child: Seen) => boolean): ComparedFigure => ({
    ...whole(name, is),
    lists: count(lists, is),
  });
  const shown = (name: string, is: (child: Seen) => boolean): ComparedFigure => ({
    ...listed(name, is),
    board: count(board, is),
  });
  const outcomes = new Set([...file.values()].flatMap(({ outcome }) => (outcome === null ? [] : [outcome])));
  const kinds = new Set([...file.values()].flatMap(({ overdue }) => overdue));
  return [
    listed('children', () => true),
    whole('decided in time', (child) => child.decidedInTime === true),
    whole('decided late', (child) => child.decidedInTime === false),
    listed('withdrawn', (child) => child.stage === 'WITHDRAWN'),
    ...[...outcomes]
      .sort()
      .map((outcome) => listed(`outcome ${outcome}`, (child) => child.outcome === outcome)),
    shown('open', (child) => child.isOpen),
    ...[...kinds].sort().map((kind) => shown(`overdue ${kind}`, (child) => child.overdue.includes(kind))),
  ];
}

function count<Child>(children: ReadonlyMap<string, Child>, is: (child: Child) => boolean): number {
  return [...children.values()].filter(is).length;
}
