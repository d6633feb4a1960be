import { describe, expect, test } from 'vitest';
import type { CaseAction } from '../../domain/referral/commands.ts';
import { readAgencies } from '../../policy/agencies.ts';
import type { FormBody } from '../../web/forms/fields.ts';
import { TASKS } from '../../web/forms/tasks.ts';
import { at, nineToFive as rules } from '../policy/hubs.ts';

const decision = {
  outcome: 'NFA',
  level: '1',
  agreement: 'GIVEN',
  rationale: ' Two\r\nlines. ',
  evidenceConsidered: 'Call.',
};
const noMoment = { 'givenAt-day': '', 'givenAt-month': '', 'givenAt-year': '', 'givenAt-time': '' };
const moment = { 'givenAt-day': '5', 'givenAt-month': '6', 'givenAt-year': '2028', 'givenAt-time': '14:05' };

const request = {
  agency: 'POLICE',
  questions: 'Known?',
  disclosed: 'NAMES',
  basis: 'PUBLIC_TASK',
  necessity: 'To judge the risk.',
};
const hub = { agencies: readAgencies() };
const read = (action: CaseAction, body: FormBody) => TASKS[action].read(body, rules, hub);

describe('answers become a command', () => {
  test.each<[string, CaseAction, FormBody, object]>([
    [
      'a decision, its words trimmed, what is optional left out',
      'decide',
      { ...decision, childsVoice: ' ', receiver: '', agenciesMissing: 'HEALTH' },
      {
        type: 'decide',
        outcome: 'NFA',
        level: 1,
        agreement: 'GIVEN',
        rationale: 'Two\nlines.',
        evidenceConsidered: 'Call.',
        agenciesMissing: ['HEALTH'],
      },
    ],
    [
      'a decision that replaces one and names a receiver',
      'decide',
      { ...decision, supersedes: '1', receiver: 'north team', agenciesMissing: ['HEALTH', 'POLICE'] },
      expect.objectContaining({
        supersedes: 1,
        receiver: 'NORTH_TEAM',
        agenciesMissing: ['HEALTH', 'POLICE'],
      }),
    ],
    [
      'feedback just now',
      'giveFeedback',
      { method: 'PHONE', ...noMoment },
      { type: 'giveFeedback', method: 'PHONE' },
    ],
    [
      'feedback at a time of the hub’s wall clock',
      'giveFeedback',
      { method: 'LETTER', ...moment },
      { type: 'giveFeedback', method: 'LETTER', givenAt: at('2028-06-05 14:05 BST') },
    ],
    [
      'agreement given at a time of the hub’s wall clock',
      'recordAgreement',
      {
        status: 'GIVEN',
        givenBy: 'YOUNG_PERSON',
        method: 'IN_PERSON',
        reason: ' Aged 16. ',
        'agreedAt-day': '5',
        'agreedAt-month': '6',
        'agreedAt-year': '2028',
        'agreedAt-time': '14:05',
      },
      {
        type: 'recordAgreement',
        status: 'GIVEN',
        givenBy: 'YOUNG_PERSON',
        method: 'IN_PERSON',
        reason: 'Aged 16.',
        agreedAt: at('2028-06-05 14:05 BST'),
      },
    ],
    [
      'agreement not sought, nobody asked',
      'recordAgreement',
      { status: 'NOT_SOUGHT', reason: 'Unsafe.' },
      { type: 'recordAgreement', status: 'NOT_SOUGHT', reason: 'Unsafe.' },
    ],
    [
      'a dissent with what keeps the child safe',
      'decide',
      { ...decision, dissent: 'Police see more.', interimSafety: 'At the aunt’s.', withoutAgreement: ' ' },
      expect.not.objectContaining({ withoutAgreement: expect.anything() as unknown }),
    ],
    [
      'what is different from an earlier referral',
      'decide',
      { ...decision, whatIsDifferent: ' A neighbour saw it. ' },
      expect.objectContaining({ whatIsDifferent: 'A neighbour saw it.' }),
    ],
    [
      'an unborn child who is not born',
      'endReferral',
      { ending: 'PREGNANCY_ENDED', rationale: 'Told by the midwife.' },
      { type: 'endReferral', ending: 'PREGNANCY_ENDED', rationale: 'Told by the midwife.' },
    ],
    [
      'withheld with a note',
      'withholdFeedback',
      { reason: 'RISK_TO_CHILD', note: 'Ask first.' },
      { type: 'withholdFeedback', reason: 'RISK_TO_CHILD', note: 'Ask first.' },
    ],
    [
      'an agency asked, on which the decision hangs',
      'requestInformation',
      { ...request, critical: 'yes' },
      { type: 'requestInformation', ...request, disclosed: ['NAMES'], critical: true },
    ],
    [
      'a late answer that changes nothing',
      'reviewLateAnswer',
      { answer: 'C-0000-0000.POLICE.2/3', outcome: 'NO_CHANGE', rationale: 'Known.' },
      {
        type: 'reviewLateAnswer',
        requestId: 'C-0000-0000.POLICE.2',
        answerNo: 3,
        outcome: 'NO_CHANGE',
        rationale: 'Known.',
      },
    ],
  ])('%s', (_case, action, body, command) => {
    expect(read(action, body)).toEqual({ command });
  });
});

