import type { Mark, MarkRule } from '../domain/marks.ts';
import { AGENCY_CODE } from './schemas/common.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An address the post of the internet takes; no white space, so that it cannot carry a second header. */
const EMAIL = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u;

/** Control characters, and the marks that make text run in another direction than it is written. */
// oxlint-disable-next-line no-control-regex -- control characters are what is being looked for
const UNSHOWABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

const YES: ReadonlySet<unknown> = new Set(['true', 'yes', '1', 1]);
const NO: ReadonlySet<unknown> = new Set(['false', 'no', '0', 0]);

/** Reads the fields of a form leniently: what is odd is marked and left to the text as received, never refused. */
export class FormReader {
  readonly marks: Mark[] = [];

  /** Text as it was written; blank means not given. A number or a yes or no is taken as its text, with a mark. */
  text(from: Json, field: string, parent: string): string | undefined {
    const value = from[field];
    const pointer = `${parent}/${field}`;
    switch (typeof value) {
      case 'string':
        if (UNSHOWABLE.test(value) || !value.isWellFormed()) this.mark(pointer, 'CONTROL_CHARACTERS');
        return value.trim() === '' ? undefined : value;
      case 'number':
      case 'boolean':
        this.mark(pointer, 'FIELD_ODD');
        return String(value);
      default:
        if (value !== undefined && value !== null) this.mark(pointer, 'FIELD_ODD');
        return undefined;
    }
  }

  texts<Field extends string>(from: Json, fields: readonly Field[], parent: string) {
    const read: { [Name in Field]?: string } = {};
    for (const field of fields) {
      const text = this.text(from, field, parent);
      if (text !== undefined) read[field] = text;
    }
    return read;
  }

  code(from: Json, field: string): string | undefined {
    const text = this.text(from, field, '');
    if (text === undefined || AGENCY_CODE.test(text)) return text;
    this.mark(`/${field}`, 'FIELD_ODD');
    return undefined;
  }

  known<Word extends string>(
    value: unknown,
    words: readonly Word[],
    pointer: string,
    rule: MarkRule,
  ): Word | undefined {
    const text = typeof value === 'number' ? String(value) : value;
    const word = words.find((known) => known === text);
    if (word === undefined) this.mark(pointer, rule);
    return word;
  }

  /** A yes or a no; words for them are taken with a mark, anything else is left out with one. */
  yesOrNo(from: Json, field: string, parent: string): boolean | undefined {
    const value = from[field];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'boolean') return value;
    this.mark(`${parent}/${field}`, 'FIELD_ODD');
    const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
    if (YES.has(word)) return true;
    return NO.has(word) ? false : undefined;
  }

  email(from: Json, field: string, parent: string): string | undefined {
    const written = this.text(from, field, parent)?.trim();
    if (written === undefined || EMAIL.test(written)) return written;
    this.mark(`${parent}/${field}`, 'FIELD_ODD');
    return undefined;
  }

  /** Each object of a list; one outside a list is taken for the only one. */
  list<Item>(value: unknown, pointer: string, read: (item: Json, pointer: string) => Item): Item[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.mark(pointer, 'FIELD_ODD');
      return [this.item(value, `${pointer}/0`, read)];
    }
    return value.map((item: unknown, index) => this.item(item, `${pointer}/${index}`, read));
  }

  /** An object; anything else is marked and read as an empty one. */
  item<Item>(value: unknown, pointer: string, read: (item: Json, pointer: string) => Item): Item {
    if (isObject(value)) return read(value, pointer);
    if (value !== undefined && value !== null) this.mark(pointer, 'FIELD_ODD');
    return read({}, pointer);
  }

  mark(pointer: string, rule: MarkRule): void {
    this.marks.push({ pointer, rule });
  }
}
