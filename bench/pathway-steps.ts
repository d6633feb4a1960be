import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { ask, type Answer, type Call, CONTACT } from './referral-lifecycle.ts';
import type { BenchHub } from './stack.ts';

/** What a pathway begins with, and the steps people take in it. */
type PathwayKind = {
  readonly outcome: string;
  readonly receiver?: string;
  /** Below `/v1`. */
  readonly resource: string;
  readonly prefix: string;
  readonly steps: (now: string, referralRef: string) => readonly Omit<Call, 'version' | 'key'>[];
  /** Events it records once at most. */
  readonly once: readonly string[];
};

export type Pathway = {
  readonly kind: PathwayKind;
  readonly referralRef: string;
  readonly stream: string;
  readonly at: string;
};

/** One of each kind of case that a decision begins, each to an end of its own. */
export const PATHWAYS: readonly [PathwayKind, ...PathwayKind[]] = [
  {
    outcome: 'SINGLE_AGENCY',
    receiver: 'HARBOUR',
    resource: 'agency-actions',
    prefix: 'agency-action',
    steps: () => [
      { by: 'harbour', path: 'acceptance', body: {} },
      { by: 'harbour', path: 'report', body: { done: true, note: 'The family took part.' } },
    ],
    once: ['AgencyActionOpened', 'ActionAccepted', 'ActionReported', 'AgencyActionEnded'],
  },
  {
    outcome: 'EARLY_HELP',
    resource: 'early-help',
    prefix: 'early-help',
    steps: (now) => [
      { by: 'earlyHelpManager', path: 'acceptance', body: { leadPractitioner: 'demo-practitioner' } },
      { by: 'earlyHelpManager', path: 'contacts', body: { at: now, method: 'PHONE', reached: true } },
      {
        by: 'earlyHelpManager',
        path: 'closure',
        body: { outcome: 'OUTCOMES_MET', organisation: 'EARLY_HELP', summary: 'What was agreed is done.' },
      },
    ],
    once: ['EarlyHelpOpened', 'FamilyAccepted', 'FamilyContactLogged', 'EarlyHelpClosed', 'EarlyHelpEnded'],
  },
  {
    outcome: 'ASSESSMENT_S17',
    resource: 'assessments',
    prefix: 'assessment',
    steps: (now) => [
      { by: 'manager', path: 'acceptance', body: { threshold: 'AGREED' } },
      { by: 'manager', path: 'allocation', body: { worker: 'demo-social-worker' } },
      { by: 'socialWorker', path: 'child-seen', body: { seenAt: now, alone: true, note: 'Seen at school.' } },
      {
        by: 'manager',
        path: 'authorisation',
        body: {
          outcome: 'TO_TEAM',
          factors: ['16A'],
          primaryNeed: 'N1',
          rationale: 'A plan for a child in need.',
          familyInformed: true,
          childsVoice: 'Wants breakfast.',
        },
      },
    ],
    once: [
      'AssessmentOpened',
      'AssessmentAccepted',
      'AssessmentAllocated',
      'AssessmentChildSeen',
      'AssessmentAuthorised',
      'AssessmentEnded',
    ],
  },
  {
    outcome: 'STRATEGY_S47',
    resource: 'child-protection',
    prefix: 'child-protection',
    steps: (now, referralRef) => [
      { by: 'manager', path: 'acceptance', body: {} },
      { by: 'manager', path: 'discussion-record', body: discussionRecord(now, referralRef) },
      { by: 'socialWorker', path: 'minutes', body: { no: 1 } },
    ],
    once: [
      'ChildProtectionOpened',
      'ProtectionAccepted',
      'DiscussionRecorded',
      'MinutesCirculated',
      'ChildProtectionEnded',
    ],
  },
];

