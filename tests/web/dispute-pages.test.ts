import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closedWithNothing, disputed, objection } from '../support/disputes.ts';
import { untilReferral } from '../support/cases.ts';
import { actor, MONDAY_TEN, referrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { asked } from '../support/requests.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let health: Visitor;
let school: Visitor;

const { manager: morgan, health: kit, school: pat } = colleagues;
const head = { ...actor('HEAD_OF_SERVICE', { userId: 'head' }), displayName: 'Harper Madeup' };
const teacher = { ...referrer, displayName: 'Tatum Madeup' };

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services, { demoUsers: [...Object.values(colleagues), head, teacher] });
  manager = await Visitor.signedIn(app, morgan.userId);
  health = await Visitor.signedIn(app, kit.userId);
  school = await Visitor.signedIn(app, pat.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

/** Opened by the school, about a referral that was decided by somebody else and has closed. */
async function opened(): Promise<{ ref: string; address: string }> {
  const ref = await closedWithNothing(stack.services);
  const stream = await disputed(stack.services, { referralRef: ref });
  return { ref, address: `/disputes/${stream.slice('dispute:'.length)}` };
}

/** Fills in the page of a command and gives the page it leads to. */
async function fill(
  by: Visitor,
  address: string,
  action: string,
  answers: Readonly<Record<string, string>> = {},
) {
  const page = await by.open(`${address}/${action}`);
  expect(await axeViolations(page.response.body), action).toEqual([]);
  return by.send(page, `${address}/${action}`, answers);
}

const cellsOf = (page: Awaited<ReturnType<Visitor['open']>>, caption: string) => {
  const table = [...page.document.querySelectorAll('table')].find((one) =>
    one.querySelector('caption')?.textContent.includes(caption),
  );
  return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
  );
};

test('transition 27 the page: first what keeps the child safe, then the stages and who disagrees', async () => {
  const { address } = await opened();
  const page = await manager.open(address);
  expect(await axeViolations(page.response.body)).toEqual([]);
  const [first] = [...page.document.querySelectorAll('.fd-columns__main section h2')];
  expect(first?.textContent).toBe('What keeps the child safe meanwhile');
  expect(wordsIn(page, '.govuk-inset-text')).toContain(objection.interimSafety);
  expect(wordsIn(page, '.fd-standing')).toContain('Answer the dispute at stage 1');
  expect(cellsOf(page, 'Who had the dispute')).toEqual([
    [
      '1',
      'The two practitioners, with the team manager',
      expect.stringMatching(/^Mon 5 Jun 2028/),
      'Now',
      'It began here',
    ],
  ]);
  expect(cellsOf(page, 'Everybody who objects')).toEqual([
    [
      expect.stringContaining('Specimen school, referrer'),
      expect.stringMatching(/^Mon 5 Jun 2028/),
      objection.reason,
      objection.outcomeSought,
      'No',
    ],
  ]);
});

