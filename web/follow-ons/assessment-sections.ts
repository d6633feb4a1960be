import { CLOSURE_CODES, FACTORS, PRIMARY_NEEDS } from '../../domain/assessment/census.ts';
import { disputeKey } from '../../domain/assessment/owed.ts';
import type { Assessment, NewRisk, OutcomeDecision } from '../../domain/assessment/state.ts';
import { kindNamed } from '../../domain/follow-on/kinds.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import { agreementInForce } from '../../domain/referral/agreement.ts';
import { AGREEMENT_LABELS, GIVER_LABELS } from '../view-models/labels.ts';
import { ASSESSMENT_OUTCOME_WORDS, NEW_RISK_WORDS, THRESHOLD_WORDS, withCode } from './assessment-words.ts';
import { facts, type Section, type SectionContext, type SectionsOf } from './sections.ts';

export const assessmentSections: SectionsOf<Assessment> = (state, context) =>
  [
    handOver(state, context),
    threshold(state, context),
    agreement(state, context),
    visits(state, context),
    time(state, context),
    newRisks(state, context),
    authorisation(state, context),
    outcomes(state, context),
  ].filter((section) => section !== undefined);

function handOver(
  { receiver, withS47, reason, acceptance, allocations = [] }: Assessment,
  { written, when, agencyName, personName }: SectionContext,
): Section {
  const last = allocations.at(-1);
  return {
    heading: 'The hand-over',
    facts: facts(
      ['Team', agencyName(receiver)],
      ['Beside enquiries under section 47', withS47 ? 'Yes' : undefined],
      ['Why it was passed on', reason && written(reason), true],
      ['Accepted', acceptance && `${when(acceptance.at)}, ${personName(acceptance.by)}`],
      ['Threshold', acceptance && THRESHOLD_WORDS[acceptance.threshold]],
      ['Social worker', last && `${personName(last.worker)}, since ${when(last.at)}`],
      [
        'Social workers before',
        allocations
          .slice(0, -1)
          .map(({ worker }) => personName(worker))
          .join(', '),
      ],
    ),
  };
}

/** The dispute itself is a case of its own, which the page links beside what this one led to. */
function threshold(state: Assessment, { written, when }: SectionContext): Section | undefined {
  const { acceptance, disputeEnded, settled } = state;
  if (acceptance?.dispute === undefined) return undefined;
  const { reason, interimSafety } = acceptance.dispute;
  return {
    heading: 'The disputed threshold',
    lead: 'The assessment goes on while the dispute is settled, and no clock waits for it.',
    facts: facts(
      ['Why it is disputed', written(reason), true],
      ['What keeps the child safe meanwhile', written(interimSafety), true],
      ['Dispute', settled[disputeKey(state)]?.caseId],
      ['Settled', disputeEnded && `${when(disputeEnded.at)}: ${endWords('DISPUTE', disputeEnded.outcome)}`],
    ),
  };
}

/** What a case ended in, in its own words. */
function endWords(kind: FollowOnName, outcome = ''): string {
  return kindNamed(kind).stageWords[outcome] ?? outcome;
}

function agreement(state: Assessment, { written, when, personName }: SectionContext): Section | undefined {
  const { agreements = [] } = state;
  const inForce = agreementInForce(state);
  if (inForce === undefined) return undefined;
  return {
    heading: 'The family’s agreement',
    facts: facts(['Counts now', AGREEMENT_LABELS[inForce.status]]),
    table: {
      caption: 'Every answer, as it was given',
      columns: ['Answered', 'Answer', 'By', 'Why', 'Recorded by'],
      rows: agreements.map(({ at, status, givenBy, reason, recordedBy }) => [
        when(at),
        AGREEMENT_LABELS[status],
        givenBy === undefined ? '' : GIVER_LABELS[givenBy],
        written(reason),
        personName(recordedBy),
      ]),
    },
  };
}

function visits(
  { visits: made = [] }: Assessment,
  { written, when, personName }: SectionContext,
): Section | undefined {
  if (made.length === 0) return undefined;
  return {
    heading: 'Seeing the child',
    table: {
      caption: 'Visits',
      columns: ['Seen', 'Without a parent or carer', 'What was seen and heard', 'Recorded by'],
      rows: made.map(({ seenAt, alone, note, recordedBy }) => [
        when(seenAt),
        alone ? 'Yes' : 'No',
        written(note),
        personName(recordedBy),
      ]),
    },
  };
}

