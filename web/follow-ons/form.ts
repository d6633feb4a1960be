import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { Instant } from '../../domain/instant.ts';
import type { CommandEntry } from '../../api/follow-ons/command-entry.ts';
import type { Agencies } from '../../policy/agencies.ts';
import type { Choice, FormBody, Problem } from '../forms/fields.ts';
import { gatherMoment, optionalMoment } from '../forms/moment.ts';

type Asked = { readonly name: string; readonly label: string; readonly hint?: string };

/** One question of a form about a case, and what its answer becomes in the body of the command. */
export type Question =
  | (Asked & { readonly kind: 'text' | 'textarea'; readonly rows?: number; readonly start?: string })
  /** A whole number. */
  | (Asked & { readonly kind: 'number' })
  /** A day, written 27/3/2027 or 2027-03-27. */
  | (Asked & { readonly kind: 'day' })
  | (Asked & { readonly kind: 'moment' })
  /** One of several; a list to choose from only in rows, where there is no room for buttons. */
  | (Asked & {
      readonly kind: 'radios' | 'select';
      readonly items: readonly Choice[];
      /** What is chosen to begin with. */
      readonly start?: string;
    })
  | (Asked & { readonly kind: 'yesOrNo' })
  | (Asked & {
      readonly kind: 'checkboxes';
      readonly items: readonly Choice[];
      /** What is ticked to begin with. */
      readonly starts?: readonly string[];
    })
  /** Several of a kind, such as who was there; rows left empty are left out. */
  | (Asked & {
      readonly kind: 'rows';
      readonly count: number;
      readonly columns: readonly Question[];
      /** Of the first rows. */
      readonly starts?: readonly RowStart[];
    });

/** What a row begins with. */
export type RowStart = {
  /** Whom or what it is about. */
  readonly legend?: string;
  /** By the name of the column. */
  readonly values?: Readonly<Record<string, string>>;
  /** What the answer holds besides, and nobody is asked. */
  readonly fixed?: Readonly<Record<string, string>>;
};

/** What a form may build on beside the case. */
export type FormContext = {
  readonly agencies: Agencies;
  readonly calendar: CalendarEdition;
  readonly now: Instant;
  /** The children of the case, by reference, with the names the reader may see. */
  readonly children: readonly { readonly referralRef: string; readonly displayName: string }[];
};

/** The page of one command: its words, its questions, and how the answers make the body of the command. */
export type CaseForm<State extends FollowOn = FollowOn> = {
  readonly title: string;
  /** What the button says. */
  readonly submit: string;
  /** A sentence under the title. */
  readonly lead?: string;
  /** Said after it was done. */
  readonly done: string;
  questions(state: State, context: FormContext): readonly Question[];
  /** Makes the body out of the answers where they are not the body already. */
  body?(answers: Readonly<Record<string, unknown>>, state: State): object;
};

/** A form without questions or with only words to write. */
export function simpleForm(
  words: Pick<CaseForm, 'title' | 'submit' | 'done'> & { readonly lead?: string },
  ...questions: readonly Question[]
): CaseForm {
  return { ...words, questions: () => questions };
}

export function agencyChoices(agencies: Agencies): Choice[] {
  return [...agencies.values()].map(({ code, name }) => ({ value: code, text: name }));
}

export type Reading = { readonly body: object } | { readonly problems: readonly [Problem, ...Problem[]] };

/** Reads a form: the body of the command, or every problem in the order of the questions. */
export function readCaseForm(
  form: CaseForm,
  entry: CommandEntry,
  sent: FormBody,
  { state, context }: { readonly state: FollowOn; readonly context: FormContext },
): Reading {
  return readQuestions(form.questions(state, context), sent, {
    calendar: context.calendar,
    schema: entry.body,
    bodyOf: (answers) => form.body?.(answers, state) ?? answers,
  });
}

