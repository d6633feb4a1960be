import { actor } from '../people.ts';

/** Who is in the story of three months. */
export {
  contactOfficer,
  earlyHelpManager,
  referrer as school,
  socialWorker,
  teamManager,
} from '../people.ts';

export const receivingManager = actor('TEAM_MANAGER', { userId: 'synthetic-receiving-manager' });
export const serviceManager = actor('SERVICE_MANAGER');
export const chair = actor('STRATEGY_CHAIR');
export const practitioner = actor('EARLY_HELP_PRACTITIONER', { agency: 'EARLY_HELP' });
export const health = actor('AGENCY_REPRESENTATIVE', { agency: 'HEALTH' });
export const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING', userId: 'synthetic-housing' });

/** Two siblings of one home, handed in by a school that can be written to. */
export const CONTACT = {
  receivedAt: '2028-06-05T10:00:00+01:00',
  channel: 'FORM',
  sourceCode: '2A',
  localAuthority: 'SPECIMENSHIRE',
  referrer: {
    name: 'Ambrosia Placeholder',
    organisation: 'Specimen School',
    role: 'Safeguarding lead',
    email: 'ambrosia.placeholder@specimen-school.example',
  },
  concern: 'Quillon has a burn nobody explains, and both arrived at school in wet clothes.',
  familyAgreement: 'The mother knows and agrees.',
  household: [{ name: 'Bartleby Testpaper', role: 'father', inHousehold: true }],
  children: [
    { givenName: 'Quillon', familyName: 'Testpaper', dateOfBirth: '2019-02-28', postcode: 'ZZ99 9ZZ' },
    { givenName: 'Wren', familyName: 'Testpaper', dateOfBirth: '2021-07-04', postcode: 'ZZ99 9ZZ' },
  ],
};

/** Words of the story that must be found nowhere but in sealed contents and messages. */
export const STORY_WORDS = ['Wren', '2021-07-04', 'burn', 'wet clothes', 'damp', 'kettle', 'bruise'] as const;