function time(
  { timescale, checkpoint, overruns = [] }: Assessment,
  { written, when, personName }: SectionContext,
): Section | undefined {
  if (timescale === undefined && checkpoint === undefined && overruns.length === 0) return undefined;
  return {
    heading: 'Time and its review',
    facts: facts(
      ['Time set for this child', timescale && `${timescale.workingDays} working days from receipt`],
      ['Why this time', timescale && written(timescale.reason), true],
      ['Limit of the policy', timescale && when(timescale.limitDueAt)],
      ['Checkpoint', checkpoint && `${when(checkpoint.at)}, ${personName(checkpoint.by)}`],
      ['The manager’s review', checkpoint && written(checkpoint.note), true],
    ),
    ...(overruns.length > 0 && {
      table: {
        caption: 'Why it takes longer',
        columns: ['Said', 'Why', 'New date', 'Given'],
        rows: overruns.map(({ at, reason, newDate, givenLate }) => [
          when(at),
          written(reason),
          newDate,
          givenLate ? 'After the time was up' : 'Before the time was up',
        ]),
      },
    }),
  };
}

function newRisks(
  { newRisks: risks = [] }: Assessment,
  { written, when }: SectionContext,
): Section | undefined {
  if (risks.length === 0) return undefined;
  return {
    heading: 'Significant harm suspected meanwhile',
    table: {
      caption: 'Each report, and the enquiries that followed it',
      columns: ['Reported', 'Cause appeared', 'How soon', 'Why', 'Enquiries'],
      rows: risks.map((risk) => [
        when(risk.reportedAt),
        when(risk.reasonableCauseAt),
        NEW_RISK_WORDS[risk.urgency],
        written(risk.reason),
        enquiries(risk, when),
      ]),
    },
  };
}

function enquiries({ endedAt, outcome }: NewRisk, when: SectionContext['when']): string {
  if (endedAt === undefined) return 'Under way';
  return `Ended ${when(endedAt)}: ${endWords('CHILD_PROTECTION', outcome)}`;
}

function authorisation(
  { authorisation: signed, closureCode }: Assessment,
  { written, when, personName }: SectionContext,
): Section | undefined {
  if (signed === undefined && closureCode === undefined) return undefined;
  const said = signed && {
    factors: signed.factors.map((factor) => withCode(FACTORS, factor)).join('\n'),
    need: withCode(PRIMARY_NEEDS, signed.primaryNeed),
  };
  return {
    heading: 'The completed assessment',
    facts: facts(
      ['Authorised', signed && `${when(signed.at)}, ${personName(signed.by)}`],
      ['Factors found', said?.factors, true],
      ['Primary need', said?.need],
      ['What the child says', signed?.childsVoice && written(signed.childsVoice), true],
      ['Why that is not known', signed?.noVoiceReason && written(signed.noVoiceReason), true],
      ['Why nobody saw the child', signed?.notSeenReason && written(signed.notSeenReason), true],
      [
        'Why it was assessed though the family refuses',
        signed?.noAgreementRationale && written(signed.noAgreementRationale),
        true,
      ],
      ['Reason for closure', closureCode && withCode(CLOSURE_CODES, closureCode)],
    ),
  };
}

function outcomes(
  { outcomes: decisions = [] }: Assessment,
  { written, when, personName }: SectionContext,
): Section | undefined {
  if (decisions.length === 0) return undefined;
  return {
    heading: 'What it leads to',
    table: {
      caption: 'Decisions, in order; the last one counts',
      columns: ['Decision', 'Why', 'Decided', 'Came of it'],
      rows: decisions.map((decision) => [
        ASSESSMENT_OUTCOME_WORDS[decision.outcome],
        written(decision.rationale),
        `${when(decision.at)}, ${personName(decision.by)}`,
        cameOfIt(decision, when),
      ]),
    },
  };
}

function cameOfIt(
  { outcome, acceptedAt, returnedAt }: OutcomeDecision,
  when: SectionContext['when'],
): string {
  if (outcome !== 'STEP_DOWN') return '';
  if (acceptedAt !== undefined) return `Early Help has the family since ${when(acceptedAt)}`;
  return returnedAt === undefined
    ? 'Early Help has been asked'
    : `Early Help sent it back ${when(returnedAt)}`;
}