test('answered, raised, made urgent, its interim position changed, and decided, by forms without script', async () => {
  const { ref, address } = await opened();
  const answered = await fill(manager, address, 'respondToDispute', { position: 'Nothing more is needed.' });
  expect(wordsIn(answered, '.govuk-notification-banner')).toContain('The position is recorded');
  expect(cellsOf(answered, 'Positions at each stage')).toEqual([
    [expect.stringContaining('Morgan Madeup'), '1', expect.any(String), 'Nothing more is needed.'],
  ]);
  const raised = await fill(manager, address, 'raiseDispute', { reason: 'A service manager should look.' });
  expect(cellsOf(raised, 'Who had the dispute')).toMatchObject([
    ['1', expect.any(String), expect.any(String), expect.stringMatching(/^Mon 5 Jun/), 'It began here'],
    ['2', expect.any(String), expect.any(String), 'Now', expect.stringContaining('Somebody raised it')],
  ]);
  const urgent = await fill(manager, address, 'makeChildSafety', { reason: 'Quillon goes home tonight.' });
  expect(wordsIn(urgent, 'main')).toContain('A child may come to harm: one time for all stages together');
  const changed = await fill(manager, address, 'changeInterim', {
    interimSafety: 'Quillon stays with an aunt.',
  });
  expect(wordsIn(changed, '.govuk-inset-text')).toContain('Quillon stays with an aunt.');
  expect(wordsIn(changed, '.govuk-inset-text')).not.toContain(objection.interimSafety);
  expect(cellsOf(changed, 'Positions that another has replaced')).toHaveLength(1);

  const refused = await manager.open(`${address}/resolveDispute`);
  expect(refused.response.statusCode).toBe(403);

  const harper = await Visitor.signedIn(app, head.userId);
  const lacking = await fill(harper, address, 'resolveDispute', {
    outcome: 'UPHELD',
    rationale: 'The school is right.',
  });
  expect(lacking.response.statusCode).toBe(409);
  expect(wordsIn(lacking, '.govuk-error-summary')).toContain('name who took part');
  expect(lacking.document.querySelector('.govuk-error-summary a')?.getAttribute('href')).toBe('#people');
  expect(await axeViolations(lacking.response.body)).toEqual([]);
  const decided = await harper.send(lacking, `${address}/resolveDispute`, {
    outcome: 'UPHELD',
    rationale: 'The school is right.',
    'people-0-agency': 'POLICE',
    'people-0-role': 'SAFEGUARDING_LEAD',
    'people-2-agency': 'HEALTH',
    'people-2-role': 'DESIGNATED_PROFESSIONAL',
  });
  expect(wordsIn(decided, '.govuk-notification-banner')).toContain('The dispute is decided');
  const words = wordsIn(decided, 'main');
  expect(words).toContain('Upheld: a manager decides anew');
  expect(words).toContain('Police: safeguarding lead');
  expect(words).toContain('designated professional');
  expect(words).toContain('What kept the child safe meanwhile');
  expect(await axeViolations(decided.response.body)).toEqual([]);
  await untilReferral(stack.services, ref, ({ decisionCall }) => decisionCall?.because === 'DISPUTE_UPHELD');
});

test('an agency reads every side but no names; the referrer reads their own words, and what it ended in', async () => {
  const { services } = stack;
  const ref = await closedWithNothing(services);
  const stream = await disputed(
    services,
    { referralRef: ref },
    { ...actor('SOCIAL_WORKER'), userId: 'w-1042' },
  );
  const address = `/disputes/${stream.slice('dispute:'.length)}`;
  expect((await health.open(address)).response.statusCode).toBe(403);
  expect((await school.open(address)).response.statusCode).toBe(403);

  const known = await closedKnownToHealth();
  const theirs = `/disputes/${(await disputed(services, { referralRef: known }, kit)).slice('dispute:'.length)}`;
  await fill(manager, theirs, 'respondToDispute', { position: 'Nothing more is needed.' });
  const page = await health.open(theirs);
  expect(wordsIn(page, 'main')).toContain('Nothing more is needed.');
  expect(wordsIn(page, 'main')).not.toContain(morgan.displayName);
  expect(page.document.querySelector('.fd-timeline')).toBeNull();
  expect(await axeViolations(page.response.body)).toEqual([]);
  const gone = await fill(health, theirs, 'withdrawDispute', { reason: 'We have talked.' });
  expect(wordsIn(gone, '.fd-standing')).toContain('Withdrawn');

  const own = await opened();
  await fill(manager, own.address, 'respondToDispute', { position: 'Nothing more is needed.' });
  const tatum = await Visitor.signedIn(app, teacher.userId);
  const seen = await tatum.open(own.address);
  expect(wordsIn(seen, 'main')).toContain(objection.reason);
  expect(wordsIn(seen, 'main')).not.toContain('Nothing more is needed.');
  expect(await axeViolations(seen.response.body)).toEqual([]);
});

/** The health visitors were asked about the child before it was decided on. */
async function closedKnownToHealth(): Promise<string> {
  return closedWithNothing(stack.services, (ref) => asked(stack.services, ref, { agency: 'HEALTH' }));
}
