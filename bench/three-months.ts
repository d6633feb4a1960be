import type { Log } from '../dev/progress.ts';
import { Api } from '../tests/api/support/api.ts';
import { createTemplate } from '../tests/support/databases.ts';
import { openStack } from '../tests/support/open-stack.ts';
import { MONDAY_TEN } from '../tests/support/people.ts';
import { runsOf } from '../tests/support/three-months/reckoning.ts';
import { CASE_NAMES, Story } from '../tests/support/three-months/story.ts';
import { tellAll } from '../tests/support/three-months/tell.ts';
import { type HistoryEvent, type Side, throughBareWorkflows, weighed } from './bare-cases.ts';
import type { HistoryCost } from './history-cost.ts';
import { type Row, seconds, times } from './report.ts';
import type { StoryServers } from './stack.ts';
import { median } from './statistics.ts';

/** What one case may cost at most: the limits of the plain path. */
const LIMITS = { events: 120, actions: 40 };

/** A story as it was told: all of it, and the part in which the hub's clock was moved. */
type Told = Side & { readonly movingSeconds: number };

/**
 * The story of the tests, three months of two siblings over nine cases, told over the API: what it takes, beside bare
 * workflows that take as many updates and set as many timers. Those move no clock and write no ledger; the events of
 * moving the hub's are left out.
 */
export async function threeMonths(
  { servers, bare }: StoryServers,
  { rounds }: { readonly rounds: number },
  log: Log,
): Promise<Row[]> {
  const templateDatabase = await createTemplate(servers.postgresUrl);
  const sides: { readonly hub: Told[]; readonly bare: Side[] } = { hub: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    const ours = await told({ ...servers, templateDatabase });
    const theirs = await throughBareWorkflows(bare, ours.shape);
    const [here, there] = [ours, theirs].map((side) => side.seconds.toFixed(1));
    log(`three months: round ${round} of ${rounds}, ${here} s and ${there} s`);
    // The first one warms both up.
    if (round > 0) {
      sides.hub.push(ours);
      sides.bare.push(theirs);
    }
  }
  return rowsOf(sides);
}

/** One telling, by a hub with a database and a namespace of its own. */
async function told(servers: Parameters<typeof openStack>[0]): Promise<Told> {
  const stack = await openStack(servers, { worker: true, at: MONDAY_TEN });
  const api = await Api.over(stack.services);
  try {
    const story = new Story(stack, api);
    const startedMs = performance.now();
    await tellAll(story);
    const took = (performance.now() - startedMs) / 1000;
    const cases = await Promise.all(
      CASE_NAMES.map(async (name) => {
        const runs = await runsOf(stack.services.temporal, story.streams[name]);
        return runs.map(({ events }) => (events ?? []).filter((event) => !isOfMoving(event)));
      }),
    );
    return { seconds: took, movingSeconds: story.movingMs / 1000, ...weighed(cases) };
  } finally {
    await api.app.close();
    await stack.close();
  }
}

/** A hub whose clock is the machine's has no such events. */
function isOfMoving(event: HistoryEvent): boolean {
  const { workflowExecutionOptionsUpdatedEventAttributes: ordered } = event;
  const { workflowExecutionTimeSkippingTransitionedEventAttributes: skipped } = event;
  return Boolean(ordered ?? skipped);
}

function rowsOf({ hub, bare }: { readonly hub: readonly Told[]; readonly bare: readonly Side[] }): Row[] {
  const cases = CASE_NAMES.length;
  const most = (side: readonly Side[], of: keyof HistoryCost) =>
    Math.max(...side.map(({ cost }) => cost[of]));
  const ours = median(hub.map((one) => one.seconds));
  const theirs = median(bare.map((one) => one.seconds));
  const moving = median(hub.map((one) => one.movingSeconds));
  const updates = (hub.at(-1)?.shape ?? []).reduce((sum, one) => sum + one.updates, 0);
  const timers = (hub.at(-1)?.shape ?? []).reduce((sum, one) => sum + one.timers, 0);
  const costRow = (of: keyof HistoryCost): Row => {
    const limit = LIMITS[of] * cases;
    const [here, there] = [most(hub, of), most(bare, of)];
    return {
      measure: `  ${of === 'events' ? 'Temporal events' : 'billable actions'}, ${cases} cases together`,
      hub: `${here}`,
      beside: `bare workflows ${there}; limit ${limit}`,
      ratio: times(here / there),
      aim: `under ${limit}`,
      isMet: here < limit,
    };
  };
  return [
    {
      measure: 'Three months of two siblings, from contact to step-up',
      hub: seconds(ours * 1000),
      beside: `bare workflows with ${updates} updates and ${timers} timers ${seconds(theirs * 1000)}`,
      ratio: times(ours / theirs),
    },
    {
      measure: '  of it moving the clock through what falls due',
      hub: seconds(moving * 1000),
      beside: 'they move none',
    },
    costRow('events'),
    costRow('actions'),
  ];
}
