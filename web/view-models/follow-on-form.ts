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
  const names = new Set(questions.map((question) => questionView(question, values, [])).flatMap(anchorsOf));
  const placed = problems.map(({ field, words }) => ({ field: placeOf(field, names), words }));
  const fields = questions.map((question) => questionView(question, values, placed));
  return {
    fields,
    problems: placed.map(({ field, words }) => ({
      words,
      field: field === undefined ? undefined : anchor(field, fields),
    })),
  };
}

/** The question a problem is about; of something within rows the rows, where no row is named. */
function placeOf(field: string | undefined, names: ReadonlySet<string>): string | undefined {
  if (field === undefined || names.has(field)) return field;
  const [first = ''] = field.split('-');
  return names.has(first) ? first : undefined;
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
  start = 'start' in question ? question.start : undefined,
): FieldView {
  const name = `${prefix}${question.name}`;
  const given = values[name];
  const problem = problems.find(({ field }) => field === name);
  const ticked = question.kind === 'checkboxes' && !isSent(values) ? question.starts : undefined;
  const shown = {
    ...question,
    name,
    value: typeof given === 'string' ? given : (start ?? ''),
    values: [given ?? ticked ?? []].flat(),
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
      const { count, columns, starts = [] } = question;
      const lines = Array.from({ length: count }, (_, index) =>
        columns.map((column) => {
          const begins = starts[index]?.values?.[column.name];
          return questionView(column, values, problems, `${name}-${index}-`, begins);
        }),
      );
      const legends = Array.from({ length: count }, (_, index) => starts[index]?.legend);
      return { ...shown, columns: [], kind: 'rows', lines, legends };
    }
    default:
      return shown;
  }
}

/** Answers that came with the form, and not with the address of its page. */
function isSent(values: FormBody): boolean {
  return 'requestKey' in values;
}

function anchorsOf(field: FieldView): string[] {
  return [field.name, ...(field.lines ?? []).flat().flatMap(anchorsOf)];
}

/** A question of several controls is entered at its first. */
function anchor(name: string, fields: readonly FieldView[]): string {
  const all = fields.flatMap((field) => [field, ...(field.lines ?? []).flat()]);
  return all.find((field) => field.name === name)?.kind === 'moment' ? `${name}-day` : name;
}