describe('problems name the question', () => {
  test.each<[string, CaseAction, FormBody, readonly string[]]>([
    ['nothing sent', 'decide', {}, ['outcome', 'level', 'agreement', 'rationale', 'evidenceConsidered']],
    ['only spaces', 'decide', { ...decision, rationale: ' \n ' }, ['rationale']],
    ['too long', 'decide', { ...decision, rationale: 'x'.repeat(20_001) }, ['rationale']],
    ['a code that is none', 'decide', { ...decision, outcome: '__proto__' }, ['outcome']],
    ['the same name twice', 'decide', { ...decision, rationale: ['a', 'b'] }, ['rationale']],
    ['a person for a receiver', 'decide', { ...decision, receiver: 'Mr. O’Madeup' }, ['receiver']],
    ['nobody to take the child over', 'decide', { ...decision, outcome: 'REDIRECT_OTHER_LA' }, ['receiver']],
    [
      'an agency not in the list',
      'decide',
      { ...decision, agenciesMissing: ['HEALTH', 'X'] },
      ['agenciesMissing'],
    ],
    ['no such day', 'giveFeedback', { method: 'PHONE', ...moment, 'givenAt-day': '31' }, ['givenAt']],
    ['no such time', 'giveFeedback', { method: 'PHONE', ...moment, 'givenAt-time': '25:00' }, ['givenAt']],
    ['half a moment', 'giveFeedback', { method: 'PHONE', ...noMoment, 'givenAt-day': '5' }, ['givenAt']],
    [
      'beyond the calendar',
      'giveFeedback',
      { method: 'PHONE', ...moment, 'givenAt-year': '9999' },
      ['givenAt'],
    ],
    ['electronically by hand', 'acknowledge', { method: 'ELECTRONIC' }, ['method']],
    ['no reason', 'rate', { rag: 'RED' }, ['reason']],
    ['no reason', 'proposeRating', { rag: 'RED' }, ['reason']],
    ['no question', 'askReferrer', { question: ' ' }, ['question']],
    ['neither way nor whether reached', 'logAttempt', {}, ['method', 'reached']],
    ['no status', 'recordAgreement', { givenBy: 'NOBODY' }, ['status', 'givenBy']],
    ['no purpose', 'recordLawfulBasis', { basis: 'PUBLIC_TASK', necessity: 'Yes.' }, ['purpose']],
    ['no reason', 'authoriseWithoutKnowledge', {}, ['reason']],
    [
      'an agency that is not on the list, told nothing',
      'requestInformation',
      { ...request, agency: 'NOBODY', disclosed: undefined },
      ['agency', 'disclosed'],
    ],
    [
      'a late answer that is none',
      'reviewLateAnswer',
      { answer: 'the last one', outcome: 'NO_CHANGE', rationale: 'Known.' },
      ['answer'],
    ],
  ])('%s', (_case, action, body, fields) => {
    const reading = read(action, body);
    const named = 'problems' in reading ? reading.problems.map(({ field }) => field) : [];
    expect(named).toEqual(fields);
  });
});
