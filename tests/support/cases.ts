import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startIfOwed } from '../../api/owed-cases.ts';
import type { Services } from '../../api/services.ts';
import { markStarted, owedCaseStarts } from '../../db/case-starts.ts';
import { appendEntries } from '../../db/ledger.ts';
import { rulesAt, rulesForCase } from '../../db/hub-rules.ts';
import { type ContactToReceive, keepContact } from '../../db/receipt.ts';
import { seal } from '../../db/sealed-contents.ts';
import { lastSeq, type LedgerRow, readStream } from '../../db/streams.ts';
import { type Actor, SYSTEM_ACTOR } from '../../domain/actor.ts';
import { type CommandEnvelope, ledgerEntries } from '../../domain/case.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import type { Referral } from '../../domain/referral/state.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { addDays, localTimeOf } from '../../domain/local-time.ts';
import { referralStream } from '../../domain/streams.ts';
import type { Rag } from '../../domain/vocabulary.ts';
import { type CommandOutcome, hubNow } from '../../temporal/cases.ts';
import { caseToStart } from '../../temporal/case-start.ts';
import { REFERRAL_WORKFLOW, type ReferralWorkflowInput } from '../../workflows/contract.ts';
import { contact, socialWorker, teamManager } from './people.ts';

/** Keeps a contact, received now unless it says otherwise, without starting its workflows. */
export async function keep(
  services: Services,
  overrides: Partial<ContactToReceive> = {},
): Promise<ContactToReceive> {
  const now = await hubNow(services.clock);
  const received = contact({ receivedAt: now, ...overrides });
  await services.db.transaction(async (tx) => {
    const { receivedAt } = received;
    const rules = rulesForCase(await rulesAt(tx, receivedAt), receivedAt);
    await keepContact(tx, received, { now, rules, workflowType: REFERRAL_WORKFLOW });
  });
  return received;
}

/** Keeps a contact and starts its workflows. */
export async function receive(
  services: Services,
  overrides: Partial<ContactToReceive> = {},
): Promise<ContactToReceive> {
  const received = await keep(services, overrides);
  for (const ref of received.referralRefs) await startIfOwed(services, referralStream(ref));
  return received;
}