/** Reads the answers to questions: the body they make, or every problem in the order of the questions. */
export function readQuestions(
  questions: readonly Question[],
  sent: FormBody,
  {
    calendar,
    schema,
    bodyOf = (answers) => answers,
  }: {
    readonly calendar: CalendarEdition;
    readonly schema: CommandEntry['body'];
    readonly bodyOf?: (answers: Readonly<Record<string, unknown>>) => object;
  },
): Reading {
  const result = schema.safeParse(bodyOf(answersTo(questions, sent, calendar)));
  if (result.success) return { body: result.data };
  const names = new Map(questions.flatMap(namesOf));
  const [first, ...others] = result.error.issues.map(({ path, message }): Problem => {
    const field = placeOnPage(path, questions, sent, calendar).join('-');
    const label = names.get(field) ?? names.get(String(path[0] ?? ''));
    return {
      field: names.has(field) ? field : String(path[0] ?? '') || undefined,
      words: problemWords(label, message),
    };
  });
  return { problems: [first ?? { field: undefined, words: 'The form could not be read' }, ...others] };
}

/** Rows left empty stand on the page and not in the body. */
function placeOnPage(
  [first = '', index, ...inner]: readonly PropertyKey[],
  questions: readonly Question[],
  sent: FormBody,
  calendar: CalendarEdition,
): string[] {
  const rows = questions.find(({ name, kind }) => name === first && kind === 'rows');
  const place =
    rows?.kind === 'rows' && typeof index === 'number'
      ? (filledRows(rows, sent, calendar)[index]?.index ?? index)
      : index;
  return [first, ...(place === undefined ? [] : [place]), ...inner].map(String);
}

/** What a person can do about it; the library's own words say what a program got. */
function problemWords(label: string | undefined, message: string): string {
  const isOfLibrary = /^(Invalid|Too|Unrecognized)/.test(message);
  if (label === undefined) return message;
  return isOfLibrary ? `Answer this: ${label}` : `${label}: ${message}`;
}

function namesOf(question: Question): [string, string][] {
  if (question.kind !== 'rows') return [[question.name, question.label]];
  const inner = Array.from({ length: question.count }, (_, index) =>
    question.columns.map((column): [string, string] => [
      `${question.name}-${index}-${column.name}`,
      column.label,
    ]),
  ).flat();
  return [[question.name, question.label], ...inner];
}

function answersTo(questions: readonly Question[], sent: FormBody, calendar: CalendarEdition, prefix = '') {
  const answers: Record<string, unknown> = {};
  for (const question of questions) {
    const answer = answerTo(question, sent, calendar, prefix);
    if (answer !== undefined) answers[question.name] = answer;
  }
  return answers;
}

function answerTo(question: Question, sent: FormBody, calendar: CalendarEdition, prefix: string): unknown {
  const name = `${prefix}${question.name}`;
  const [given = ''] = [sent[name] ?? []].flat();
  const text = given.replaceAll('\r\n', '\n').trim();
  switch (question.kind) {
    case 'text':
    case 'textarea':
    case 'radios':
    case 'select':
      return text === '' ? undefined : text;
    case 'number':
      return /^\d{1,9}$/.test(text) ? Number(text) : text === '' ? undefined : text;
    case 'yesOrNo':
      return text === '' ? undefined : text === 'true';
    case 'checkboxes':
      return [sent[name] ?? []].flat();
    case 'day':
      return text === '' ? undefined : dayOf(text);
    case 'moment': {
      const read = optionalMoment(calendar).safeParse(gatherMoment(sent, name)[name]);
      return read.success ? read.data : 'not a moment';
    }
    case 'rows':
      return filledRows({ ...question, name }, sent, calendar).map(({ index, row }) => ({
        ...question.starts?.[index]?.fixed,
        ...row,
      }));
  }
}

function filledRows(
  { name, count, columns }: Extract<Question, { kind: 'rows' }>,
  sent: FormBody,
  calendar: CalendarEdition,
) {
  return Array.from({ length: count }, (_, index) => ({
    index,
    row: answersTo(columns, sent, calendar, `${name}-${index}-`),
  })).filter(({ row }) => isFilled(row));
}

/** Something was written or chosen; a list of boxes none of which is ticked says nothing. */
function isFilled(row: Readonly<Record<string, unknown>>): boolean {
  return Object.values(row).some((value) => !Array.isArray(value) || value.length > 0);
}

function dayOf(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})$/.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
