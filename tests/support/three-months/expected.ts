import { type Instant, parseInstant } from '../../../domain/instant.ts';
import { dueAt } from '../../../domain/limits.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { type ClockAtEnd, settledAt, when } from './reckoning.ts';
import { type CaseName, type Story, summer } from './story.ts';

type Clocks = Readonly<Record<CaseName, Readonly<Record<string, ClockAtEnd>>>>;
type Owners = Readonly<Record<CaseName, readonly (readonly [who: string, since: Instant])[]>>;

const RECEIVED = summer('2028-06-05T10:00');
/** The hub closes at 17:00. */
const closing = (date: string) => summer(`${date}T17:00`);
const midnightAfter = (date: string) => summer(`${date}T24:00`);

/** The instants at which people's own words took effect, by case and event: only their ledgers know them. */
function moments({ stack: { db }, streams }: Story) {
  return {
    at: (name: CaseName, type: string, no = 1) => when(db, streams[name], type, no),
    sent: (no: number) => settledAt(db, streams.protection, `/STRATEGY_MINUTES/${no}/`),
  };
}

/** Every clock of every case at the end. What people's commands began about some time is due by the rule from there. */
export async function expectedClocks(story: Story, rules: HubRules): Promise<Clocks> {
  const { quillon } = story;
  const { at, sent } = moments(story);
  const oneWorkingDay = (started: Instant) => ({
    started,
    due: dueAt(started, { amount: 1, unit: 'WD' }, rules),
  });
  const received = { started: RECEIVED, due: summer('2028-06-06T10:00') };
  const again = oneWorkingDay(await at('wrenAgain', 'ReferralReceived'));
  return {
    quillon: {
      ACKNOWLEDGEMENT: {
        ...received,
        stopped: await at('quillon', 'AcknowledgementSent'),
        by: 'ACKNOWLEDGED',
      },
      DECISION: { ...received, stopped: await at('quillon', 'DecisionMade'), by: 'DECIDED' },
      FEEDBACK: { ...received, stopped: await at('quillon', 'FeedbackSent'), by: 'FEEDBACK_GIVEN' },
      RAG_TARGET: { ...received, stopped: await at('quillon', 'DecisionMade'), by: 'DECIDED' },
    },
    wren: {
      ACKNOWLEDGEMENT: { ...received, stopped: await at('wren', 'AcknowledgementSent'), by: 'ACKNOWLEDGED' },
      DECISION: { ...received, stopped: await at('wren', 'DecisionMade'), by: 'DECIDED' },
      FEEDBACK: { ...received, stopped: summer('2028-06-05T13:15'), by: 'FEEDBACK_GIVEN' },
      RAG_TARGET: { ...received, stopped: await at('wren', 'DecisionMade'), by: 'DECIDED' },
      'DECISION-2': {
        ...oneWorkingDay(await at('wren', 'DecisionCalledFor')),
        stopped: await at('wren', 'DecisionMade', 2),
        by: 'DECIDED',
      },
      'FEEDBACK-2': {
        ...oneWorkingDay(await at('wren', 'DecisionMade', 2)),
        stopped: await at('wren', 'FeedbackSent', 2),
        by: 'FEEDBACK_GIVEN',
      },
    },
    protection: {
      STRATEGY_DISCUSSION: {
        started: summer('2028-06-05T11:30'),
        due: summer('2028-06-06T11:30'),
        stopped: summer('2028-06-06T11:00'),
        by: 'HELD',
      },
      'STRATEGY_DISCUSSION-2': {
        started: summer('2028-06-05T14:30'),
        due: summer('2028-06-06T14:30'),
        stopped: summer('2028-06-06T11:00'),
        by: 'HELD',
      },
      STRATEGY_DRIFT: {
        started: summer('2028-06-05T11:30'),
        due: closing('2028-06-08'),
        stopped: summer('2028-06-06T11:00'),
        by: 'HELD',
      },
      'STRATEGY_RECORD.1': {
        started: summer('2028-06-05T14:30'),
        due: summer('2028-06-06T14:30'),
        stopped: await sent(1),
        by: 'CIRCULATED',
      },
      'STRATEGY_RECORD.2': {
        started: summer('2028-06-06T11:00'),
        due: summer('2028-06-07T11:00'),
        stopped: await sent(2),
        by: 'CIRCULATED',
      },
      'STRATEGY_RECORD.3': {
        started: summer('2028-06-14T10:45'),
        due: summer('2028-06-15T10:45'),
        stopped: await sent(3),
        by: 'CIRCULATED',
      },
      HANDOVER_ACCEPTANCE: {
        ...oneWorkingDay(await at('protection', 'ChildProtectionJoined')),
        stopped: await at('protection', 'ProtectionAccepted'),
        by: 'ACCEPTED',
      },
      [`CHILD_SEEN_S47.${quillon}`]: {
        started: summer('2028-06-06T11:00'),
        due: summer('2028-06-07T11:00'),
        stopped: summer('2028-06-06T18:00'),
        by: 'CHILD_SEEN',
      },
      [`ICPC.${quillon}`]: {
        started: summer('2028-06-06T11:00'),
        due: closing('2028-06-27'),
        stopped: summer('2028-06-26T10:00'),
        by: 'HELD',
      },
      'PLAN_ACTION.1': {
        started: summer('2028-06-06T11:00'),
        due: midnightAfter('2028-06-09'),
        stopped: await at('protection', 'PlanActionReported'),
        by: 'CONFIRMED',
      },
    },
    earlyHelp: {
      HANDOVER_ACCEPTANCE: {
        ...oneWorkingDay(await at('earlyHelp', 'EarlyHelpOpened')),
        stopped: await at('earlyHelp', 'FamilyAccepted'),
        by: 'ACCEPTED',
      },
      EARLY_HELP_CONTACT: {
        started: await at('earlyHelp', 'FamilyAccepted'),
        due: closing('2028-06-08'),
        stopped: summer('2028-06-07T14:00'),
        by: 'FAMILY_REACHED',
      },
      EARLY_HELP_REVIEW: {
        started: await at('earlyHelp', 'FamilyAccepted'),
        due: midnightAfter('2028-07-18'),
        stopped: await at('earlyHelp', 'EarlyHelpEnded'),
        by: 'SUPERSEDED',
      },
    },
    dispute: {
      'DISPUTE_STAGE.1': {
        started: await at('dispute', 'DisputeOpened'),
        due: closing('2028-06-12'),
        stopped: closing('2028-06-12'),
        by: 'RAISED',
        breached: closing('2028-06-12'),
      },
      'DISPUTE_STAGE.2': {
        started: closing('2028-06-12'),
        due: closing('2028-06-14'),
        stopped: await at('dispute', 'DisputeResolved'),
        by: 'RESOLVED',
      },
    },
    assessment: {
      HANDOVER_ACCEPTANCE: {
        ...oneWorkingDay(await at('assessment', 'AssessmentOpened')),
        stopped: await at('assessment', 'AssessmentAccepted'),
        by: 'ACCEPTED',
      },
      ASSESSMENT: {
        started: RECEIVED,
        due: closing('2028-08-07'),
        stopped: summer('2028-07-20T14:00'),
        by: 'AUTHORISED',
      },
      ASSESSMENT_CHECKPOINT: {
        started: RECEIVED,
        due: closing('2028-06-19'),
        stopped: await at('assessment', 'CheckpointReviewed'),
        by: 'REVIEWED',
      },
      CHILD_SEEN_S17: {
        started: await at('assessment', 'AssessmentAllocated'),
        due: closing('2028-06-19'),
        stopped: summer('2028-06-15T16:00'),
        by: 'CHILD_SEEN',
      },
      'PLAN_ACTION.1': {
        started: await at('assessment', 'PlanActionProposed'),
        due: midnightAfter('2028-06-30'),
        stopped: await at('assessment', 'PlanActionReported'),
        by: 'CONFIRMED',
      },
    },
    stepDown: {
      HANDOVER_ACCEPTANCE: {
        ...oneWorkingDay(await at('stepDown', 'EarlyHelpOpened')),
        stopped: await at('stepDown', 'FamilyAccepted'),
        by: 'ACCEPTED',
      },
      STEP_DOWN_MEETING: {
        started: await at('stepDown', 'EarlyHelpOpened'),
        due: closing('2028-08-03'),
        stopped: summer('2028-07-27T14:00'),
        by: 'MET',
      },
      EARLY_HELP_CONTACT: {
        started: await at('stepDown', 'FamilyAccepted'),
        due: closing('2028-07-25'),
        stopped: summer('2028-07-24T11:00'),
        by: 'FAMILY_REACHED',
      },
      EARLY_HELP_REVIEW: {
        started: summer('2028-07-27T14:00'),
        due: midnightAfter('2028-09-07'),
        stopped: await at('stepDown', 'EarlyHelpEnded'),
        by: 'RETURNED',
      },
    },
    wrenAgain: {
      ACKNOWLEDGEMENT: { ...again, stopped: summer('2028-08-25T15:45'), by: 'ACKNOWLEDGED' },
      DECISION: { ...again, stopped: await at('wrenAgain', 'DecisionMade'), by: 'DECIDED' },
      FEEDBACK: { ...again, stopped: await at('wrenAgain', 'FeedbackSent'), by: 'FEEDBACK_GIVEN' },
      RAG_TARGET: { ...again, stopped: await at('wrenAgain', 'DecisionMade'), by: 'DECIDED' },
    },
    assessmentAgain: {
      HANDOVER_ACCEPTANCE: {
        ...oneWorkingDay(await at('assessmentAgain', 'AssessmentOpened')),
        stopped: await at('assessmentAgain', 'AssessmentAccepted'),
        by: 'ACCEPTED',
      },
      // A bank holiday lies before it, and the end of summer time.
      ASSESSMENT: { started: again.started, due: parseInstant('2028-10-30T17:00:00+00:00') },
      ASSESSMENT_CHECKPOINT: { started: again.started, due: closing('2028-09-11') },
      CHILD_SEEN_S17: {
        started: await at('assessmentAgain', 'AssessmentAllocated'),
        due: closing('2028-09-05'),
        stopped: summer('2028-09-01T15:00'),
        by: 'CHILD_SEEN',
      },
    },
  };
}

