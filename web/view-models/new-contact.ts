import type { ContactField } from '../forms/new-contact.ts';
import {
  arrivalFields,
  CHILD_FIELDS,
  CONCERN_FIELDS,
  MEMBER_FIELDS,
  REFERRER_FIELDS,
  SAFE_FIELDS,
} from '../forms/new-contact.ts';
import { rowName, type RowGroup, rowsIn } from '../forms/contact-body.ts';
import type { FormBody, Problem } from '../forms/fields.ts';
import { MOMENT_PARTS } from '../forms/moment.ts';

/** The form in which staff write a contact up, with what has been written so far. */
export function newContactView(
  values: FormBody,
  about: {
    readonly authorities: readonly string[];
    readonly problems: readonly Problem[];
    readonly requestKey: string;
  },
) {
  const { authorities, problems, requestKey } = about;
  return {
    requestKey,
    problems,
    follows: textIn(values, 'follows'),
    arrival: arrivalFields(authorities).map((field) => controlView(field, field.name, values)),
    receivedAt: {
      parts: MOMENT_PARTS.map((part) => ({ part, value: textIn(values, `receivedAt-${part}`) })),
      error: problems.find(({ field }) => field === 'receivedAt')?.words,
    },
    referrer: REFERRER_FIELDS.map((field) => controlView(field, `referrer-${field.name}`, values)),
    safe: SAFE_FIELDS.map((field) => controlView(field, `safe-${field.name}`, values)),
    concern: CONCERN_FIELDS.map((field) => controlView(field, field.name, values)),
    children: rowViews('children', CHILD_FIELDS, values),
    household: rowViews('household', MEMBER_FIELDS, values),
  };
}

function rowViews(group: RowGroup, fields: readonly ContactField[], values: FormBody) {
  return Array.from({ length: rowsIn(values, group) }, (_, row) => ({
    no: row + 1,
    isNew: values['add'] === group && row === rowsIn(values, group) - 1,
    fields: fields.map((field) => controlView(field, rowName(group, row, field.name), values)),
  }));
}

/** A control with what has been written into it. */
export function controlView({ kind, label, hint, items }: ContactField, name: string, values: FormBody) {
  const value = textIn(values, name);
  return {
    kind,
    name,
    label,
    hint,
    value,
    items: items?.map((item) => ({ ...item, selected: item.value === value })),
  };
}

function textIn(values: FormBody, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}
