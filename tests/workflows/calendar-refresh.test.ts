import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEditionNamed } from '../../db/editions.ts';
import { readRulebook } from '../../db/rulebook.ts';
import { CALENDAR_REFRESH_WORKFLOW, TASK_QUEUE } from '../../workflows/contract.ts';
import { ensureSchedules } from '../../temporal/schedules.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

type List = {
  'england-and-wales': { events: { title: string; date: string; notes: string; bunting: boolean }[] };
};
const SHIPPED = new URL('../../policy/calendars/gov-uk-bank-holidays.json', import.meta.url);
const shipped = JSON.parse(readFileSync(SHIPPED, 'utf8')) as List;

/** What GOV.UK publishes at the moment. */
let published: List = shipped;
let server: Server;
let stack: TestStack;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(published));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const bankHolidaysUrl = `http://127.0.0.1:${port}/bank-holidays.json`;
  stack = await testStack({ worker: true, at: MONDAY_TEN, bankHolidaysUrl });
});
afterAll(async () => {
  await stack?.close();
  server?.close();
});

let runs = 0;
function refresh(): Promise<{ outcome: string; proposal?: number; alarm?: string }> {
  runs += 1;
  return stack.services.temporal.workflow.execute(CALENDAR_REFRESH_WORKFLOW, {
    workflowId: `calendar-refresh-${runs}`,
    taskQueue: TASK_QUEUE,
  });
}

function withDay(date: string, title: string): List {
  const events = [...shipped['england-and-wales'].events, { title, date, notes: '', bunting: true }];
  return { 'england-and-wales': { ...shipped['england-and-wales'], events: events.toSorted(byDate) } };
}

const byDate = (a: { date: string }, b: { date: string }) => (a.date < b.date ? -1 : 1);

// In order: each run sees what the one before it left.
describe('the scheduled look at the list of bank holidays', () => {
  it('proposes nothing while the list says what the calendar says', async () => {
    expect(await refresh()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('proposes the edition that follows from a proclaimed day, once, for two people to agree', async () => {
    published = withDay('2028-06-06', 'Proclaimed day');
    const { outcome, proposal } = await refresh();
    expect([outcome, proposal]).toEqual(['PROPOSED', 1]);
    expect(await refresh()).toMatchObject({ outcome: 'AWAITS_AGREEMENT', proposal: 1 });
    const { proposals, publications } = await readRulebook(stack.db);
    expect([proposals, publications]).toMatchObject([
      [{ status: 'OPEN', proposedBy: 'system', supporters: [], change: { edition: { kind: 'CALENDAR' } } }],
      [],
    ]);
    const [first] = proposals;
    const name = first?.change.type === 'PUBLISH' ? first.change.edition.edition : '';
    const edition = await readEditionNamed(stack.db, 'CALENDAR', name);
    expect(edition?.kind === 'CALENDAR' && edition.document.bankHolidays).toContainEqual({
      date: '2028-06-06',
      title: 'Proclaimed day',
    });
  });

  it('is on a schedule', async () => {
    const { temporal } = stack.services;
    await ensureSchedules(temporal);
    await ensureSchedules(temporal);
    const { spec, action } = await temporal.schedule.getHandle(CALENDAR_REFRESH_WORKFLOW).describe();
    expect(action).toMatchObject({ workflowType: CALENDAR_REFRESH_WORKFLOW });
    expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 5 }], minute: [{ start: 30 }] });
  });
});