/** Starts a kept case that continues as new beyond so many history events. */
export async function startLimited(
  { db, cases }: Services,
  referralRef: string,
  historyLimit: number,
): Promise<void> {
  const workflowId = referralStream(referralRef);
  const [owed] = await owedCaseStarts(db, { workflowId });
  if (owed === undefined) throw new Error(`${workflowId} is not owed`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what keepContact owes is a case's input
  const input = { ...(owed.input as ReferralWorkflowInput), historyLimit };
  await cases.start(caseToStart({ ...owed, input }));
  await markStarted(db, workflowId, owed.owedSince);
}

/** Receives a contact about one child and gives its referral's reference. */
export async function receiveReferral(
  services: Services,
  overrides: Partial<ContactToReceive> = {},
): Promise<string> {
  const { referralRefs } = await receive(services, overrides);
  return referralRefs[0];
}

/** Seals words for a referral, as the API does before a command. */
export function words(services: Services, referralRef: string, text: string): Promise<SealedText> {
  return seal(services.db, { id: randomUUID(), stream: referralStream(referralRef), value: text });
}

/** A rating that a worker wrote before it died, which the case's own history therefore does not know. */
export async function writeBehind(services: Services, referralRef: string, commandId: string): Promise<void> {
  const rated: ReferralEvent = {
    type: 'ReferralRated',
    occurredAt: await hubNow(services.clock),
    rag: 'GREEN',
    reason: await words(services, referralRef, 'Written by a worker that died.'),
    ratedBy: socialWorker.userId,
  };
  await writeEventBehind(services, referralRef, rated, { actor: socialWorker, commandId });
}

/** The same with any event, the system's own unless told otherwise. */
export async function writeEventBehind(
  { db, clock }: Services,
  referralRef: string,
  event: ReferralEvent,
  by: { readonly actor: Actor; readonly commandId?: string } = { actor: SYSTEM_ACTOR },
): Promise<void> {
  const now = await hubNow(clock);
  const { policy, calendar } = await rulesAt(db, now);
  const about = {
    stream: referralStream(referralRef),
    ...by,
    recordedAt: now,
    policyEdition: policy.edition,
    calendarEdition: calendar.edition,
    afterSeq: await lastSeq(db, referralStream(referralRef)),
  };
  await appendEntries(db, ledgerEntries([event], about));
}

/** Gives a command to the referral's workflow, by a team manager unless told otherwise. */
export function give(
  services: Services,
  referralRef: string,
  command: ReferralCommand,
  by: { readonly updateId?: string } & Partial<Omit<CommandEnvelope<ReferralCommand>, 'command'>> = {},
): Promise<CommandOutcome> {
  const { actor = teamManager, updateId = randomUUID(), ...seen } = by;
  const envelope = { command, actor, ...seen };
  const workflowId = referralStream(referralRef);
  return services.cases.command({ workflowId, action: command.type, envelope, updateId }, 20_000);
}

/** Gives a case rules under which the day after today is a proclaimed bank holiday; answers the calendar's name. */
export async function adoptDayOff(
  services: Services,
  referralRef: string,
  publication: number,
): Promise<string> {
  const { db, cases, clock } = services;
  const { receivedAt } = await referralOf(services, referralRef);
  const rules = rulesForCase(await rulesAt(db, receivedAt), receivedAt);
  const { calendar } = rules;
  const tomorrow = addDays(localTimeOf(await hubNow(clock), calendar).date, 1);
  const proclaimed = [...calendar.bankHolidays, { date: tomorrow, title: 'Proclaimed day' }];
  const bankHolidays = proclaimed.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const edition = `${calendar.edition}-proclaimed`;
  const changed = { ...rules, calendar: { ...calendar, edition, bankHolidays }, publication };
  await cases.adoptRules(referralStream(referralRef), changed, 20_000);
  return edition;
}

export function ledgerOf(services: Services, referralRef: string): Promise<LedgerRow[]> {
  return readStream(services.db, referralStream(referralRef));
}

export async function eventsOf(services: Services, referralRef: string): Promise<ReferralEvent[]> {
  const rows = await ledgerOf(services, referralRef);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stream of a referral holds nothing else
  return rows.map((row) => row.event as ReferralEvent);
}

/** The referral as the ledger tells it now. */
export async function referralOf(services: Services, referralRef: string): Promise<Referral> {
  const referral = fold(await eventsOf(services, referralRef));
  if (referral === undefined) throw new Error(`referral ${referralRef} is not in the ledger`);
  return referral;
}

/** Waits until a referral's ledger satisfies `holds`, as after a message that goes out by itself. */
export async function untilReferral(
  services: Services,
  referralRef: string,
  holds: (referral: Referral) => boolean,
): Promise<Referral> {
  for (const deadlineMs = Date.now() + 15_000; ; await sleep(20)) {
    const referral = await referralOf(services, referralRef);
    if (holds(referral)) return referral;
    if (Date.now() > deadlineMs) {
      throw new Error(`referral ${referralRef} stayed ${referral.stage}, version ${referral.version}`);
    }
  }
}

export const isAcknowledged = (referral: Referral) => referral.acknowledgement.status === 'SENT';

/** Commands of people with their words sealed for one referral. */
export function commandsFor(services: Services, referralRef: string) {
  const sealed = (text: string) => words(services, referralRef, text);
  return {
    rate: async (rag: Rag): Promise<ReferralCommand> => ({
      type: 'rate',
      rag,
      reason: await sealed('Wet clothes.'),
    }),
    decide: async (overrides: Partial<DecideCommand> = {}): Promise<ReferralCommand> => ({
      type: 'decide',
      outcome: 'ASSESSMENT_S17',
      level: 3,
      rationale: await sealed('Quillon needs an assessment.'),
      evidenceConsidered: await sealed('The heating has been off.'),
      agreement: 'GIVEN',
      agenciesMissing: [],
      ...overrides,
    }),
    requestWithdrawal: async (): Promise<ReferralCommand> => ({
      type: 'requestWithdrawal',
      reason: await sealed('Ambrosia no longer worries.'),
    }),
    approveWithdrawal: async (): Promise<ReferralCommand> => ({
      type: 'approveWithdrawal',
      rationale: await sealed('No risk found.'),
      noDutyArises: true,
    }),
    refuseWithdrawal: async (): Promise<ReferralCommand> => ({
      type: 'refuseWithdrawal',
      rationale: await sealed('The worry stands.'),
    }),
  };
}

type DecideCommand = Extract<ReferralCommand, { type: 'decide' }>;

/** Tells the referrer by the system, by phone, and hands the child over. */
export const sendOutcome: ReferralCommand = { type: 'giveFeedback', method: 'ELECTRONIC' };
export const tellByPhone: ReferralCommand = { type: 'giveFeedback', method: 'PHONE' };
export const acceptHandover: ReferralCommand = { type: 'acceptHandover' };
