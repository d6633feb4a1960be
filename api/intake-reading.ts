import type { EnquiryForm } from '../domain/enquiry.ts';
import type { Mark } from '../domain/marks.ts';
import { NOTIFICATION_TYPES, type NotificationForm, type NotificationType } from '../domain/notification.ts';
import { CHANNELS, type Channel } from '../domain/vocabulary.ts';
import { FormReader, type Json } from './form-reader.ts';

/** What the hub understood of an enquiry or a notification. Nothing here refuses. */
export type ReadIntake<Form> = {
  readonly form: Form;
  readonly channel: Channel;
  readonly localAuthority: string;
  readonly agency?: string;
  readonly marks: readonly Mark[];
};

type Authorities = readonly [string, ...string[]];

/** Reads a request for advice; what is odd is marked. */
export function readEnquiryBody(body: Json, authorities: Authorities): ReadIntake<EnquiryForm> {
  const reader = new FormReader();
  const question = reader.text(body, 'question', '');
  if (question === undefined) reader.mark('/question', 'QUESTION_MISSING');
  const email = reader.email(body, 'email', '');
  const form = {
    question: question ?? '',
    ...reader.texts(body, ['name', 'organisation', 'phone'], ''),
    ...(email !== undefined && { email }),
  };
  return { form, ...arrivalIn(body, reader, authorities) };
}

/** Reads a notification; what is odd is marked, and a kind the hub does not know is kept as OTHER. */
export function readNotificationBody(
  body: Json,
  authorities: Authorities,
): ReadIntake<NotificationForm> & { readonly notificationType: NotificationType } {
  const reader = new FormReader();
  const summary = reader.text(body, 'summary', '');
  if (summary === undefined) reader.mark('/summary', 'SUMMARY_MISSING');
  const form = {
    summary: summary ?? '',
    ...reader.texts(body, ['childName', 'dateOfBirth', 'from', 'policeReference'], ''),
  };
  const notificationType =
    reader.known(body['type'], NOTIFICATION_TYPES, '/type', 'NOTIFICATION_UNKNOWN') ?? 'OTHER';
  return { form, notificationType, ...arrivalIn(body, reader, authorities) };
}

function arrivalIn(body: Json, reader: FormReader, authorities: Authorities) {
  const agency = reader.code(body, 'agency');
  const channel = reader.known(body['channel'], CHANNELS, '/channel', 'CHANNEL_UNKNOWN') ?? 'OTHER';
  const localAuthority =
    reader.known(body['localAuthority'], authorities, '/localAuthority', 'AUTHORITY_UNKNOWN') ??
    authorities[0];
  return { channel, localAuthority, ...(agency !== undefined && { agency }), marks: reader.marks };
}
