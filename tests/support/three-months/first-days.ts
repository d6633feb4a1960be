import { minutes } from './minutes.ts';
import {
  chair,
  CONTACT,
  earlyHelpManager,
  health,
  practitioner,
  receivingManager,
  school,
  socialWorker,
  teamManager,
} from './people.ts';
import { type Story, summer } from './story.ts';

/** Monday 5 June, 10:00: a school hands in both children, and hears that it arrived. */
export async function handedIn(story: Story): Promise<void> {
  const body = await story.tell(school, '/v1/contacts', CONTACT);
  const { contactRef, referrals } = body as {
    contactRef: string;
    referrals: [{ referralRef: string }, { referralRef: string }];
  };
  story.contactRef = contactRef;
  [{ referralRef: story.quillon }, { referralRef: story.wren }] = referrals;
  await story.settled();
  await story.reach('2028-06-05T10:30');
  const rated = [
    [story.quillon, 'AMBER'],
    [story.wren, 'GREEN'],
  ] as const;
  for (const [ref, rag] of rated) {
    await story.tell(socialWorker, `/v1/referrals/${ref}/rating`, { rag, reason: 'The burn, and the damp.' });
  }
}

/** 11:45: a social worker convenes a strategy discussion about Quillon; no decision is waited for. */
export async function convened(story: Story): Promise<void> {
  await story.reach('2028-06-05T11:45');
  await story.tell(socialWorker, '/v1/child-protection', {
    referralRef: story.quillon,
    reasonableCauseAt: '2028-06-05T11:30:00+01:00',
    reason: 'The burn fits no account.',
  });
  await story.settled();
}

/** 13:00: a manager decides one way for each, and the school hears both. */
export async function decided(story: Story): Promise<void> {
  const { quillon, wren } = story;
  await story.reach('2028-06-05T13:00');
  const evidenceConsidered = 'What the school has seen since Easter.';
  await story.decides(teamManager, quillon, {
    outcome: 'STRATEGY_S47',
    level: 4,
    rationale: 'The burn may be no accident.',
    evidenceConsidered,
    agreement: 'NOT_REQUIRED_S47',
  });
  await story.decides(teamManager, wren, {
    outcome: 'EARLY_HELP',
    level: 2,
    rationale: 'Wren is well, and the damp can be mended.',
    evidenceConsidered,
    agreement: 'GIVEN',
  });
  await story.settled();
  await story.reach('2028-06-05T13:20');
  await story.tell(socialWorker, `/v1/referrals/${quillon}/feedback`, { method: 'ELECTRONIC' });
  await story.tell(socialWorker, `/v1/referrals/${wren}/feedback`, {
    method: 'PHONE',
    givenAt: '2028-06-05T13:15:00+01:00',
  });
  await story.settled();
}

/** 14:00: social care and the police speak by phone, without health, and want enquiries to begin. */
export function phoneCall({ quillon }: Story) {
  return minutes({
    startedAt: summer('2028-06-05T14:00'),
    endedAt: summer('2028-06-05T14:30'),
    mode: 'PHONE',
    present: ['SOCIAL_CARE', 'POLICE'],
    children: [{ referralRef: quillon, decision: 'CONTINUE' }],
    inquorateReason: 'Health could not be reached.',
    nextDiscussionAt: summer('2028-06-06T10:00'),
  });
}

/** It is recorded as adjourned, and the next one convened with health; the protection team accepts. */
export async function adjourned(story: Story): Promise<void> {
  const { protection } = story.streams;
  await story.does(chair, protection, 'recordDiscussion', phoneCall(story));
  await story.does(chair, protection, 'circulateMinutes', { no: 1 });
  await story.settled();
  await story.reach('2028-06-05T15:00');
  await story.does(chair, protection, 'planDiscussion', {
    startsAt: summer('2028-06-06T10:00'),
    mode: 'VIDEO',
    invited: [
      { agency: 'SOCIAL_CARE', kind: 'SOCIAL_CARE' },
      { agency: 'POLICE', kind: 'POLICE' },
      { agency: 'HEALTH', kind: 'HEALTH' },
      { agency: 'EDUCATION', kind: 'EDUCATION' },
    ],
    covers: [story.quillon],
  });
  await story.settled();
  await story.does(health, protection, 'answerInvitation', { no: 2, attendance: 'COMING' });
  await story.does(receivingManager, protection, 'acceptProtection', {});
  await story.settled();
}

/** Tuesday 6 June: with health there, joint enquiries begin; Early Help accepts Wren; Quillon is seen at 18:00. */
export async function enquiriesBegun(story: Story): Promise<void> {
  const { protection, earlyHelp } = story.streams;
  await story.reach('2028-06-06T11:05');
  const record = minutes({
    startedAt: summer('2028-06-06T10:00'),
    endedAt: summer('2028-06-06T11:00'),
    present: ['SOCIAL_CARE', 'POLICE', 'HEALTH'],
    children: [{ referralRef: story.quillon, decision: 'START_S47', enquiry: 'JOINT' }],
    enquiryPlan: 'Seen today; the paediatrician looks at the burn.',
  });
  await story.does(chair, protection, 'recordDiscussion', {
    ...record,
    no: 2,
    attendance: [...record.attendance, { agency: 'EDUCATION', kind: 'EDUCATION', attendance: 'APOLOGIES' }],
    actions: [{ what: 'Look at the burn.', agency: 'HEALTH', dueOn: '2028-06-09' }],
  });
  await story.does(chair, protection, 'circulateMinutes', { no: 2 });
  await story.settled();
  await story.reach('2028-06-06T11:40');
  await story.does(earlyHelpManager, earlyHelp, 'acceptFamily', { leadPractitioner: practitioner.userId });
  await story.settled();
  await story.reach('2028-06-06T18:30');
  await story.does(socialWorker, protection, 'recordChildSeen', {
    referralRef: story.quillon,
    seenAt: summer('2028-06-06T18:00'),
    alone: true,
    note: 'Quillon drew the kettle.',
  });
}

/** Wednesday 7 June: Early Help reaches the family, and health disputes what was decided for Wren. */
export async function disputed(story: Story): Promise<void> {
  const { protection, earlyHelp } = story.streams;
  await story.reach('2028-06-07T14:30');
  await story.does(practitioner, earlyHelp, 'logContact', {
    at: summer('2028-06-07T14:00'),
    method: 'IN_PERSON',
    reached: true,
  });
  await story.reach('2028-06-07T16:00');
  await story.tell(health, '/v1/disputes', {
    referralRef: story.wren,
    reason: 'Wren has a bruise that the decision does not consider.',
    outcomeSought: 'An assessment.',
    interimSafety: 'The health visitor sees Wren every other day.',
  });
  await story.settled();
  await story.reach('2028-06-08T10:00');
  await story.does(health, protection, 'agreePlanAction', { no: 1 });
  await story.does(health, protection, 'reportPlanAction', { no: 1, done: true, note: 'A scald, not new.' });
}

/** Monday 12 June, 17:00: nobody has answered health, and the dispute goes to line managers by itself. */
export async function raised(story: Story): Promise<void> {
  await story.reach('2028-06-12T17:05');
  await story.settled();
}
