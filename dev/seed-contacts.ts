import type { Role } from '../domain/vocabulary.ts';

type Step = { readonly by: Role; readonly path: string; readonly body: unknown };

/** An invented contact, how long ago it arrived, and what staff have done since. */
export type SeedContact = {
  readonly from: Role;
  readonly hoursAgo: number;
  readonly since: readonly Step[];
  readonly channel: string;
  readonly sourceCode: string;
  readonly localAuthority: string;
  readonly referrer: Readonly<Record<string, string | boolean>>;
  readonly concern?: string;
  readonly familyAgreement?: string;
  readonly children: readonly Readonly<Record<string, string>>[];
};

const rate = (rag: string, reason: string): Step => ({
  by: 'SOCIAL_WORKER',
  path: 'rating',
  body: { rag, reason },
});

const decide = (outcome: string, level: number, rationale: string, more: object = {}): Step => ({
  by: 'TEAM_MANAGER',
  path: 'decision',
  body: {
    outcome,
    level,
    rationale,
    evidenceConsidered: 'The referral, the hub’s own record and a call with the referrer.',
    agreement: 'GIVEN',
    ...more,
  },
});

const agreed: Step = {
  by: 'SOCIAL_WORKER',
  path: 'agreement',
  body: { status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' },
};

const feedback: Step = { by: 'SOCIAL_WORKER', path: 'feedback', body: { method: 'ELECTRONIC' } };

const school = {
  from: 'REFERRER' as const,
  channel: 'FORM',
  sourceCode: '2A',
  referrer: {
    anonymous: false,
    name: 'Invented Teacher',
    organisation: 'Seaview Invented School',
    email: 'dsl@seaview.example',
  },
  familyAgreement: 'The parent knows and agrees.',
};

const police = {
  from: 'AGENCY_REPRESENTATIVE' as const,
  channel: 'POLICE_FEED',
  sourceCode: '6',
  referrer: {
    anonymous: false,
    name: 'Invented Officer',
    organisation: 'Police',
    email: 'vulnerability@police.example',
  },
  familyAgreement: 'Not asked: an incident was attended.',
};

/** Everybody here is made up. */
export function seedContacts(): SeedContact[] {
  return [
    {
      ...school,
      localAuthority: 'HARTLEPOOL',
      hoursAgo: 0.5,
      concern: 'Comes to school hungry most Mondays and is often collected late.',
      children: [{ givenName: 'Wren', familyName: 'Madeup', dateOfBirth: '2017-05-14' }],
      since: [],
    },
    {
      ...school,
      localAuthority: 'STOCKTON',
      hoursAgo: 3,
      concern: 'A bruise on the upper arm, explained in two different ways.',
      children: [
        { givenName: 'Juniper', familyName: 'Notreal', dateOfBirth: '2015-11-02' },
        { givenName: 'Rowan', familyName: 'Notreal', dateOfBirth: '2018-02-20' },
      ],
      since: [rate('RED', 'An unexplained injury and a younger sibling at home.')],
    },
    {
      ...police,
      localAuthority: 'HARTLEPOOL',
      hoursAgo: 100,
      concern: 'Attended a dispute between adults; the child was upstairs and awake.',
      children: [{ givenName: 'Ash', familyName: 'Pretend', dateOfBirth: '2020-07-09' }],
      since: [rate('AMBER', 'Second incident in three months.')],
    },
    {
      ...police,
      localAuthority: 'STOCKTON',
      hoursAgo: 5,
      concern: 'Found in the town centre late in the evening with older young people.',
      children: [{ givenName: 'Sorrel', familyName: 'Fictive', dateOfBirth: '2011-01-30' }],
      since: [
        rate('AMBER', 'Worry about exploitation, known to be safe at home tonight.'),
        agreed,
        decide(
          'ASSESSMENT_S17',
          3,
          'Needs are complex and several agencies are worried; an assessment is needed.',
        ),
      ],
    },
    {
      from: 'CONTACT_OFFICER',
      channel: 'PHONE',
      sourceCode: '1B',
      localAuthority: 'HARTLEPOOL',
      hoursAgo: 6,
      referrer: { anonymous: true },
      concern: 'A neighbour hears shouting most evenings and a small child crying.',
      children: [],
      since: [],
    },
    {
      from: 'CONTACT_OFFICER',
      channel: 'PHONE',
      sourceCode: '3B',
      localAuthority: 'STOCKTON',
      hoursAgo: 4,
      referrer: {
        anonymous: false,
        name: 'Invented Visitor',
        organisation: 'Health visiting',
        phone: '01632 960001',
      },
      concern: 'Missed appointments and a mother who says she is exhausted.',
      familyAgreement: 'The mother agrees to support.',
      children: [{ givenName: 'Clover', familyName: 'Imagined', dateOfBirth: '2026-03-03' }],
      since: [
        { by: 'CONTACT_OFFICER', path: 'acknowledgement', body: { method: 'PHONE' } },
        rate('GREEN', 'Support needed, no sign of harm.'),
        agreed,
        decide('EARLY_HELP', 2, 'The family asks for support, and Early Help can give it.'),
      ],
    },
    {
      ...school,
      localAuthority: 'STOCKTON',
      hoursAgo: 7,
      concern: 'Low mood since a move; the school asks what it may offer.',
      children: [{ givenName: 'Linden', familyName: 'Invented', dateOfBirth: '2013-09-18' }],
      since: [
        rate('GREEN', 'Level 1 to 2, the school is already helping.'),
        decide('ADVICE_SIGNPOST', 1, 'The school can meet this need with the advice given.'),
        feedback,
      ],
    },
    {
      ...police,
      localAuthority: 'HARTLEPOOL',
      hoursAgo: 52,
      concern: 'A parent was arrested; grandparents took both children in.',
      children: [
        { givenName: 'Hazel', familyName: 'Fabled', dateOfBirth: '2014-04-04' },
        { givenName: 'Aspen', familyName: 'Fabled', dateOfBirth: '2016-12-12' },
      ],
      since: [],
    },
  ];
}
