import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HubAuthorities } from '../../domain/hub-authorities.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { actor, MONDAY_TEN, referrer, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;

const from = '2016-06-01' as LocalDate;
const hubAuthorities: HubAuthorities = {
  edition: 'test',
  source: 'invented',
  authorities: [
    { code: 'SPECIMENSHIRE', from },
    { code: 'MOCKTON', from, to: '2028-06-30' as LocalDate },
  ],
  districts: [
    { district: 'ZX1', authority: 'SPECIMENSHIRE', from },
    { district: 'ZX2', authority: 'MOCKTON', from },
    { district: 'ZX9', authority: 'ELSEWHERESHIRE', from },
  ],
};

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over({ ...stack.services, hubAuthorities });
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const child = (postcode: string) => ({
  givenName: 'Quillon',
  familyName: 'Testpaper',
  dateOfBirth: '2019-02-28',
  postcode,
});

type Receipt = {
  referrals: { referralRef: string }[];
  marks: { pointer: string; rule: string }[];
};

/** The authority of each referral of a contact, and the marks its addresses got. */
async function receivedFrom(...postcodes: string[]) {
  const body = contactBody({ children: postcodes.map(child) });
  const receipt = (await api.post('/v1/contacts', body, { as: referrer })).json<Receipt>();
  const read = await Promise.all(
    receipt.referrals.map(({ referralRef }) => api.get(`/v1/referrals/${referralRef}`, teamManager)),
  );
  return {
    authorities: read.map((answer) => answer.json<{ localAuthority: string }>().localAuthority),
    marks: receipt.marks.filter(({ pointer }) => pointer.endsWith('/postcode')).map(({ rule }) => rule),
  };
}

test('E45 each child goes to the authority of its address on the day of receipt', async () => {
  expect(await receivedFrom('ZX1 9ZZ', 'zx29zz')).toEqual({
    authorities: ['SPECIMENSHIRE', 'MOCKTON'],
    marks: ['AUTHORITY_BY_ADDRESS'],
  });
});

test('E45 an odd or unknown address, and one outside the hub, is marked and stays where it was sent', async () => {
  expect(await receivedFrom('nonsense', 'ZX7 9ZZ', 'ZX9 9ZZ', 'ZZ99 3VZ')).toEqual({
    authorities: Array.from({ length: 4 }, () => 'SPECIMENSHIRE'),
    marks: ['POSTCODE_ODD', 'DISTRICT_UNKNOWN', 'ADDRESS_OUTSIDE_HUB'],
  });
});

test('E45 an authority that has left takes no new referral, and keeps the open ones', async () => {
  const open = contactBody({ localAuthority: 'MOCKTON' });
  const [kept] = await api.contact(open, referrer);
  await stack.travel('2028-07-03T09:00:00.000Z' as typeof MONDAY_TEN);
  const later = await api.post('/v1/contacts', open, { as: referrer });
  expect(later.json()).toMatchObject({ marks: [{ pointer: '/localAuthority', rule: 'AUTHORITY_UNKNOWN' }] });
  const mockton = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
  expect((await api.get(`/v1/referrals/${kept}`, mockton)).json()).toMatchObject({
    localAuthority: 'MOCKTON',
  });
});
