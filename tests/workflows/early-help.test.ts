import { and, count, countDistinct, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepUp } from '../../activities/step-ups.ts';
import {
  caseStarts,
  followOns,
  ledger,
  messages,
  people,
  personMatches,
  referrals,
  sealedContents,
} from '../../db/schema.ts';
import { openSealed } from '../../db/sealed-contents.ts';
import { readEvents, readStream } from '../../db/streams.ts';
import type { ContactToBegin } from '../../domain/case.ts';
import type { ContactForm, ContactReceived } from '../../domain/contact.ts';
import type { Assessment } from '../../domain/assessment/state.ts';
import type { ChildProtection } from '../../domain/child-protection/state.ts';
import { owes } from '../../domain/early-help/owed.ts';
import type { EarlyHelp } from '../../domain/early-help/state.ts';
import type { AnyEvent } from '../../domain/follow-on/run.ts';
import { fold } from '../../domain/follow-on/run.ts';
import { ownerNow } from '../../domain/follow-on/state.ts';
import { addMs, HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold as foldReferral } from '../../domain/referral/evolve.ts';
import { ownerOf } from '../../domain/referral/owner.ts';
import { contactStream, referralStream } from '../../domain/streams.ts';
import { Api } from '../api/support/api.ts';
import { commandsFor, give, referralOf, untilReferral, words } from '../support/cases.ts';
import {
  accept,
  agrees,
  earlyHelpCommands,
  giveEarlyHelp,
  offeredEarlyHelp,
  practitioner,
  steppedDown,
  triedInVain,
  untilStage,
} from '../support/early-help.ts';
import { followOnEvents, followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import {
  childForm,
  contactForm,
  earlyHelpManager,
  MONDAY_TEN,
  phoneReferrer,
  teamManager,
} from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

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

const idOf = (stream: string) => stream.slice(stream.indexOf(':') + 1);

async function later(ms: number): Promise<void> {
  await stack.travel(addMs(await stack.now(), ms));
}

async function lettersAbout(ref: string) {
  const { db } = stack.services;
  return db
    .select()
    .from(messages)
    .where(and(eq(messages.referralRef, ref), eq(messages.template, 'EARLY_HELP_LETTER')));
}

describe('transition 20: the hub offers Early Help, which accepts', () => {
  it('accepted in its own case, and only then the hub lets go', async () => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    expect(stream).toBe(`early-help:${ref}.H1`);
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'DECIDED' });
    await giveEarlyHelp(services, stream, accept);
    const closed = await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_EH');
    expect(closed).toMatchObject({
      handover: { status: 'ACCEPTED', receiver: 'EARLY_HELP', acceptedBy: earlyHelpManager.userId },
    });
    const state = await untilStage(services, stream, 'EARLY_HELP_ACTIVE');
    expect(state.owners.map(({ team, userId }) => [team, userId])).toEqual([
      ['HUB', undefined],
      ['EARLY_HELP', practitioner.userId],
    ]);
    const close = await earlyHelpCommands(services, ref).close();
    await giveEarlyHelp(services, stream, close);
    await services.temporal.workflow.getHandle(stream).result();
    const [row] = await services.db.select().from(followOns).where(eq(followOns.stream, stream));
    expect(row).toMatchObject({ stage: 'CLOSED_EH', outcome: 'CLOSED_EH', origin: referralStream(ref) });
  });

  it('accepted on the referral, it is accepted in the case too, and whoever accepted leads', async () => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await give(services, ref, { type: 'acceptHandover' }, { actor: earlyHelpManager });
    const state = await untilStage(services, stream, 'EARLY_HELP_ACTIVE');
    expect(state).toMatchObject({
      acceptance: { acceptedBy: earlyHelpManager.userId },
      leadPractitioner: earlyHelpManager.userId,
    });
  });
});

