import {
  ASSESSMENT_OUTCOMES,
  type AssessmentOutcome,
  CLOSED_WITH,
  CLOSURE_CODES,
  codesOf,
  FACTORS,
  PRIMARY_NEEDS,
} from '../../domain/assessment/census.ts';
import { isBoundByRefusal, isChildSeen, stepDownPending } from '../../domain/assessment/standing.ts';
import type { Assessment } from '../../domain/assessment/state.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { Choice } from '../forms/fields.ts';
import { ASSESSMENT_OUTCOME_WORDS, withCode } from './assessment-words.ts';
import type { CaseForm, Question } from './form.ts';

/** An outcome with the one reason for closure the census has for it. */
function outcomeChoice(outcome: AssessmentOutcome): Choice {
  const code = CLOSED_WITH[outcome];
  const hint = code === undefined ? 'The episode of need goes on.' : `${withCode(CLOSURE_CODES, code)}.`;
  return { value: outcome, text: ASSESSMENT_OUTCOME_WORDS[outcome], hint: { text: hint } };
}

/** An episode that an outcome closes has one reason, so nobody is asked for it. */
function withClosure(answers: Readonly<Record<string, unknown>>): object {
  const outcome = ASSESSMENT_OUTCOMES.find((one) => one === answers['outcome']);
  const closureCode = outcome && CLOSED_WITH[outcome];
  return { ...answers, ...(closureCode !== undefined && { closureCode }) };
}

function censusChoices<Code extends string>(words: Readonly<Record<Code, string>>): Choice[] {
  return codesOf(words).map((code) => ({ value: code, text: withCode(words, code) }));
}

function decided(outcomes: readonly AssessmentOutcome[]): readonly Question[] {
  return [
    {
      kind: 'radios',
      name: 'outcome',
      label: 'What does the assessment lead to?',
      items: outcomes.map(outcomeChoice),
    },
    { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 6 },
    {
      kind: 'yesOrNo',
      name: 'familyInformed',
      label: 'Have the family and the agencies been told in writing?',
      hint: 'The assessment is complete once they have.',
    },
  ];
}

/** Asked only where it applies: nobody has seen the child, or the family refuses. */
function wherePeopleAreMissing(state: FollowOn): readonly Question[] {
  if (state.kind !== 'ASSESSMENT') return [];
  const notSeen: Question = {
    kind: 'textarea',
    name: 'notSeenReason',
    label: 'Nobody has seen the child. Why not?',
    rows: 4,
  };
  const refused: Question = {
    kind: 'textarea',
    name: 'noAgreementRationale',
    label: 'The family refuses to be assessed. Why was it assessed all the same?',
    rows: 4,
  };
  return [...(isChildSeen(state) ? [] : [notSeen]), ...(isBoundByRefusal(state) ? [refused] : [])];
}

function mayChooseAgain(state: Assessment): readonly AssessmentOutcome[] {
  return ASSESSMENT_OUTCOMES.filter((one) => one !== 'STEP_DOWN' || stepDownPending(state) === undefined);
}

/** The two decisions that say what an assessment leads to. */
export const ASSESSMENT_OUTCOME_FORMS: Readonly<Record<string, CaseForm>> = {
  authoriseAssessment: {
    title: 'Authorise the assessment',
    submit: 'Authorise the assessment',
    lead: 'By a manager who has not carried it out. It is never edited afterwards.',
    done: 'The assessment is authorised',
    questions: (state) => [
      ...decided(ASSESSMENT_OUTCOMES),
      {
        kind: 'checkboxes',
        name: 'factors',
        label: 'Which factors were found?',
        hint: 'Every one that applies. 21 stands alone, and only with no further action.',
        items: censusChoices(FACTORS),
      },
      {
        kind: 'radios',
        name: 'primaryNeed',
        label: 'What is the primary need?',
        items: censusChoices(PRIMARY_NEEDS),
      },
      { kind: 'textarea', name: 'childsVoice', label: 'What does the child say?', rows: 4 },
      {
        kind: 'textarea',
        name: 'noVoiceReason',
        label: 'If that is not known, why not?',
        rows: 3,
      },
      ...wherePeopleAreMissing(state),
      {
        kind: 'moment',
        name: 'authorisedAt',
        label: 'When was it signed?',
        hint: 'Now if you leave this empty. For example, 27 3 2027 at 14:05',
      },
    ],
    body: withClosure,
  },
  decideAgain: {
    title: 'Decide again',
    submit: 'Record the new decision',
    lead: 'In place of a step-down that Early Help sent back, or that is called off. The decision before stays on record.',
    done: 'The new decision is recorded',
    questions: (state) => decided(state.kind === 'ASSESSMENT' ? mayChooseAgain(state) : ASSESSMENT_OUTCOMES),
    body: withClosure,
  },
};
