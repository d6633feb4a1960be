import { NOTIFICATION_TYPES } from '../../domain/notification.ts';
import { NOTIFICATION_LABELS } from '../view-models/labels.ts';
import { choices, type FormBody } from './fields.ts';
import { arrivalFields, type ContactField } from './new-contact.ts';

/** The controls of how something came, of those a contact has. */
function cameBy(authorities: readonly string[]): readonly ContactField[] {
  return arrivalFields(authorities).filter(({ name }) =>
    ['channel', 'localAuthority', 'agency'].includes(name),
  );
}

export function enquiryFields(authorities: readonly string[]): readonly ContactField[] {
  return [
    { kind: 'textarea', name: 'question', label: 'What advice is asked for?' },
    { kind: 'text', name: 'name', label: 'Name of whoever asks' },
    { kind: 'text', name: 'organisation', label: 'Organisation' },
    { kind: 'tel', name: 'phone', label: 'Telephone' },
    { kind: 'email', name: 'email', label: 'Email' },
    ...cameBy(authorities),
  ];
}

export function notificationFields(authorities: readonly string[]): readonly ContactField[] {
  return [
    {
      kind: 'select',
      name: 'type',
      label: 'Kind of notification',
      items: choices(NOTIFICATION_TYPES, NOTIFICATION_LABELS),
    },
    { kind: 'textarea', name: 'summary', label: 'What has happened?' },
    { kind: 'text', name: 'childName', label: 'Name of the child' },
    { kind: 'date', name: 'dateOfBirth', label: 'Date of birth' },
    { kind: 'text', name: 'from', label: 'Who tells it' },
    { kind: 'text', name: 'policeReference', label: 'Police reference' },
    ...cameBy(authorities),
  ];
}

/** What was written into controls, as it would come over the wire; empty ones are left out. */
export function intakeBodyOf(values: FormBody, fields: readonly ContactField[]): Record<string, string> {
  const written = fields.map(({ name }) => [name, String(values[name] ?? '').trim()] as const);
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}
