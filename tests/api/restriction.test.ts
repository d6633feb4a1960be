import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDisclosure } from '../../api/disclosure.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { addMs, DAY_MS } from '../../domain/instant.ts';
import { actor, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, contactBody } from './support/api.ts';

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

const named = actor('SOCIAL_WORKER', { userId: 'synthetic-named-worker' });
const auditor = actor('AUDITOR');
const edt = actor('EMERGENCY_DUTY_TEAM');
const serviceManager = actor('SERVICE_MANAGER');
const ADDRESS = '7 Synthetic Refuge Lane';
const NAME = 'Zephyrine Madeupper';

const restrict = { action: 'RESTRICT', reason: 'The family is in a refuge.', readers: [named.userId] };

/** A contact about one child in a refuge, restricted, with the reference of its contact. */
async function restrictedCase() {
  const child = {
    givenName: 'Zephyrine',
    familyName: 'Madeupper',
    dateOfBirth: '2019-02-28',
    address: ADDRESS,
  };
  const [ref] = await api.contact(contactBody({ children: [child] }));
  const at = `/v1/referrals/${ref}`;
  const { contactRef } = (await api.get(at, teamManager)).json<{ contactRef: string }>();
  const done = await api.post(`${at}/restriction`, restrict, { as: teamManager });
  expect(done.statusCode).toBe(200);
  return { ref, at, contactRef, contact: `/v1/contacts/${contactRef}` };
}

describe('E41 a restricted record', () => {
  test('E41 is read by those named and by auditors; others are told that it is restricted, and how it is opened', async () => {
    const { at, contact } = await restrictedCase();
    for (const who of [named, teamManager, auditor]) {
      expect((await api.get(at, who)).json()).toMatchObject({ child: { displayName: NAME } });
      expect((await api.get(contact, who)).body).toContain(ADDRESS);
    }
    expect((await api.get(at, named)).json()).toMatchObject({
      restriction: {
        readers: [named.userId, teamManager.userId],
        setBy: teamManager.userId,
        reason: restrict.reason,
      },
    });
    const shut = [at, `${at}/ledger`, `${at}/history`, `${at}/clocks/DECISION`, `${at}/matches`, contact];
    for (const url of shut) {
      const refused = await api.get(url, socialWorker);
      expect([url, refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
        url,
        403,
        'RESTRICTED',
      ]);
      expect(refused.body).toContain('break-glass');
      expect(refused.body).not.toContain('Zephyrine');
    }
    const rated = await api.post(`${at}/rating`, { rag: 'RED', reason: 'Not seen.' }, { as: socialWorker });
    expect(rated.json()).toMatchObject({ status: 403, code: 'RESTRICTED' });
    expect((await api.get(at, referrer)).json()).toMatchObject({ status: 'RECEIVED' });
  });

  test('E41 stays in lists without the name, so that a supervisor sees what is due', async () => {
    const { ref } = await restrictedCase();
    const listed = async (who: typeof named) => {
      const { referrals: rows } = (await api.get('/v1/referrals?limit=100', who)).json<{
        referrals: { referralRef: string; child: object }[];
      }>();
      return rows.find((row) => row.referralRef === ref)?.child;
    };
    expect(await listed(serviceManager)).toEqual({ displayName: 'Restricted record' });
    expect(await listed(named)).toMatchObject({ displayName: NAME });
    const found = async (who: typeof named) =>
      (await api.get('/v1/people?givenName=Zephyrine&familyName=Madeupper&dateOfBirth=2019-02-28', who)).body;
    expect(await found(serviceManager)).not.toContain(ref);
    expect(await found(named)).toContain(ref);
  });

  test('E41 where the child lives is told to no agency, whoever asks', async () => {
    const { ref, contactRef, at } = await restrictedCase();
    const asked = { contactRef, referralRefs: [ref], disclosed: ['NAMES', 'ADDRESS'] } as const;
    const told = async () => (await readDisclosure(stack.services.db, asked)).children;
    expect(await told()).toEqual([{ facts: [{ field: 'NAMES', value: NAME }] }]);
    await api.post(`${at}/restriction`, { action: 'LIFT', reason: 'They moved.' }, { as: teamManager });
    expect(JSON.stringify(await told())).toContain(ADDRESS);
  });

  test('E41 the glass is broken with a reason, reviewed by another manager, and shut again where it was wrong', async () => {
    const { at } = await restrictedCase();
    expect((await api.post(`${at}/break-glass`, {}, { as: edt })).statusCode).toBe(422);
    const bySocialWorker = await api.post(`${at}/break-glass`, { reason: 'Curious.' }, { as: socialWorker });
    expect(bySocialWorker.json()).toMatchObject({ code: 'NOT_PERMITTED' });
    const opened = await api.post(`${at}/break-glass`, { reason: 'Police ask.' }, { as: edt });
    expect(opened.json()).toMatchObject({
      brokenGlass: [{ no: 1, brokenBy: edt.userId }],
      clocks: expect.arrayContaining([
        expect.objectContaining({ id: 'BREAK_GLASS_REVIEW', status: 'RUNNING' }),
      ]),
    });
    expect((await api.get(at, edt)).json()).toMatchObject({
      child: { displayName: NAME },
      brokenGlass: [{ reason: 'Police ask.' }],
    });
    const wrong = { finding: 'NOT_JUSTIFIED', note: 'Nobody had asked.' };
    const reviewed = await api.post(`${at}/break-glass/1/review`, wrong, { as: teamManager });
    expect(reviewed.json()).toMatchObject({
      brokenGlass: [{ no: 1, finding: 'NOT_JUSTIFIED', reviewedBy: teamManager.userId }],
    });
    expect((await api.get(at, edt)).statusCode).toBe(403);
  });

  test('E41 a review nobody gives is late after one working day', async () => {
    const { ref, at } = await restrictedCase();
    await api.post(`${at}/break-glass`, { reason: 'Police ask.' }, { as: serviceManager });
    const own = await api.post(
      `${at}/break-glass/1/review`,
      { finding: 'JUSTIFIED', note: 'Mine.' },
      { as: serviceManager },
    );
    expect(own.json()).toMatchObject({ code: 'OTHER_REVIEWER_NEEDED' });
    await stack.travel(addMs(MONDAY_TEN, 2 * DAY_MS));
    const { late } = (await api.get('/v1/overdue', auditor)).json<{
      late: { referralRef: string; kind: string }[];
    }>();
    expect(late).toContainEqual(expect.objectContaining({ referralRef: ref, kind: 'BREAK_GLASS_REVIEW' }));
  });

  test('E41 the list changes, the restriction is lifted, and a rebuild gives the same', async () => {
    const { at } = await restrictedCase();
    const wider = { action: 'CHANGE_READERS', reason: 'A colleague helps.', readers: [socialWorker.userId] };
    await api.post(`${at}/restriction`, wider, { as: teamManager });
    expect((await api.get(at, socialWorker)).statusCode).toBe(200);
    expect((await api.get(at, named)).statusCode).toBe(403);

    const { db } = stack.services;
    const before = await projectionChecksums(db);
    await rebuildProjections(db);
    expect(await projectionChecksums(db)).toEqual(before);
    expect((await api.get(at, named)).statusCode).toBe(403);

    await api.post(`${at}/restriction`, { action: 'LIFT', reason: 'They moved.' }, { as: teamManager });
    expect((await api.get(at, named)).statusCode).toBe(200);
  });
});