/** Everybody who answered for each case, in order. */
export async function expectedOwners(story: Story): Promise<Owners> {
  const { at } = moments(story);
  const worker = 'ASSESSMENT_TEAM TEAM_MANAGER synthetic-social-worker';
  const practitioner = 'EARLY_HELP EARLY_HELP_MANAGER synthetic-early-help-practitioner';
  return {
    quillon: [
      ['HUB TEAM_MANAGER', RECEIVED],
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('quillon', 'HandoverAccepted')],
    ],
    wren: [
      ['HUB TEAM_MANAGER', RECEIVED],
      ['EARLY_HELP EARLY_HELP_MANAGER', await at('wren', 'HandoverAccepted')],
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('wren', 'HandoverAccepted', 2)],
    ],
    protection: [
      ['HUB TEAM_MANAGER', await at('protection', 'ChildProtectionOpened')],
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('protection', 'ProtectionAccepted')],
    ],
    earlyHelp: [
      ['HUB TEAM_MANAGER', await at('earlyHelp', 'EarlyHelpOpened')],
      [practitioner, await at('earlyHelp', 'FamilyAccepted')],
    ],
    dispute: [
      ['HUB TEAM_MANAGER', await at('dispute', 'DisputeOpened')],
      ['HUB SERVICE_MANAGER', closing('2028-06-12')],
    ],
    assessment: [
      ['HUB TEAM_MANAGER', await at('assessment', 'AssessmentOpened')],
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('assessment', 'AssessmentAccepted')],
      [worker, await at('assessment', 'AssessmentAllocated')],
    ],
    stepDown: [
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('stepDown', 'EarlyHelpOpened')],
      [practitioner, await at('stepDown', 'HandoverMeetingHeld')],
    ],
    wrenAgain: [
      ['HUB TEAM_MANAGER', await at('wrenAgain', 'ReferralReceived')],
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('wrenAgain', 'HandoverAccepted')],
    ],
    assessmentAgain: [
      ['HUB TEAM_MANAGER', await at('assessmentAgain', 'AssessmentOpened')],
      ['ASSESSMENT_TEAM TEAM_MANAGER', await at('assessmentAgain', 'AssessmentAccepted')],
      [worker, await at('assessmentAgain', 'AssessmentAllocated')],
    ],
  };
}
