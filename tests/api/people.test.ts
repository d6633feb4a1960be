import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readStream } from '../../db/streams.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { DAY_MS, addMs, type Instant } from '../../domain/instant.ts';
import { pairOf } from '../../domain/matching/match.ts';
import { personMatchStream, referralStream } from '../../domain/streams.ts';
import { actor, MONDAY_TEN, PERSONAL_WORDS, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;
let serial = 0;
let name = '';

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});
// Each test has a child of its own, whose name sounds like no other's, born in a year of its own.
beforeEach(() => {
  serial += 1;
  name =
    [
      'Bodkin',
      'Fandango',
      'Marzipan',
      'Pumpernickel',
      'Ragamuffin',
      'Skedaddle',
      'Tarantula',
      'Zeppelin',
      'Gondola',
      'Kerfuffle',
    ][serial % 10] ?? '';
});

type Row = Record<string, unknown>;
type Match = {
  person: { personId: string; referralRef: string };
  status: string;
  band: string;
  reasons: string[];
};
type Matches = { person: { personId: string }; matches: Match[]; household: { displayName: string }[] };
type History = {
  earlier: { referralRef: string; certainty: string; outcome?: string; decidedAt?: string }[];
  reReferral?: { certainty: string; last: string };
  recent: { referrals: number; certainty: string; needsReview: boolean };
  lowLevel: { contacts: number; mayReachThreshold: boolean };
};

function born(month = '04', day = '09'): string {
  return `${2000 + serial}-${month}-${day}`;
}

/** A contact about this test's child, so many days before now. */
async function contactOf(child: Row = {}, daysAgo = 0): Promise<string> {
  const receivedAt: Instant = addMs(await stack.now(), -daysAgo * DAY_MS);
  const described = { givenName: 'Ottoline', familyName: name, dateOfBirth: born(), ...child };
  const [ref] = await api.contact(contactBody({ receivedAt, children: [described] }));
  return ref;
}

async function matchesOf(ref: string, as = socialWorker): Promise<Matches> {
  const response = await api.get(`/v1/referrals/${ref}/matches`, as);
  expect(response.statusCode).toBe(200);
  return response.json<Matches>();
}

async function historyOf(ref: string): Promise<History> {
  return (await api.get(`/v1/referrals/${ref}`, teamManager)).json<{ history: History }>().history;
}

function say(one: string, other: string, verdict: string, as = socialWorker, key?: string) {
  const body = { verdict, reason: 'The school knows both.' };
  return api.post(`/v1/people/${one}/matches/${other}`, body, { as, ...(key !== undefined && { key }) });
}

async function decide(ref: string, outcome: string): Promise<void> {
  const given = { ...aDecision, outcome, level: 2 };
  const { version } = (await api.get(`/v1/referrals/${ref}`, teamManager)).json<{ version: number }>();
  const answer = await api.post(`/v1/referrals/${ref}/decision`, given, { as: teamManager, version });
  expect(answer.statusCode).toBe(200);
}

