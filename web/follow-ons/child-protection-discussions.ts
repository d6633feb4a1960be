import type { DiscussionPart, HeldPart } from '../../api/follow-ons/protection-facts.ts';
import {
  ANSWER_WORDS,
  ATTENDANCE_WORDS,
  ENQUIRY_WORDS,
  FORM_WORDS,
  KIND_WORDS,
  MODE_WORDS,
  WAY_ON_WORDS,
} from './child-protection-words.ts';
import { facts, type Section, type SectionContext } from './sections.ts';

/** Every discussion that was planned or held, in order. */
export function discussionsTable(discussions: readonly DiscussionPart[], context: SectionContext): Section {
  return {
    heading: 'Strategy discussions',
    ...(discussions.length === 0 && { lead: 'There is none.' }),
    table: {
      caption: 'Planned and held',
      columns: ['Number', 'When', 'How', 'Who was asked', 'Quorum', 'Decided', 'Minutes'],
      rows: discussions.map((discussion) => [
        `${discussion.no}`,
        whenWords(discussion, context),
        howWords(discussion, context),
        askedWords(discussion, context),
        discussion.held === undefined ? '' : quorumWords(discussion.held),
        (discussion.held?.children ?? []).map((one) => decisionWords(one, context)).join('\n'),
        minutesWords(discussion, context),
      ]),
    },
  };
}

function whenWords({ planned, held, replacedBy }: DiscussionPart, { when }: SectionContext): string {
  if (held !== undefined) return `${when(held.startedAt)} to ${when(held.endedAt)}`;
  const at = planned === undefined ? '' : when(planned.startsAt);
  return replacedBy === undefined ? `${at}, to be held` : `${at}, replaced by number ${replacedBy}`;
}

function howWords({ planned, held }: DiscussionPart, { written }: SectionContext): string {
  if (held !== undefined) return `${FORM_WORDS[held.heldAs]}, ${MODE_WORDS[held.mode].toLowerCase()}`;
  if (planned === undefined) return '';
  const mode = MODE_WORDS[planned.mode];
  return planned.place === undefined ? mode : `${mode}: ${written(planned.place)}`;
}

function askedWords({ planned, answers }: DiscussionPart, { agencyName }: SectionContext): string {
  if (planned === undefined) return 'Nobody: it was not planned';
  return planned.invited
    .map(({ agency }) => {
      const answer = answers.findLast((one) => one.agency === agency)?.answer;
      return answer === undefined
        ? agencyName(agency)
        : `${agencyName(agency)}: ${ANSWER_WORDS[answer].toLowerCase()}`;
    })
    .join('\n');
}

function quorumWords({ isQuorate, missing }: HeldPart): string {
  if (isQuorate) return 'Quorate';
  const kinds: Readonly<Record<string, string>> = KIND_WORDS;
  return `Not quorate, without ${missing.map((kind) => (kinds[kind] ?? kind).toLowerCase()).join(', ')}`;
}

function decisionWords(decision: HeldPart['children'][number], { childName }: SectionContext): string {
  const name = childName(decision.referralRef);
  switch (decision.decision) {
    case 'START_S47':
      return `${name}: enquiries under section 47, ${ENQUIRY_WORDS[decision.enquiry]}`;
    case 'CONTINUE':
      return `${name}: talk again, or go on with the enquiries`;
    case 'NO_S47':
      return `${name}: no enquiries. Who goes on: ${WAY_ON_WORDS[decision.wayOn].toLowerCase()}`;
  }
}

function minutesWords({ held, circulatedAt }: DiscussionPart, { when }: SectionContext): string {
  if (held === undefined) return '';
  return circulatedAt === undefined ? 'Not sent yet' : `Sent ${when(circulatedAt)}`;
}

/** The record of each discussion that was held, and what agencies sent to one that is to be; the last one first. */
export function minutesSections(discussions: readonly DiscussionPart[], context: SectionContext): Section[] {
  return discussions.toReversed().flatMap((discussion) => {
    const { no, held, information } = discussion;
    if (held !== undefined) return [recordOf(no, held, context), thereOf(discussion, held, context)];
    return information.length === 0 ? [] : [sentOf(discussion, context)];
  });
}

function recordOf(no: number, held: HeldPart, { written, when }: SectionContext): Section {
  const { thresholdAnalysis, criminalInvestigation, medical, safetyPlan, whatFamilyIsTold, toldBy } = held;
  const { enquiryPlan, inquorateReason, dissent, siblingsConsidered, nextDiscussionAt, isEmergency } = held;
  return {
    heading: `Minutes of strategy discussion ${no}`,
    facts: facts(
      ['Threshold', thresholdAnalysis && written(thresholdAnalysis), true],
      ['Plan of the enquiries', enquiryPlan && written(enquiryPlan), true],
      ['Safety of the child now', safetyPlan && written(safetyPlan), true],
      ['Criminal investigation', criminalInvestigation && written(criminalInvestigation), true],
      ['Medical', medical && (medical.needed ? `Needed: ${written(medical.when)}` : 'Not needed'), true],
      ['The family is told', whatFamilyIsTold && written(whatFamilyIsTold), true],
      ['Told by', toldBy && written(toldBy), true],
      [
        'Brothers and sisters',
        siblingsConsidered === undefined ? undefined : siblingsConsidered ? 'Thought of' : 'Not thought of',
      ],
      ['Dissent', dissent && (dissent === 'NONE' ? 'None' : written(dissent)), true],
      ['Held without its quorum because', inquorateReason && written(inquorateReason), true],
      ['Emergency', isEmergency && 'Enquiries began without a quorum'],
      ['Talked about again', nextDiscussionAt && when(nextDiscussionAt)],
    ),
  };
}

function thereOf({ no, information }: DiscussionPart, held: HeldPart, context: SectionContext): Section {
  const { agencyName, written } = context;
  return {
    heading: `Who was there, discussion ${no}`,
    table: {
      caption: `Attendance of strategy discussion ${no}`,
      columns: ['Agency', 'As', 'There', 'Shared'],
      rows: held.attendance.map((one) => {
        const before = information.filter(({ agency }) => agency === one.agency);
        const shared = [
          ...before.map((sent) => sent.information),
          ...(one.information ? [one.information] : []),
        ];
        return [
          agencyName(one.agency),
          one.role === undefined ? KIND_WORDS[one.kind] : `${KIND_WORDS[one.kind]}, ${one.role}`,
          ATTENDANCE_WORDS[one.attendance],
          shared.map((text) => written(text)).join('\n'),
        ];
      }),
    },
  };
}

function sentOf({ no, information }: DiscussionPart, { agencyName, written, when }: SectionContext): Section {
  return {
    heading: `Sent for strategy discussion ${no}`,
    table: {
      caption: 'What agencies sent beforehand',
      columns: ['Agency', 'When', 'What'],
      rows: information.map(({ agency, information: text, at }) => [
        agencyName(agency),
        when(at),
        written(text),
      ]),
    },
  };
}
