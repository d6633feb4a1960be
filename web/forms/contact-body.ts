import type { FormBody } from './fields.ts';
import {
  arrivalFields,
  CHILD_FIELDS,
  CONCERN_FIELDS,
  type ContactField,
  MEMBER_FIELDS,
  REFERRER_FIELDS,
  SAFE_FIELDS,
} from './new-contact.ts';

/** Groups of controls that are repeated, with the most rows a page may have. */
export const ROWS = { children: CHILD_FIELDS, household: MEMBER_FIELDS } as const;
export type RowGroup = keyof typeof ROWS;
const MOST_ROWS = 20;

/** Name of a control in a repeated group. */
export function rowName(group: RowGroup, row: number, field: string): string {
  return `${group}-${row}-${field}`;
}

/** How many rows of a group the page has; one more where its button was pressed. */
export function rowsIn(values: FormBody, group: RowGroup): number {
  const written = Number(values[`${group}-rows`]);
  const rows = Number.isInteger(written) && written > 0 ? written : 1;
  return Math.min(MOST_ROWS, rows + (values['add'] === group ? 1 : 0));
}

type Json = Readonly<Record<string, unknown>>;

/** The contact a filled-in form tells, as it would come over the wire; empty controls are left out. */
export function contactBodyOf(values: FormBody, receivedAt: string | undefined): Json {
  const follows = textOf(values['follows']);
  const safeContact = given(values, SAFE_FIELDS, 'safe-');
  const referrer = given(values, REFERRER_FIELDS, 'referrer-');
  return {
    ...given(values, arrivalFields([]), ''),
    ...(follows !== undefined && { follows }),
    ...(receivedAt !== undefined && { receivedAt }),
    ...given(values, CONCERN_FIELDS, ''),
    referrer: { ...referrer, ...(Object.keys(safeContact).length > 0 && { safeContact }) },
    children: rowsOf(values, 'children'),
    household: rowsOf(values, 'household'),
  };
}

/** Whether anything was written about a worry, a child or a family. */
export function saysNothing(body: Json): boolean {
  const { children, household, situation, familyCircumstances } = body;
  return (
    [children, household].every((rows) => Array.isArray(rows) && rows.length === 0) &&
    [situation, familyCircumstances].every((text) => text === undefined)
  );
}

function rowsOf(values: FormBody, group: RowGroup): Json[] {
  return Array.from({ length: rowsIn(values, group) }, (_, row) =>
    given(values, ROWS[group], rowName(group, row, '')),
  ).filter((row) => Object.keys(row).length > 0);
}

/** What was written into controls; a tick and a yes or no become what they mean. */
function given(values: FormBody, fields: readonly ContactField[], prefix: string): Json {
  const entries = fields.flatMap(({ kind, name }) => {
    const text = textOf(values[`${prefix}${name}`]);
    if (text === undefined) return [];
    const isYesOrNo = kind === 'checkbox' || kind === 'yesOrNo';
    return [[name, isYesOrNo ? text === 'true' : text] as const];
  });
  return Object.fromEntries(entries);
}

function textOf(value: FormBody[string]): string | undefined {
  const text = (typeof value === 'string' ? value : (value?.[0] ?? '')).replaceAll('\r\n', '\n').trim();
  return text === '' ? undefined : text;
}