describe('matching people', () => {
  test('E10 duplicate: suggested with a score and its reasons, joined only by a person, taken back again', async () => {
    const earlier = await contactOf({}, 10);
    const ref = await contactOf({ givenName: name, familyName: 'Ottoline', dateOfBirth: born('09', '04') });
    const { person, matches } = await matchesOf(ref);
    const [match, ...others] = matches;
    expect(others).toEqual([]);
    expect(match).toMatchObject({
      person: { referralRef: earlier },
      status: 'OPEN',
      band: 'LIKELY',
      reasons: ['NAMES_SWAPPED', 'BIRTH_DAY_MONTH_SWAPPED'],
    });
    expect(await historyOf(ref)).toMatchObject({ reReferral: { certainty: 'LIKELY', last: earlier } });

    const otherId = match?.person.personId ?? '';
    const confirmed = await say(person.personId, otherId, 'CONFIRM');
    expect([confirmed.statusCode, confirmed.json()]).toMatchObject([
      200,
      { status: 'CONFIRMED', settledBy: socialWorker.userId },
    ]);
    expect((await matchesOf(ref)).matches).toMatchObject([{ status: 'CONFIRMED' }]);
    expect(await historyOf(ref)).toMatchObject({ reReferral: { certainty: 'CONFIRMED' } });
    const whole = await api.get(`/v1/people/${person.personId}`, teamManager);
    expect(whole.json<{ referrals: Row[] }>().referrals.map((it) => it['referralRef'])).toEqual([
      ref,
      earlier,
    ]);

    expect((await say(otherId, person.personId, 'UNDO', teamManager)).json()).toMatchObject({
      status: 'OPEN',
    });
    expect((await say(person.personId, otherId, 'REJECT')).json()).toMatchObject({ status: 'REJECTED' });
    expect(await historyOf(ref)).toMatchObject({ earlier: [], recent: { referrals: 1 } });
    expect((await historyOf(ref)).reReferral).toBeUndefined();
    const rows = await readStream(stack.db, personMatchStream(pairOf(person.personId, otherId)));
    expect(rows.map(({ event }) => event.type)).toEqual(['MatchConfirmed', 'MatchUndone', 'MatchRejected']);
    const record = JSON.stringify(rows);
    expect([...PERSONAL_WORDS, name, 'The school knows'].filter((word) => record.includes(word))).toEqual([]);
  });

  test('two people matching the same pair at once: the second gets the result of the first, or hears of it', async () => {
    const earlier = await contactOf({}, 3);
    const ref = await contactOf();
    const { person, matches } = await matchesOf(ref);
    const otherId = matches.find((match) => match.person.referralRef === earlier)?.person.personId ?? '';
    const answers = await Promise.all([
      say(person.personId, otherId, 'CONFIRM', socialWorker),
      say(otherId, person.personId, 'CONFIRM', teamManager),
    ]);
    const [one, other] = answers.map((answer) => answer.json<{ settledBy: string; status: string }>());
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(one?.settledBy).toBe(other?.settledBy);
    expect(await readStream(stack.db, personMatchStream(pairOf(person.personId, otherId)))).toHaveLength(1);

    const opposite = await say(person.personId, otherId, 'REJECT');
    expect([opposite.statusCode, opposite.json()]).toMatchObject([409, { code: 'MATCH_SETTLED' }]);
    await say(person.personId, otherId, 'UNDO');
    const both = await Promise.all([
      say(person.personId, otherId, 'CONFIRM'),
      say(otherId, person.personId, 'REJECT', teamManager),
    ]);
    expect(both.map(({ statusCode }) => statusCode)).toContain(200);
    expect(both.map(({ statusCode }) => statusCode)).toContain(409);
  });

  test('the same request again is the same answer, and nothing can be taken back twice', async () => {
    await contactOf({}, 3);
    const { person, matches } = await matchesOf(await contactOf());
    const otherId = matches[0]?.person.personId ?? '';
    const first = await say(person.personId, otherId, 'CONFIRM', socialWorker, 'once');
    await say(person.personId, otherId, 'UNDO');
    const again = await say(person.personId, otherId, 'CONFIRM', socialWorker, 'once');
    expect(again.json()).toEqual(first.json());
    const nothing = await say(person.personId, otherId, 'UNDO');
    expect([nothing.statusCode, nothing.json()]).toMatchObject([409, { code: 'NO_MATCH_TO_UNDO' }]);
  });

  test('three records are not joined when two of them are said to be two people', async () => {
    await contactOf({}, 9);
    await contactOf({}, 5);
    const { person, matches } = await matchesOf(await contactOf());
    const [second = '', third = ''] = matches.map((match) => match.person.personId);
    await say(second, third, 'REJECT');
    await say(person.personId, second, 'CONFIRM');
    const refused = await say(person.personId, third, 'CONFIRM');
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'MATCH_CONTRADICTS' }]);
  });

  test('are found in another spelling, and only by those who may read them', async () => {
    const ref = await contactOf();
    const query = `/v1/people?familyName=${name}&givenName=Otolyne&dateOfBirth=${born()}`;
    const found = (await api.get(query, socialWorker)).json<{ people: Row[] }>().people;
    expect(found.map((person) => person['referralRef'])).toContain(ref);
    const elsewhere = actor('SOCIAL_WORKER', { localAuthority: 'MOCKTON' });
    expect((await api.get(query, elsewhere)).json()).toEqual({ people: [] });
    expect((await api.get(query, referrer)).statusCode).toBe(403);
    const personId = String(found[0]?.['personId']);
    expect((await api.get(`/v1/people/${personId}`, elsewhere)).statusCode).toBe(404);
    expect((await say(personId, 'P-0000-0000-0000', 'CONFIRM')).statusCode).toBe(404);
    expect((await say(personId, personId, 'CONFIRM')).statusCode).toBe(422);
    expect((await api.get('/v1/people', socialWorker)).statusCode).toBe(422);
  });

  test('a sibling at the same address is household, not a match', async () => {
    const home = { address: `${serial} Nowhere Specimen Street`, postcode: 'ZZ99 1ZZ' };
    await contactOf({ ...home, givenName: 'Peregrine', dateOfBirth: '1998-12-31' }, 4);
    const { matches, household } = await matchesOf(await contactOf(home));
    expect(matches).toEqual([]);
    expect(household).toMatchObject([{ displayName: `Peregrine ${name}` }]);
  });
});

