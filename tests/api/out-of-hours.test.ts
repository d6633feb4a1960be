import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import { actor, contactOfficer, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, contactBody } from './support/api.ts';

/** Friday 9 June 2028, 16:30 in London; no bank holiday is near. */
const FRIDAY_AFTERNOON = parseInstant('2028-06-09T16:30:00+01:00');

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: FRIDAY_AFTERNOON });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const edt = actor('EMERGENCY_DUTY_TEAM');

type Night = Readonly<
  Record<'awaitingTeam' | 'held' | 'awaitingDay' | 'lateSchool', { referralRef: string }[]>
>;

/** Which list of the night a referral is on. */
async function listsOf(ref: string): Promise<string[]> {
  const { asOf: _asOf, ...lists } = (await api.get('/v1/out-of-hours', edt)).json<Night & { asOf: string }>();
  return Object.entries(lists).flatMap(([name, entries]) =>
    entries.some(({ referralRef }) => referralRef === ref) ? [name] : [],
  );
}

// One weekend, lived in order: the clock of a hub only moves forward.
test('E40 a hand-over goes to the night team and back, and each side keeps the child until the other has it', async () => {
  const [ref] = await api.contact();
  const at = `/v1/referrals/${ref}/out-of-hours`;
  const routine = await api.post(at, { immediateRisk: false, reason: 'Not finished.' }, { as: socialWorker });
  expect(routine.statusCode).toBe(409);
  expect(routine.json()).toMatchObject({
    code: 'ROUTINE_WORK_STAYS',
    errors: [{ pointer: '/immediateRisk', detail: expect.stringContaining('Shropshire') }],
  });

  const reason = 'The father returns tonight.';
  const handed = await api.post(at, { immediateRisk: true, reason }, { as: socialWorker });
  expect(handed.json()).toMatchObject({ owner: { team: 'HUB' }, nextAction: { by: 'EMERGENCY_DUTY_TEAM' } });
  expect(await listsOf(ref)).toEqual(['awaitingTeam']);

  await stack.travel(parseInstant('2028-06-09T17:00:00+01:00'));
  const taken = await api.post(`${at}/acknowledgement`, {}, { as: edt });
  expect(taken.json()).toMatchObject({ owner: { team: 'EDT', role: 'EMERGENCY_DUTY_TEAM' } });
  expect(await listsOf(ref)).toEqual(['held']);
  expect(
    (await api.post(`${at}/hand-back/acknowledgement`, {}, { as: contactOfficer })).json(),
  ).toMatchObject({
    code: 'NOT_HANDED_BACK',
  });

  const back = await api.post(`${at}/hand-back`, { note: 'With an aunt.' }, { as: edt });
  expect(back.json()).toMatchObject({ owner: { team: 'EDT' } });
  expect(await listsOf(ref)).toEqual(['awaitingDay']);

  const read = await api.post(`${at}/hand-back/acknowledgement`, {}, { as: contactOfficer });
  expect(read.json()).toMatchObject({ owner: { team: 'HUB', role: 'TEAM_MANAGER' } });
  expect(await listsOf(ref)).toEqual([]);
  const whole = await api.get(`/v1/referrals/${ref}`, teamManager);
  expect(whole.json()).toMatchObject({
    outOfHours: [{ reason, note: 'With an aunt.', immediateRisk: true }],
  });
});

test('E7 a late Friday school referral asks the night team at once, and tells the manager when nobody answers', async () => {
  await stack.travel(parseInstant('2028-06-09T17:20:00+01:00'));
  const [ref] = await api.contact(contactBody({ immediateRisk: true }), referrer);
  const [calm] = await api.contact(contactBody(), referrer);
  expect(await listsOf(ref)).toEqual(['awaitingTeam', 'lateSchool']);
  expect(await listsOf(calm)).toEqual(['lateSchool']);

  await stack.travel(parseInstant('2028-06-09T18:21:00+01:00'));
  const overdue = await api.get('/v1/overdue', teamManager);
  expect(JSON.stringify(overdue.json())).toContain('OUT_OF_HOURS_ACKNOWLEDGEMENT');
  const late = await api.get(`/v1/referrals/${ref}`, teamManager);
  expect(late.json()).toMatchObject({
    owner: { team: 'HUB' },
    clocks: expect.arrayContaining([
      expect.objectContaining({ id: 'OUT_OF_HOURS_ACKNOWLEDGEMENT', status: 'LATE' }),
    ]),
  });

  await api.post(`/v1/referrals/${ref}/out-of-hours/acknowledgement`, {}, { as: edt });
  const rating = { rag: 'RED', reason: 'Seen tonight.' };
  expect((await api.post(`/v1/referrals/${ref}/rating`, rating, { as: edt })).statusCode).toBe(200);

  await stack.travel(parseInstant('2028-06-12T09:01:00+01:00'));
  const monday = await api.get('/v1/out-of-hours', contactOfficer);
  expect(monday.json()).toMatchObject({
    held: [
      {
        referralRef: ref,
        backBy: parseInstant('2028-06-12T09:00:00+01:00'),
        isLate: true,
        owner: { team: 'EDT' },
      },
    ],
    lateSchool: [{ referralRef: calm }],
  });
});

test('the night is read by those who work it, and by nobody outside', async () => {
  expect((await api.get('/v1/out-of-hours', referrer)).statusCode).toBe(403);
  expect((await api.get('/v1/out-of-hours', actor('LADO'))).statusCode).toBe(403);
  const mockton = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
  expect((await api.get('/v1/out-of-hours', mockton)).json()).toMatchObject({ held: [], lateSchool: [] });
});
