/** Synthetic people and papers. Nobody of these names exists; every name says that it is made up. */
import { randomBytes } from 'node:crypto';
import type { ContactToReceive } from '../../db/receipt.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ChildForm, ContactForm, ReferrerForm } from '../../domain/contact.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { reference } from '../../domain/references.ts';
import type { Role } from '../../domain/vocabulary.ts';

/** A member of hub staff for every authority; `overrides` make them someone else. */
export function actor(role: Role, overrides: Partial<Actor> = {}): Actor {
  return {
    userId: `synthetic-${role.toLowerCase().replaceAll('_', '-')}`,
    role,
    agency: role === 'REFERRER' ? 'SPECIMEN_SCHOOL' : 'SOCIAL_CARE',
    localAuthority: 'HUB',
    ...overrides,
  };
}

export const referrer = actor('REFERRER');
export const contactOfficer = actor('CONTACT_OFFICER');
export const socialWorker = actor('SOCIAL_WORKER');
export const teamManager = actor('TEAM_MANAGER');
export const earlyHelpManager = actor('EARLY_HELP_MANAGER');

/** A child with everything filled in; the NHS number is from the range kept for tests. */
export function childForm(overrides: ChildForm = {}): ChildForm {
  return {
    givenName: 'Quillon',
    familyName: 'Testpaper',
    dateOfBirth: '2019-02-28',
    sex: '1',
    nhsNumber: '9990000018',
    address: '1 Nowhere Specimen Street',
    postcode: 'ZZ99 9ZZ',
    ...overrides,
  };
}

/** A referrer who can be answered by email. */
export function referrerForm(overrides: Partial<ReferrerForm> = {}): ReferrerForm {
  return {
    anonymous: false,
    name: 'Ambrosia Placeholder',
    organisation: 'Specimen School',
    email: 'ambrosia.placeholder@specimen-school.example',
    ...overrides,
  };
}

export const anonymousReferrer: ReferrerForm = { anonymous: true };
export const phoneReferrer: ReferrerForm = {
  anonymous: false,
  name: 'Bartleby Madeup',
  phone: '01632 960000',
};

export function contactForm(overrides: Partial<ContactForm> = {}): ContactForm {
  return {
    referrer: referrerForm(),
    concern: 'Quillon arrived at school in wet clothes and said the heating has been off for a fortnight.',
    familyAgreement: 'The mother knows and agrees.',
    children: [childForm()],
    ...overrides,
  };
}

export function newContactRef(): string {
  return reference('C', randomBytes(8));
}

export function newReferralRef(): string {
  return reference('R', randomBytes(8));
}

/** A contact by form from a school about one child unless its form names more. */
export function contact(
  overrides: Partial<ContactToReceive> & { readonly receivedAt: Instant },
): ContactToReceive {
  const form = overrides.form ?? contactForm();
  const [, ...siblings] = form.children;
  return {
    contactRef: newContactRef(),
    referralRefs: [newReferralRef(), ...siblings.map(newReferralRef)],
    form,
    asReceived: JSON.stringify(form),
    channel: 'FORM',
    sourceCode: '2A',
    localAuthority: 'SPECIMENSHIRE',
    agency: 'SPECIMEN_SCHOOL',
    marks: [],
    actor: referrer,
    ...overrides,
  };
}

/** Words that must be found nowhere but in sealed contents and messages. */
export const PERSONAL_WORDS = [
  'Quillon',
  'Testpaper',
  'Ambrosia',
  'Placeholder',
  'Bartleby',
  'Madeup',
  'specimen-school.example',
  '2019-02-28',
  '9990000018',
  'Nowhere Specimen Street',
  'ZZ99',
  'heating has been off',
  'wet clothes',
  'mother knows',
] as const;

/** Monday 5 June 2028, 10:00 in London: no bank holiday for weeks either side. */
export const MONDAY_TEN = parseInstant('2028-06-05T10:00:00+01:00');