describe('history', () => {
  test('E12 re-referral within 12 months: prior outcomes and dates, likely until a person confirms, a review at the third', async () => {
    const tooOld = await contactOf({}, 400);
    const first = await contactOf({}, 200);
    await decide(first, 'NFA');
    const second = await contactOf({}, 20);
    const third = await contactOf();
    const before = await historyOf(third);
    expect(before.earlier.map((it) => it.referralRef)).toEqual([second, first, tooOld]);
    expect(before.earlier[1]).toMatchObject({ outcome: 'NFA', certainty: 'LIKELY' });
    expect(before.earlier[1]?.decidedAt).toBeDefined();
    expect(before).toMatchObject({
      reReferral: { certainty: 'LIKELY', last: second },
      recent: { referrals: 3, certainty: 'LIKELY', needsReview: true },
    });
    expect((await historyOf(first)).reReferral).toMatchObject({ last: tooOld });

    const { person, matches } = await matchesOf(third);
    for (const match of matches) await say(person.personId, match.person.personId, 'CONFIRM');
    expect(await historyOf(third)).toMatchObject({
      reReferral: { certainty: 'CONFIRMED' },
      recent: { referrals: 3, certainty: 'CONFIRMED' },
    });
  });

  test('E12 re-referral that is confirmed: the decision says what is different, or is refused', async () => {
    const earlier = await contactOf({}, 30);
    const ref = await contactOf();
    const { person, matches } = await matchesOf(ref);
    const other = matches.find((match) => match.person.referralRef === earlier)?.person.personId ?? '';
    await say(person.personId, other, 'CONFIRM');
    const { version } = (await api.get(`/v1/referrals/${ref}`, teamManager)).json<{ version: number }>();
    const decide = (body: Row, key: string) =>
      api.post(`/v1/referrals/${ref}/decision`, body, { as: teamManager, version, key });
    const refused = await decide(aDecision, `silent-${ref}`);
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'WHAT_IS_DIFFERENT_NEEDED' }]);
    expect(refused.body).toContain('whatIsDifferent');

    const words = 'This time a neighbour saw it too.';
    const decided = await decide({ ...aDecision, whatIsDifferent: words }, `said-${ref}`);
    expect(decided.statusCode).toBe(200);
    const page = (await api.get(`/v1/referrals/${ref}`, teamManager)).json<{ decisions: Row[] }>();
    expect(page.decisions).toMatchObject([{ no: 1, whatIsDifferent: words }]);
    const record = JSON.stringify(await readStream(stack.db, referralStream(ref)));
    expect(record).toContain('whatIsDifferent');
    expect(record).not.toContain(words);
    const later = (await api.get(`/v1/referrals/${ref}`, teamManager)).json<{ version: number }>();
    const replaced = await api.post(
      `/v1/referrals/${ref}/decision`,
      { ...aDecision, supersedes: 1 },
      { as: teamManager, version: later.version },
    );
    expect(replaced.statusCode).toBe(200);
  });

  test('E43 late information after close: a new contact keeps what it came out of, and shows the closed referral', async () => {
    const closed = await contactOf({}, 40);
    await decide(closed, 'NFA');
    const withheld = { withhold: { reason: 'REFERRER_DECLINED' } };
    await api.post(`/v1/referrals/${closed}/feedback`, withheld, { as: socialWorker });
    const notice = {
      type: 'ENCOMPASS',
      localAuthority: 'SPECIMENSHIRE',
      summary: 'Police were called again.',
    };
    const told = await api.post('/v1/notifications', notice, { as: socialWorker });
    const { notificationRef } = told.json<{ notificationRef: string }>();
    const child = { givenName: 'Ottoline', familyName: name, dateOfBirth: born() };
    const body = contactBody({ children: [child], follows: notificationRef });
    const receipt = await api.post('/v1/contacts', body, { as: socialWorker });
    expect(receipt.statusCode).toBe(201);
    const { contactRef, referrals } = receipt.json<{
      contactRef: string;
      referrals: { referralRef: string }[];
    }>();
    const contact = await api.get(`/v1/contacts/${contactRef}`, teamManager);
    expect(contact.json()).toMatchObject({ follows: notificationRef });
    const { earlier } = await historyOf(referrals[0]?.referralRef ?? '');
    expect(earlier).toMatchObject([{ referralRef: closed, stage: 'CLOSED_NFA', certainty: 'LIKELY' }]);
  });

  test('E13 low-level repeats: several Green contacts together are flagged', async () => {
    const green = { rag: 'GREEN', reason: 'Small worries.' };
    const refs = [await contactOf({}, 60), await contactOf({}, 30), await contactOf()];
    for (const ref of refs) await api.post(`/v1/referrals/${ref}/rating`, green, { as: socialWorker });
    expect((await historyOf(refs[2] ?? '')).lowLevel).toMatchObject({ contacts: 3, mayReachThreshold: true });
    expect((await historyOf(refs[1] ?? '')).lowLevel).toMatchObject({
      contacts: 2,
      mayReachThreshold: false,
    });
  });

  test('rebuilding gives the index, the keys and what was said, row for row', async () => {
    const before = await projectionChecksums(stack.db);
    await rebuildProjections(stack.db);
    expect(await projectionChecksums(stack.db)).toEqual(before);
  });
});
