import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, type WorkflowBundle } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RecordedHistory, replayHistories, type ReplayOutcome } from '../../temporal/replay.ts';
import { bundleOptions } from '../../temporal/worker.ts';
import { goldenHistories, readable, RECORDED_KINDS, type RecordedKind } from '../support/histories.ts';
import { PERSONAL_WORDS } from '../support/people.ts';
import { testPayloadKeys } from '../../temporal/test-payload-keys.ts';

const logger = new DefaultLogger('ERROR', () => undefined);
Runtime.install({ logger, telemetryOptions: { logging: { filter: 'OFF', forward: {} } } });

const goldens = RECORDED_KINDS.flatMap(goldenHistories);

const namesOf = (kind: RecordedKind) => [
  ...new Set(
    goldenHistories(kind).map(({ workflowId }) =>
      workflowId.replace(/(-run-\d+)?\.\d+\.\d+\.\d+\.json$/, ''),
    ),
  ),
];

async function replayed(
  histories: RecordedHistory[],
  workflowBundle: WorkflowBundle,
): Promise<ReplayOutcome[]> {
  const outcomes: ReplayOutcome[] = [];
  for await (const outcome of replayHistories(histories, { workflowBundle, payloadKeys: testPayloadKeys })) {
    outcomes.push(outcome);
  }
  return outcomes;
}

type Json = { events: { eventType: string; eventId: string }[] };

/** The history with its first event of one kind and its first of another in each other's place. */
function swapped({ workflowId, history }: RecordedHistory, one: string, other: string): RecordedHistory {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form of every recorded history
  const { events } = structuredClone(history) as Json;
  const [a, b] = [one, other].map((type) => events.findIndex((event) => event.eventType.endsWith(type)));
  const [first, second] = [events[a ?? -1], events[b ?? -1]];
  if (a === undefined || b === undefined || !first || !second) throw new Error(`no ${one} and ${other}`);
  events[a] = { ...second, eventId: first.eventId };
  events[b] = { ...first, eventId: second.eventId };
  return { workflowId, history: { events } };
}

describe('golden histories', () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    bundle = await bundleWorkflowCode({ ...bundleOptions, logger });
  });

  it('are there for every path a referral takes', () => {
    expect(namesOf('referral')).toEqual([
      'agencies-asked',
      'behind-its-ledger',
      'breached-then-decided',
      'continued-as-new',
      'decided-in-time',
      'joined-to-earlier',
      'late-answer-changes-decision',
      'linked-to-open-case',
      'night-and-back',
      'overtaken-command',
      'paused-target',
      'referrer-asked',
      'rerated-red',
      'restricted',
      'rules-changed',
      'sent-on',
      'superseded-decision',
      'unanswered-then-early-help',
      'withdrawn',
    ]);
  });

  it('are there for every path a request to an agency takes', () => {
    expect(namesOf('information-request')).toEqual([
      'answered-and-corrected',
      'continued-as-new',
      'never-answered',
      'shared-by-siblings',
      'withdrawn',
    ]);
  });

  it('are there for every path child protection takes', () => {
    expect(namesOf('child-protection')).toEqual([
      'emergency',
      'inquorate-reconvened',
      'no-s47-to-assessment',
      'police-protection',
      'quorate-to-conference',
    ]);
  });

  it('are there for every path an assessment takes', () => {
    expect(namesOf('assessment')).toEqual([
      'accepted-authorised',
      'closed-before-assessment',
      'overdue-explained',
      'returned',
      'stepped-down',
      'threshold-disputed',
    ]);
  });

  it('are there for every path Early Help takes', () => {
    expect(namesOf('early-help')).toEqual([
      'not-engaging-closed',
      'offered-accepted-closed',
      'returned',
      'step-down-accepted',
      'stepped-up',
    ]);
  });

  it('are there for every path an action of one agency takes', () => {
    expect(namesOf('agency-action')).toEqual([
      'appropriateness-no-reply',
      'done',
      'not-done-reviewed',
      'superseded',
    ]);
  });

  it('are there for every path a dispute takes', () => {
    expect(namesOf('dispute')).toEqual(['child-safety', 'not-upheld', 'raised-and-upheld', 'withdrawn']);
  });

  it.each(goldens.map((golden) => [golden.workflowId, golden] as const))(
    '%s takes the same steps as when it was recorded',
    async (_name, golden) => {
      expect(await replayed([golden], bundle)).toEqual([{ workflowId: golden.workflowId }]);
    },
  );

  it('whose events are out of order are caught', async () => {
    const golden = goldens.find(({ workflowId }) => workflowId.startsWith('withdrawn'));
    if (golden === undefined) throw new Error('there is no golden history of a withdrawal');
    const broken = swapped(golden, 'TIMER_STARTED', 'TIMER_CANCELED');
    const [outcome] = await replayed([broken], bundle);
    expect(outcome?.error?.message).toContain('transition is invalid');
  });

  it('do not replay against code that takes other steps', async () => {
    const changed = await bundleWorkflowCode({
      ...bundleOptions,
      workflowsPath: fileURLToPath(new URL('./changed-code/index.ts', import.meta.url)),
      logger,
    });
    const outcomes = await replayed(goldens, changed);
    expect(outcomes).toHaveLength(goldens.length);
    for (const outcome of outcomes) expect(outcome.error?.message).toContain('Nondeterminism');
  });

  it.each(goldens.map((golden) => [golden.workflowId, golden] as const))(
    '%s holds nothing of the people it is about, even decrypted',
    async (_name, { history }) => {
      const { text, payloads } = await readable(history);
      expect(payloads).toBeGreaterThan(10);
      expect(text).toContain('R-');
      expect(PERSONAL_WORDS.filter((words) => text.includes(words))).toEqual([]);
    },
  );
});
