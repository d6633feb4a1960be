import type { ChildForm, ContactForm, ReferrerForm } from '../domain/contact.ts';
import type { Mark, MarkRule } from '../domain/marks.ts';
import { CHANNELS, type Channel, SOURCE_CODES, type SourceCode } from '../domain/vocabulary.ts';
import { AGENCY_CODE } from './schemas/common.ts';

/** What the hub understood of a contact, and what it found odd while reading. Nothing here refuses. */
export type ReadContact = {
  readonly form: ContactForm;
  readonly channel: Channel;
  readonly sourceCode: SourceCode;
  readonly localAuthority: string;
  readonly agency?: string;
  readonly marks: readonly Mark[];
};

type Json = Readonly<Record<string, unknown>>;

const CHILD_FIELDS = [
  'givenName',
  'familyName',
  'dateOfBirth',
  'expectedDateOfBirth',
  'sex',
  'nhsNumber',
  'upn',
  'address',
  'postcode',
] as const satisfies readonly (keyof ChildForm)[];

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a contact leniently: a wrong type or an unknown code is marked and left to the text as received, never a
 * refusal. `authorities` are those this hub serves; the first takes a contact that names no other.
 */
export function readContact(body: Json, authorities: readonly [string, ...string[]]): ReadContact {
  const reader = new FormReader();
  const agency = reader.code(body, 'agency');
  const form: ContactForm = {
    referrer: reader.referrer(body['referrer']),
    concern: reader.text(body, 'concern', '') ?? '',
    ...reader.texts(body, ['expectedResponse', 'familyAgreement'], ''),
    children: reader.children(body['children']),
  };
  return {
    form,
    channel: reader.known(body['channel'], CHANNELS, '/channel', 'CHANNEL_UNKNOWN') ?? 'OTHER',
    sourceCode: reader.known(body['sourceCode'], SOURCES, '/sourceCode', 'SOURCE_UNKNOWN') ?? '10',
    localAuthority:
      reader.known(body['localAuthority'], authorities, '/localAuthority', 'AUTHORITY_UNKNOWN') ??
      authorities[0],
    ...(agency !== undefined && { agency }),
    marks: reader.marks,
  };
}

const SOURCES = Object.keys(SOURCE_CODES) as SourceCode[];

/** An address the post of the internet takes; no white space, so that it cannot carry a second header. */
const EMAIL = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u;

/** Control characters, and the marks that make text run in another direction than it is written. */
// oxlint-disable-next-line no-control-regex -- control characters are what is being looked for
const UNSHOWABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

const YES: ReadonlySet<unknown> = new Set(['true', 'yes', '1', 1]);

class FormReader {
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

  referrer(value: unknown): ReferrerForm {
    if (!isObject(value)) {
      if (value !== undefined && value !== null) this.mark('/referrer', 'FIELD_ODD');
      return { anonymous: false };
    }
    const { email, ...texts } = this.texts(value, ['name', 'organisation', 'email', 'phone'], '/referrer');
    const isAddress = email !== undefined && EMAIL.test(email.trim());
    if (email !== undefined && !isAddress) this.mark('/referrer/email', 'FIELD_ODD');
    return {
      anonymous: this.anonymous(value['anonymous']),
      ...texts,
      ...(isAddress && { email: email.trim() }),
    };
  }

  private anonymous(value: unknown): boolean {
    if (value === undefined || value === null) return false;
    if (typeof value === 'boolean') return value;
    this.mark('/referrer/anonymous', 'FIELD_ODD');
    return YES.has(typeof value === 'string' ? value.trim().toLowerCase() : value);
  }

  children(value: unknown): ChildForm[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map((child: unknown, index) => this.child(child, index));
    this.mark('/children', 'FIELD_ODD');
    return [this.child(value, 0)];
  }

  private child(value: unknown, index: number): ChildForm {
    const pointer = `/children/${index}`;
    if (isObject(value)) return this.texts(value, CHILD_FIELDS, pointer);
    this.mark(pointer, 'FIELD_ODD');
    return {};
  }

  private mark(pointer: string, rule: MarkRule): void {
    this.marks.push({ pointer, rule });
  }
}