/** A quorate discussion by telephone that finds no cause for enquiries. */
function discussionRecord(now: string, referralRef: string) {
  return {
    heldAs: 'DISCUSSION',
    mode: 'PHONE',
    startedAt: now,
    endedAt: now,
    chair: 'demo-team-manager-hartlepool',
    chairRole: 'TEAM_MANAGER',
    attendance: ['SOCIAL_CARE', 'POLICE', 'HEALTH'].map((agency) => ({
      agency,
      kind: agency,
      attendance: 'PRESENT',
      information: 'Nothing new.',
    })),
    children: [{ referralRef, decision: 'NO_S47', wayOn: 'NFA', rationale: 'The mark is explained.' }],
    thresholdAnalysis: 'Significant harm is not likely.',
    criminalInvestigation: 'None.',
    medical: { needed: false },
    whatFamilyIsTold: 'That nothing more follows.',
    toldBy: 'The social worker.',
    safetyPlan: 'None is needed.',
    siblingsConsidered: true,
    dissent: 'NONE',
    actions: [],
  };
}

const PATIENCE_MS = 180_000;
const AGAIN_MS = 250;

/** Hands in a contact, decides it and tells the referrer, and waits for the case that follows. */
export async function beginPathway(hub: BenchHub, kind: PathwayKind): Promise<Pathway> {
  const received = await persist(hub, { by: 'referrer', path: '/v1/contacts', body: CONTACT });
  const [referral] = (received.body as { referrals: { referralRef: string }[] }).referrals;
  const referralRef = referral?.referralRef ?? '';
  const path = `/v1/referrals/${referralRef}`;
  await persist(hub, {
    by: 'socialWorker',
    path: `${path}/rating`,
    body: { rag: 'GREEN', reason: 'Known.' },
  });
  await decideIt(hub, path, kind);
  await persist(hub, { by: 'socialWorker', path: `${path}/feedback`, body: { method: 'PHONE' } });
  const stream = await followOnOf(hub, referralRef, kind.prefix);
  const at = `/v1/${kind.resource}/${stream.slice(kind.prefix.length + 1)}`;
  return { kind, referralRef, stream, at };
}

/** A decision is bound to what was seen; should the case have moved on, one looks again, as people do. */
async function decideIt(hub: BenchHub, path: string, { outcome, receiver }: PathwayKind): Promise<void> {
  const body = {
    outcome,
    level: 2,
    rationale: 'What the family needs next.',
    evidenceConsidered: 'School report and attendance.',
    agreement: 'GIVEN',
    ...(receiver !== undefined && { receiver }),
  };
  let version = 1;
  for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; ) {
    const answer = await persist(hub, { by: 'manager', path: `${path}/decision`, body, version }, [412, 409]);
    if (answer.status === 200) return;
    const { current, code } = answer.body as { current?: { version: number }; code?: string };
    if (code === 'ALREADY_DECIDED') return;
    version = current?.version ?? version;
  }
  throw new Error(`${path} was not decided`);
}

/** Takes every step of a pathway, each until it is on record. */
export async function walk(hub: BenchHub, { kind, at, referralRef }: Pathway): Promise<void> {
  for (const step of kind.steps(new Date().toISOString(), referralRef)) {
    await persist(hub, { ...step, path: `${at}/${step.path}` });
  }
}

/** Sends one request, under one key, until the hub has done it: it may be away, or promise to do it later. */
async function persist(hub: BenchHub, call: Call, taken: readonly number[] = []): Promise<Answer> {
  const key = randomUUID();
  for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; await sleep(AGAIN_MS)) {
    const answer = await ask(hub, { ...call, key }).catch(() => undefined);
    if (answer === undefined || answer.status === 202 || answer.status === 503) continue;
    if (answer.status === 200 || answer.status === 201 || taken.includes(answer.status)) return answer;
    throw new Error(`${call.path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  throw new Error(`${call.path} was not done in ${PATIENCE_MS / 1000} s`);
}

async function followOnOf({ databaseUrl }: BenchHub, referralRef: string, prefix: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; await sleep(AGAIN_MS)) {
      const [row] = await sql<{ stream: string }[]>`
        select stream from follow_ons where referral_refs @> array[${referralRef}] and stream like ${`${prefix}:%`}`;
      if (row !== undefined) return row.stream;
    }
    throw new Error(`${referralRef} is followed by no ${prefix}`);
  } finally {
    await sql.end();
  }
}
