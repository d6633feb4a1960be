import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { referrals } from '../../db/schema.ts';
import { parseInstant } from '../../domain/instant.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { eventsOf, referralOf } from '../support/cases.ts';
import { followOnOf } from '../support/follow-ons.ts';
import { actor, MONDAY_TEN, referrer, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { timerLabels } from '../support/temporal-views.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

const first = actor('ADMINISTRATOR');
const second = actor('ADMINISTRATOR', { userId: 'synthetic-administrator-two' });
const { policy, calendar } = defaultEditions();
const TUESDAY = '2028-06-06';

/** The shipped calendar with a day of mourning on Tuesday. */
const proclaimed = {
  ...calendar,
  edition: 'england-and-wales-with-proclaimed-day',
  bankHolidays: [...calendar.bankHolidays, { date: TUESDAY, title: 'Proclaimed day' }].toSorted((a, b) =>
    a.date < b.date ? -1 : 1,
  ),
};

let stack: TestStack;
let api: Api;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

type Proposal = { no: number; status: string; publication?: number; links: { preview: string } };
type Progress = { isDone: boolean; casesToTell: number; openCases: number };

async function propose(body: unknown): Promise<Proposal> {
  const response = await api.post('/v1/rules/proposals', body, { as: first });
  expect(response.statusCode).toBe(201);
  return response.json<Proposal>();
}

async function agree({ no }: Proposal): Promise<number> {
  const response = await api.post(`/v1/rules/proposals/${no}/agreement`, {}, { as: second });
  expect([response.statusCode, response.json()]).toMatchObject([200, { status: 'AGREED' }]);
  return response.json<Proposal>().publication ?? 0;
}

async function told(publication: number): Promise<void> {
  const progress = async () =>
    (await api.get(`/v1/rules/publications/${publication}`, first)).json<Progress>().isDone;
  await expect.poll(progress, { timeout: 30_000 }).toBe(true);
}

async function dueOf(ref: string, clock: string, asOf?: string): Promise<string | undefined> {
  const url = `/v1/referrals/${ref}${asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`}`;
  const { clocks } = (await api.get(url, teamManager)).json<{ clocks: { id: string; dueAt: string }[] }>();
  return clocks.find(({ id }) => id === clock)?.dueAt;
}

/** The days of the calendar up to a date. */
const upTo = (lastDay: string) => ({
  bankHolidays: calendar.bankHolidays.filter(({ date }) => date <= lastDay),
  offsetChanges: calendar.offsetChanges.filter(({ from }) => from.slice(0, 10) <= lastDay),
});

const TUESDAY_TEN = parseInstant('2028-06-06T10:00:00+01:00');
const WEDNESDAY_TEN = parseInstant('2028-06-07T10:00:00+01:00');

// One hub and one travelled clock: these run in order.
describe('a holiday is proclaimed', () => {
  let open: string;
  let decided: string;
  let proposal: Proposal;
  let publication: number;

  it('is refused from anybody but an administrator, and when it breaks a rule', async () => {
    const body = { kind: 'CALENDAR', document: proclaimed };
    const manager = await api.post('/v1/rules/proposals', body, { as: teamManager });
    expect(manager.statusCode).toBe(403);
    const broken = { kind: 'CALENDAR', document: { ...proclaimed, lastDay: '2020-01-01' } };
    const refused = await api.post('/v1/rules/proposals', broken, { as: first });
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'INVALID_FIELD' }]);
    expect(refused.body).toMatch(/lastDay: must not be before firstDay 2024-01-01, not \\"2020-01-01\\"/);
    const same = await api.post(
      '/v1/rules/proposals',
      { kind: 'CALENDAR', document: calendar },
      { as: first },
    );
    expect([same.statusCode, same.json()]).toMatchObject([409, { code: 'EDITION_IN_FORCE' }]);
    const renamed = { ...proclaimed, edition: calendar.edition };
    const known = await api.post(
      '/v1/rules/proposals',
      { kind: 'CALENDAR', document: renamed },
      { as: first },
    );
    expect([known.statusCode, known.json()]).toMatchObject([409, { code: 'EDITION_KNOWN' }]);
  });

  it('is previewed: which clocks of open cases would move, from when to when', async () => {
    [open] = await api.contact(contactBody({ receivedAt: MONDAY_TEN }), referrer);
    [decided] = await api.contact(contactBody({ receivedAt: MONDAY_TEN }), referrer);
    const call = { as: teamManager, version: 1 };
    expect((await api.post(`/v1/referrals/${decided}/decision`, aDecision, call)).statusCode).toBe(200);
    await followOnOf(stack.services, decided, 'ASSESSMENT');
    proposal = await propose({ kind: 'CALENDAR', document: proclaimed });
    const { moves, cases } = (await api.get(proposal.links.preview, first)).json<{
      cases: number;
      moves: { referralRef: string; caseId?: string; clock: string; dueAt: string; wouldBeDueAt: string }[];
    }>();
    // The assessment that follows the decision is one of them.
    expect(cases).toBe(3);
    expect(moves.filter(({ referralRef }) => referralRef === open)).toEqual(
      ['ACKNOWLEDGEMENT', 'DECISION', 'FEEDBACK'].map((clock) =>
        expect.objectContaining({ clock, dueAt: TUESDAY_TEN, wouldBeDueAt: WEDNESDAY_TEN }),
      ),
    );
    const ofDecided = moves.filter(({ referralRef }) => referralRef === decided);
    const clocksOf = (caseId?: string) =>
      ofDecided.filter((move) => move.caseId === caseId).map(({ clock }) => clock);
    expect(clocksOf()).toEqual(['ACKNOWLEDGEMENT', 'FEEDBACK']);
    expect(clocksOf(`${decided}.A1`)).toContain('ASSESSMENT');
    expect(await dueOf(open, 'DECISION')).toBe(TUESDAY_TEN);
  });

  it('is not agreed to when the calendar ends before an open case could be counted', async () => {
    const short = { ...calendar, edition: 'ends-in-august', lastDay: '2028-08-31', ...upTo('2028-08-31') };
    const { no } = await propose({ kind: 'CALENDAR', document: short });
    const refused = await api.post(`/v1/rules/proposals/${no}/agreement`, {}, { as: second });
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'CALENDAR_TOO_SHORT' }]);
    expect(refused.body).toContain('covers 2024-01-01 to 2028-08-31');
  });

  it('needs a second person', async () => {
    const alone = await api.post(`/v1/rules/proposals/${proposal.no}/agreement`, {}, { as: first });
    expect([alone.statusCode, alone.json()]).toMatchObject([409, { code: 'SECOND_PERSON_NEEDED' }]);
    await stack.travel(parseInstant('2028-06-05T12:00:00+01:00'));
    publication = await agree(proposal);
    expect(publication).toBe(1);
  });

  it('reaches every open case: clocks re-armed with reason and both editions, stopped ones as they were', async () => {
    await told(publication);
    expect(await dueOf(open, 'DECISION')).toBe(WEDNESDAY_TEN);
    expect(await dueOf(decided, 'DECISION')).toBe(TUESDAY_TEN);
    const events = await eventsOf(stack.services, open);
    expect(events.filter((event) => event.type === 'RulesAdopted')).toEqual([
      expect.objectContaining({ publication: 1, calendarEdition: proclaimed.edition }),
    ]);
    expect(events.findLast((event) => event.type === 'ClockRearmed')).toMatchObject({
      reason: 'RULES_CHANGED',
      previousDueAt: TUESDAY_TEN,
      previousCalendarEdition: calendar.edition,
      previousPolicyEdition: policy.edition,
      publication: 1,
      terms: { dueAt: WEDNESDAY_TEN, calendarEdition: proclaimed.edition },
    });
    await expect.poll(() => timerLabels(stack.services, open)).toContain('Decision due Wed 7 Jun 2028 10:00');
    expect(await referralOf(stack.services, open)).toMatchObject({ version: 1 });
  });

  it('moves no figure of what was decided', async () => {
    const [row] = await stack.db.select().from(referrals).where(eq(referrals.referralRef, decided));
    expect(row).toMatchObject({ decisionDueAt: TUESDAY_TEN, outcome: 'ASSESSMENT_S17' });
    expect(row && row.decidedAt !== null && row.decidedAt <= row.decisionDueAt).toBe(true);
  });

  it('as of the hour before, the old instant stands', async () => {
    expect(await dueOf(open, 'DECISION', '2028-06-05T11:00:00+01:00')).toBe(TUESDAY_TEN);
  });

  it('counts for what is received from then on', async () => {
    const [ref] = await api.contact(contactBody(), referrer);
    expect(await dueOf(ref, 'DECISION')).toMatch(/^2028-06-07T11:00:/);
  });

  it('passes the old due instant without a breach', async () => {
    await stack.travel(parseInstant('2028-06-06T12:00:00+01:00'));
    const late = (await eventsOf(stack.services, open)).filter((event) => event.type === 'ClockBreached');
    expect(late).toEqual([]);
  });

  it('is withdrawn by two people, and what stood before stands again, late at its true instant', async () => {
    const withdrawal = await propose({ withdraw: publication });
    await told(await agree(withdrawal));
    expect(await dueOf(open, 'DECISION')).toBe(TUESDAY_TEN);
    await expect
      .poll(async () => (await eventsOf(stack.services, open)).filter(({ type }) => type === 'ClockBreached'))
      .toContainEqual(expect.objectContaining({ clock: 'DECISION', occurredAt: TUESDAY_TEN }));
    const inForce = (await api.get('/v1/rules', first)).json<{
      inForce: { calendar: { edition: string } };
    }>();
    expect(inForce.inForce.calendar.edition).toBe(calendar.edition);
  });

  it('keeps every edition public by its hash', async () => {
    const { inForce } = (await api.get('/v1/rules', first)).json<{
      inForce: { calendar: { links: { self: string } } };
    }>();
    const response = await api.inject({ method: 'GET', url: inForce.calendar.links.self });
    expect([response.statusCode, response.json()]).toEqual([200, calendar]);
  });

  it('leaves a ledger that verifies and rebuilds to the same screens', async () => {
    expect(await verifyLedger(stack.db)).toMatchObject({ faults: [] });
    await stack.stopWorkers();
    const before = await projectionChecksums(stack.db);
    await rebuildProjections(stack.db);
    expect(await projectionChecksums(stack.db)).toEqual(before);
  });
});
