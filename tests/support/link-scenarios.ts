import {
  commandsFor,
  give,
  isAcknowledged,
  receiveReferral,
  sendOutcome,
  untilReferral,
  words,
} from './cases.ts';
import { actor, contactOfficer, socialWorker } from './people.ts';
import type { Scenario } from './scenarios.ts';
import { handleOf } from './temporal-views.ts';

const openCase = {
  worker: 'w-1042',
  manager: 'm-0077',
  team: 'ASSESSMENT_TEAM',
  caseReference: 'CS-20311',
} as const;

/** A referral that goes on in an open case, and one that another decides for. */
export const linkScenarios: Readonly<Record<string, Scenario>> = {
  'linked-to-open-case': async ({ services }) => {
    const ref = await receiveReferral(services);
    await untilReferral(services, ref, isAcknowledged);
    await give(
      services,
      ref,
      { type: 'linkToOpenCase', ...openCase, worker: 'w-0001' },
      { actor: contactOfficer },
    );
    const reason = await words(services, ref, 'Another worker has the case.');
    await give(services, ref, { type: 'withdrawLink', reason }, { actor: socialWorker });
    await give(services, ref, { type: 'linkToOpenCase', ...openCase }, { actor: contactOfficer });
    const worker = actor('SOCIAL_WORKER', { userId: openCase.worker });
    await give(services, ref, { type: 'confirmReceipt' }, { actor: worker });
    await handleOf(services, ref).result();
    return ref;
  },
  'joined-to-earlier': async ({ services }) => {
    const first = await receiveReferral(services);
    const ref = await receiveReferral(services, { sourceCode: '6', agency: 'POLICE' });
    await untilReferral(services, ref, isAcknowledged);
    const reason = await words(services, ref, 'The police tell of the same evening.');
    await give(services, ref, { type: 'joinReferral', to: first, reason }, { actor: socialWorker });
    await untilReferral(services, ref, ({ joined }) => joined?.admittedAt !== undefined);
    await give(services, first, await commandsFor(services, first).decide());
    await untilReferral(services, ref, ({ stage }) => stage === 'DECIDED');
    await give(services, ref, sendOutcome);
    await handleOf(services, ref).result();
    return ref;
  },
};
