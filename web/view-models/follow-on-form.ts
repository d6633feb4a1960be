import { followOnPath } from '../../api/follow-ons/resources.ts';
import type { FormBody, Problem } from '../forms/fields.ts';
import { MOMENT_PARTS } from '../forms/moment.ts';
import type { FollowOnFile } from '../follow-ons/file.ts';
import type { CaseForm, FormContext, Question } from '../follow-ons/form.ts';
import { FOLLOW_ON_WORDS } from './follow-on-labels.ts';
import { childrenOf } from './follow-on.ts';

type Attempt = {
  readonly action: string;
  readonly values?: FormBody;
  readonly problems: readonly Problem[];
  readonly requestKey: string;
};

/** The page of one command to a case, with what was sent before so that nothing is typed twice. */
export function caseFormView(
  form: CaseForm,
  file: FollowOnFile,
  context: FormContext,
  { action, values = {}, problems, requestKey }: Attempt,
) {
  const { state } = file;
  return {
    id: state.id,
    caseTitle: FOLLOW_ON_WORDS[state.kind],
    caseAddress: followOnPath(state.kind, state.id),
    address: `${followOnPath(state.kind, state.id)}/${action}`,
    children: childrenOf(file),
    title: form.title,
    lead: form.lead,
    submit: form.submit,
    ...questionsView(form.questions(state, context), values, problems),
    version: state.version,
    requestKey,
  };
}

/** Questions as a page shows them, with what was sent before and what has to be put right. */
export function questionsView(
  questions: readonly Question[],
  values: FormBody,
  problems: readonly Problem[],
) {
  const fields = questions.map((question) => questionView(question, values, problems));
  const names = new Set(fields.flatMap(anchorsOf));
  return {
    fields,
    problems: problems.map(({ field, words }) => ({
      words,
      field: field === undefined || !names.has(field) ? undefined : anchor(field, fields),
    })),
  };
}

/** A question as the page shows it. */
type FieldView = {
  readonly name: string;
  readonly kind: string;
  readonly [detail: string]: unknown;
  /** Of several of a kind. */
  readonly lines?: readonly (readonly FieldView[])[];
};

function questionView(
  question: Question,
  values: FormBody,
  problems: readonly Problem[],
  prefix = '',
): FieldView {
  const name = `${prefix}${question.name}`;
  const given = values[name];
  const problem = problems.find(({ field }) => field === name);
  const shown = {
    ...question,
    name,
    value: typeof given === 'string' ? given : 'start' in question ? (question.start ?? '') : '',
    values: [given ?? []].flat(),
    error: problem && { text: problem.words },
  };
  switch (question.kind) {
    case 'yesOrNo': {
      const items = [
        { value: 'true', text: 'Yes' },
        { value: 'false', text: 'No' },
      ];
      return { ...shown, kind: 'radios', items };
    }
    case 'number':
    case 'day':
      return { ...shown, kind: 'text' };
    case 'moment': {
      const parts = MOMENT_PARTS.map((part) => ({ part, value: String(values[`${name}-${part}`] ?? '') }));
      return { ...shown, hint: question.hint ?? 'For example, 27 3 2027 at 14:05', parts };
    }
    case 'rows': {
      const lines = Array.from({ length: question.count }, (_, index) =>
        question.columns.map((column) => questionView(column, values, problems, `${name}-${index}-`)),
      );
      return { ...shown, columns: [], kind: 'rows', lines };
    }
    default:
      return shown;
  }
}

function anchorsOf(field: FieldView): string[] {
  return [field.name, ...(field.lines ?? []).flat().flatMap(anchorsOf)];
}

/** A question of several controls is entered at its first. */
function anchor(name: string, fields: readonly FieldView[]): string {
  const all = fields.flatMap((field) => [field, ...(field.lines ?? []).flat()]);
  return all.find((field) => field.name === name)?.kind === 'moment' ? `${name}-day` : name;
}
