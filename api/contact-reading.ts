import type {
  ChildForm,
  ContactForm,
  HouseholdMember,
  ReferrerForm,
  SafeContact,
} from '../domain/contact.ts';
import type { Mark } from '../domain/marks.ts';
import { CHANNELS, type Channel, SOURCE_CODES, type SourceCode } from '../domain/vocabulary.ts';
import { FormReader, isObject, type Json } from './form-reader.ts';

/** What the hub understood of a contact, and what it found odd while reading. Nothing here refuses. */
export type ReadContact = {
  readonly form: ContactForm;
  readonly channel: Channel;
  readonly sourceCode: SourceCode;
  readonly localAuthority: string;
  readonly agency?: string;
  readonly sourceAgencyId?: string;
  /** The enquiry or notification it says it comes out of. */
  readonly follows?: string;
  readonly immediateRisk?: boolean;
  readonly marks: readonly Mark[];
};

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
  'school',
  'motherName',
  'locationNow',
  'voice',
  'noVoiceReason',
  'communicationNeed',
] as const satisfies readonly (keyof ChildForm)[];

const CONTACT_FIELDS = [
  'situation',
  'familyCircumstances',
  'expectedResponse',
  'familyAgreement',
  'noAgreementReason',
  'thresholdDocument',
  'thresholdLevel',
  'interpreter',
  'backdatingReason',
] as const satisfies readonly (keyof ContactForm)[];

const SOURCES = Object.keys(SOURCE_CODES) as SourceCode[];
/** People who may live with those the contact is about. */
const WITHIN_FAMILY: readonly SourceCode[] = ['1A', '1C'];
const FOLLOWED = /^[EN]-[0-9A-Z]{4}-[0-9A-Z]{4}$/;
/** More than any household has; what is beyond stays in the text as received. */
const MOST_MEMBERS = 100;

/**
 * Reads a contact leniently: a wrong type or an unknown code is marked and left to the text as received, never a
 * refusal. `authorities` are those this hub serves; the first takes a contact that names no other.
 */
export function readContact(body: Json, authorities: readonly [string, ...string[]]): ReadContact {
  const reader = new FormReader();
  const agency = reader.code(body, 'agency');
  const sourceAgencyId = reader.code(body, 'sourceAgencyId');
  const follows = reader.text(body, 'follows', '');
  const immediateRisk = reader.yesOrNo(body, 'immediateRisk', '');
  const form = formIn(body, reader);
  const channel = channelIn(body, reader);
  const sourceCode =
    reader.known(body['sourceCode'], SOURCES, '/sourceCode', 'SOURCE_UNKNOWN') ?? ('10' as const);
  if (WITHIN_FAMILY.includes(sourceCode) && needsSafeContact(form.referrer)) {
    reader.mark('/referrer/safeContact', 'SAFE_CONTACT_MISSING');
  }
  if (follows !== undefined && !FOLLOWED.test(follows)) reader.mark('/follows', 'LINK_UNKNOWN');
  return {
    form,
    channel,
    sourceCode,
    localAuthority:
      reader.known(body['localAuthority'], authorities, '/localAuthority', 'AUTHORITY_UNKNOWN') ??
      authorities[0],
    ...(agency !== undefined && { agency }),
    ...(sourceAgencyId !== undefined && { sourceAgencyId }),
    ...(follows !== undefined && FOLLOWED.test(follows) && { follows }),
    ...(immediateRisk !== undefined && { immediateRisk }),
    marks: reader.marks,
  };
}

function formIn(body: Json, reader: FormReader): ContactForm {
  const referrer = reader.item(body['referrer'], '/referrer', (value) => referrerIn(value, reader));
  const concern = reader.text(body, 'concern', '') ?? emailIn(body, reader) ?? '';
  const household = reader.list(membersIn(body, reader), '/household', (value, pointer) =>
    memberIn(value, pointer, reader),
  );
  return {
    referrer,
    concern,
    ...reader.texts(body, CONTACT_FIELDS, ''),
    ...(household.length > 0 && { household }),
    children: reader.list(body['children'], '/children', (value, pointer) =>
      reader.texts(value, CHILD_FIELDS, pointer),
    ),
  };
}

/** The text of an email is the concern of a contact that has no other. */
function emailIn(body: Json, reader: FormReader): string | undefined {
  const { email } = body;
  if (email === undefined || email === null) return undefined;
  reader.mark('/email', 'EMAIL_ONLY');
  const { subject, text } = reader.item(email, '/email', (value) =>
    reader.texts(value, ['subject', 'text'], '/email'),
  );
  const parts = [subject, text].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

function channelIn(body: Json, reader: FormReader): Channel {
  const isEmail = isObject(body['email']) && (body['channel'] ?? undefined) === undefined;
  if (isEmail) return 'EMAIL';
  return reader.known(body['channel'], CHANNELS, '/channel', 'CHANNEL_UNKNOWN') ?? 'OTHER';
}

function referrerIn(value: Json, reader: FormReader): ReferrerForm {
  const parent = '/referrer';
  const texts = reader.texts(value, ['name', 'organisation', 'role', 'phone'], parent);
  const email = reader.email(value, 'email', parent);
  const isNamed = value['safeContact'] !== undefined && value['safeContact'] !== null;
  const safeContact = isNamed
    ? reader.item(value['safeContact'], `${parent}/safeContact`, (wish, pointer) =>
        safeContactIn(wish, pointer, reader),
      )
    : undefined;
  return {
    anonymous: reader.yesOrNo(value, 'anonymous', parent) ?? false,
    ...texts,
    ...(email !== undefined && { email }),
    ...(safeContact && { safeContact }),
  };
}

function safeContactIn(value: Json, pointer: string, reader: FormReader): SafeContact {
  const leaveNoMessage = reader.yesOrNo(value, 'leaveNoMessage', pointer);
  return {
    ...reader.texts(value, ['method', 'times', 'note'], pointer),
    ...(leaveNoMessage !== undefined && { leaveNoMessage }),
  };
}

function needsSafeContact({ anonymous, email, phone, safeContact }: ReferrerForm): boolean {
  return !anonymous && safeContact === undefined && (email ?? phone) !== undefined;
}

function membersIn({ household }: Json, reader: FormReader): unknown {
  if (!Array.isArray(household) || household.length <= MOST_MEMBERS) return household;
  reader.mark('/household', 'FIELD_ODD');
  return household.slice(0, MOST_MEMBERS);
}

function memberIn(value: Json, pointer: string, reader: FormReader): HouseholdMember {
  const inHousehold = reader.yesOrNo(value, 'inHousehold', pointer);
  return {
    ...reader.texts(value, ['name', 'role', 'dateOfBirth', 'relationship'], pointer),
    ...(inHousehold !== undefined && { inHousehold }),
  };
}