describe('transition 21: what is not taken up goes back to the hub, which decides afresh', () => {
  it('not accepted in time: to the instant late, with a decision clock of its own', async () => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    const { clocks } = await untilStage(services, stream, 'EARLY_HELP_OFFERED');
    const acceptance = clocks.find(({ kind }) => kind === 'HANDOVER_ACCEPTANCE');
    await stack.travel(addMs(acceptance?.dueAt ?? MONDAY_TEN, MINUTE_MS));
    const state = await untilStage(services, stream, 'RETURNED');
    expect(state).toMatchObject({
      returned: { why: 'NOT_ACCEPTED_IN_TIME', at: addMs(acceptance?.dueAt ?? MONDAY_TEN, 1) },
      closedAt: addMs(acceptance?.dueAt ?? MONDAY_TEN, 1),
    });
    expect(state.owners.map(({ team }) => team)).toEqual(['HUB']);
    const back = await untilReferral(services, ref, (it) => it.decisionCall !== undefined);
    expect(back).toMatchObject({
      stage: 'DECIDED',
      decisionCall: { because: 'FOLLOW_ON_RETURNED', caseId: idOf(stream) },
    });
    expect(back.clocks.find(({ id }) => id === 'DECISION-2')).toMatchObject({ status: 'RUNNING' });
    expect(ownerOf(back)).toMatchObject({ team: 'HUB', role: 'TEAM_MANAGER' });
  });

  it('the family declines: the hub’s fresh decision begins another case', async () => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).declines());
    await untilStage(services, stream, 'RETURNED');
    await untilReferral(services, ref, (it) => it.decisionCall !== undefined);
    const decide = await commandsFor(services, ref).decide({ supersedes: 1 });
    expect(await give(services, ref, decide)).toMatchObject({ kind: 'RECORDED' });
    const decided = await referralOf(services, ref);
    expect(decided.clocks.find(({ id }) => id === 'DECISION-2')).toMatchObject({ status: 'STOPPED' });
    expect(await followOnOf(services, ref, 'ASSESSMENT')).toBe(`assessment:${ref}.A1`);
  });

  it('E49 Early Help says that it needs more: the hub has it back, and counts what Early Help says of the route', async () => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).refuse());
    expect(await untilStage(services, stream, 'RETURNED')).toMatchObject({
      returned: { why: 'THRESHOLD_HIGHER' },
      feedback: 'SHOULD_HAVE_BEEN_SOCIAL_CARE',
    });
    await untilReferral(services, ref, (it) => it.decisionCall !== undefined);
  });
});

describe('E24: a family that does not engage', () => {
  it('two tries and a letter, which whoever leads is asked for once, before a manager looks at it', async () => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await giveEarlyHelp(services, stream, accept);
    const notEngaging = await earlyHelpCommands(services, ref).notEngaging();
    const tooSoon = await giveFollowOn(services, stream, notEngaging, { actor: practitioner });
    expect(tooSoon).toMatchObject({ kind: 'REFUSED', refusal: { code: 'ATTEMPTS_OUTSTANDING' } });
    await triedInVain(services, stream, await stack.now());
    await giveEarlyHelp(services, stream, notEngaging);
    expect(await untilStage(services, stream, 'UNDER_REVIEW')).not.toHaveProperty('closedAt');
    const state = await untilFollowOn<EarlyHelp>(services, stream, (it) =>
      Object.keys(it.settled).some((key) => key.includes('EARLY_HELP_LETTER')),
    );
    expect(ownerNow(state)).toMatchObject({ team: 'EARLY_HELP', userId: practitioner.userId });
    const letters = await lettersAbout(ref);
    expect(letters).toMatchObject([{ recipient: practitioner.userId }]);
    expect(letters[0]?.body).toContain('A letter to the family is due.');
    expect(letters[0]?.body).toContain(`Our reference: ${idOf(stream)}.`);
    expect(letters[0]?.body).not.toMatch(/Quillon|Testpaper/);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).look('CLOSE'));
    expect(await untilStage(services, stream, 'CLOSED_EH')).toMatchObject({
      closing: { outcome: 'FAMILY_STOPPED', reason: 'NO_CONTACT', organisation: 'EARLY_HELP' },
    });
  });
});

describe('transition 22: social care steps down', () => {
  it('social care has the family until the meeting has been held, and closes only then', async () => {
    const { services } = stack;
    const { ref, assessment, stream } = await steppedDown(services);
    await giveEarlyHelp(services, stream, accept);
    await giveEarlyHelp(services, stream, agrees);
    const before = await untilFollowOn<EarlyHelp>(services, stream, (it) => it.answer !== undefined);
    expect([before.stage, ownerNow(before).team]).toEqual(['STEP_DOWN_PENDING', 'ASSESSMENT_TEAM']);
    const pending = await untilFollowOn<Assessment>(services, assessment, () => true);
    expect(pending).not.toHaveProperty('closedAt');
    await later(HOUR_MS);
    const heldAt = addMs(await stack.now(), -MINUTE_MS);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).meeting(heldAt));
    const active = await untilStage(services, stream, 'EARLY_HELP_ACTIVE');
    expect(active.owners.map(({ team }) => team)).toEqual(['ASSESSMENT_TEAM', 'EARLY_HELP']);
    const closed = await untilFollowOn<Assessment>(services, assessment, (it) => it.closedAt !== undefined);
    expect((closed.closedAt ?? '') >= heldAt).toBe(true);
    expect(closed.stage).toBe('CLOSED_EH');
  });
});

/** A child with a name of its own, so that nobody else is found in its history. */
const household = [
  { name: 'Ambrosia Wobblestone', role: 'mother', relationship: 'mother', inHousehold: true },
];
function familyOf(givenName: string): ContactForm {
  return contactForm({
    referrer: phoneReferrer,
    children: [
      childForm({ givenName, familyName: 'Wobblestone', nhsNumber: '', voice: 'It is cold at home.' }),
    ],
    household,
    familyCircumstances: 'An aunt helps.',
    interpreter: 'Welsh',
  });
}

async function active(form: ContactForm) {
  const { services } = stack;
  const { ref, stream } = await offeredEarlyHelp(services, { form });
  await giveEarlyHelp(services, stream, accept);
  return { ref, stream };
}

describe('transition 23: Early Help steps a family up', () => {
  it('the hub has a new referral of source 5D with all it knew, and the earlier one in its history', async () => {
    const { services } = stack;
    const { ref, stream } = await active(familyOf('Quillonette'));
    await later(HOUR_MS);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).stepUp(false));
    const ended = await untilStage(services, stream, 'STEPPED_UP');
    const newRef = ended.stepUp?.referralRef ?? '';
    const referral = await referralOf(services, newRef);
    expect(referral).toMatchObject({
      stage: 'RECEIVED',
      sourceCode: '5D',
      localAuthority: 'SPECIMENSHIRE',
      submittedBy: practitioner.userId,
    });
    expect(referral.clocks.map(({ kind }) => kind)).toContain('DECISION');

    const read = await api.get(`/v1/referrals/${newRef}`, teamManager);
    expect(read.json()).toMatchObject({
      history: {
        earlier: [{ referralRef: ref, certainty: 'CONFIRMED', outcome: 'EARLY_HELP' }],
        reReferral: { certainty: 'CONFIRMED', last: ref },
      },
    });

    const [received] = await readEvents<ContactReceived>(services.db, contactStream(referral.contactRef));
    const form = await openSealed<ContactForm>(services.db, received?.form.id ?? '');
    const earlier = familyOf('Quillonette');
    expect(form?.children).toEqual(earlier.children);
    expect(form?.household).toEqual(earlier.household);
    expect(form).toMatchObject({
      concern: 'Quillon has a bruise that nobody explains.',
      familyCircumstances: 'An aunt helps.',
      interpreter: 'Welsh',
      referrer: { organisation: 'Early Help' },
    });

    const decision = {
      outcome: 'NFA',
      level: 2,
      rationale: 'Nothing new.',
      evidenceConsidered: 'A call.',
      agreement: 'GIVEN',
    };
    const at = { as: teamManager, version: read.json<{ version: number }>().version };
    const refused = await api.post(`/v1/referrals/${newRef}/decision`, decision, at);
    expect(refused.json()).toMatchObject({
      code: 'WHAT_IS_DIFFERENT_NEEDED',
      errors: [{ pointer: '/whatIsDifferent' }],
    });
    const said = { ...decision, whatIsDifferent: 'A bruise.' };
    expect((await api.post(`/v1/referrals/${newRef}/decision`, said, at)).statusCode).toBe(200);
  });

  it('somebody answers for the child at every instant, over both cases', async () => {
    const { services } = stack;
    const { ref, stream } = await active(familyOf('Quillonina'));
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).stepUp(false));
    const ended = await untilStage(services, stream, 'STEPPED_UP');
    const newRef = ended.stepUp?.referralRef ?? '';
    const rows = await readStream(services.db, stream);
    const standing = rows.map((_, index) => {
      const state = fold(rows.slice(0, index + 1).map(({ event }) => event as AnyEvent));
      return state === undefined ? undefined : { owner: ownerNow(state).team, closedAt: state.closedAt };
    });
    expect(standing.every((one) => (one?.owner ?? '') !== '')).toBe(true);
    const endsAt = rows[standing.findIndex((one) => one?.closedAt !== undefined)]?.position ?? 0;
    const [first] = await readStream(services.db, referralStream(newRef));
    // In the one ledger of the hub, the new referral has its owner before Early Help lets go.
    expect(first?.position).toBeLessThan(endsAt);
    const atReceipt = foldReferral([first?.event as ReferralEvent]);
    expect(atReceipt && ownerOf(atReceipt)).toMatchObject({ team: 'HUB', role: 'TEAM_MANAGER' });
    expect(ended.owners.at(-1)?.team).toBe('EARLY_HELP');
  });

  it('urgent: a strategy discussion begins beside it; doing it all again changes nothing', async () => {
    const { services } = stack;
    const { ref, stream } = await active(familyOf('Quillonda'));
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).stepUp(true));
    const ended = await untilStage(services, stream, 'STEPPED_UP');
    const newRef = ended.stepUp?.referralRef ?? '';
    const protection = await followOnOf(services, newRef, 'CHILD_PROTECTION');
    expect(protection).toBe(`child-protection:${newRef}.P1`);
    const state = await untilFollowOn<ChildProtection>(services, protection, () => true);
    expect(state).toMatchObject({ referralRefs: [newRef], openedBy: practitioner.userId });
    expect(state.clocks.map(({ kind }) => kind)).toContain('STRATEGY_DISCUSSION_URGENT');
    const beside = await untilReferral(services, newRef, (it) => it.followOns !== undefined);
    expect(beside.followOns).toMatchObject([{ kind: 'CHILD_PROTECTION', caseId: `${newRef}.P1` }]);

    const { stepUp: said } = ended;
    if (said === undefined) throw new Error('the family has not stepped up');
    const [again] = owes({ ...ended, stage: 'STEPPING_UP' }).filter(
      (owed): owed is ContactToBegin => owed.message === 'CONTACT_TO_BEGIN',
    );
    if (again === undefined) throw new Error('nothing is owed');
    const before = await counts();
    const twice = [
      await stepUp(services, again, await stack.now()),
      await stepUp(services, again, await stack.now()),
    ];
    expect(twice).toEqual(twice.map(() => ({ caseId: newRef, isTaken: true })));
    expect(await counts()).toEqual(before);
  });

  it('what only named readers may open stays so, and belongs to the authority the child did', async () => {
    const { services } = stack;
    const form = familyOf('Quillonessa');
    const { ref, stream } = await offeredEarlyHelp(services, { form, childAuthorities: ['MOCKTON'] });
    const reason = await words(services, ref, 'The family is in a refuge.');
    await give(services, ref, { type: 'restrictRecord', reason, readers: [practitioner.userId] });
    await giveEarlyHelp(services, stream, accept);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).stepUp(false));
    const ended = await untilStage(services, stream, 'STEPPED_UP');
    const referral = await referralOf(services, ended.stepUp?.referralRef ?? '');
    expect(referral).toMatchObject({
      localAuthority: 'MOCKTON',
      restriction: {
        setBy: teamManager.userId,
        readers: [practitioner.userId, teamManager.userId].toSorted(),
      },
    });
    const sealed = await openSealed<string>(services.db, referral.restriction?.reason.id ?? '');
    expect(sealed).toBe('The family is in a refuge.');
  });

  it('a child nobody has described is stepped up too, and nothing is said of who it is', async () => {
    const { services } = stack;
    const { ref, stream } = await active(contactForm({ referrer: phoneReferrer, children: [] }));
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).stepUp(false));
    const ended = await untilStage(services, stream, 'STEPPED_UP');
    const read = await api.get(`/v1/referrals/${ended.stepUp?.referralRef}`, teamManager);
    expect(read.json()).toMatchObject({ history: { earlier: [] } });
  });

  it('the manager who looks at a family that does not engage steps it up in their own name', async () => {
    const { services } = stack;
    const { ref, stream } = await active(familyOf('Quillonora'));
    await triedInVain(services, stream, await stack.now());
    const commands = earlyHelpCommands(services, ref);
    await giveEarlyHelp(services, stream, await commands.notEngaging());
    await giveEarlyHelp(services, stream, await commands.look('STEP_UP'));
    const ended = await untilStage(services, stream, 'STEPPED_UP');
    const newRef = ended.stepUp?.referralRef ?? '';
    const [first] = await readStream(services.db, referralStream(newRef));
    expect(first?.actor).toEqual(teamManager);
  });

  /** What there is of everything; cases that run may still write down that something was delivered. */
  async function counts(): Promise<unknown[]> {
    const { db } = stack.services;
    const tables = [followOns, referrals, people, personMatches, sealedContents, caseStarts];
    return Promise.all([
      db.select({ n: countDistinct(ledger.stream) }).from(ledger),
      ...tables.map(async (table) => db.select({ n: count() }).from(table)),
    ]);
  }
});

it('what Early Help thinks of the route is heard after the case has ended', async () => {
  const { services } = stack;
  const { ref, stream } = await offeredEarlyHelp(services);
  await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).declines());
  await services.temporal.workflow.getHandle(stream).result();
  const said = await api.post(
    `/v1/early-help/${idOf(stream)}/routing-feedback`,
    { code: 'RIGHT_ROUTE' },
    { as: earlyHelpManager },
  );
  expect(said.json()).toMatchObject({ stage: 'RETURNED', facts: { feedback: 'RIGHT_ROUTE' } });
  expect((await followOnEvents(services, stream)).at(-1)).toMatchObject({ type: 'RoutingFeedbackGiven' });
});
