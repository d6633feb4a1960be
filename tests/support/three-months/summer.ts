import { minutes } from './minutes.ts';
import {
  chair,
  contactOfficer,
  earlyHelpManager,
  housing,
  practitioner,
  receivingManager,
  serviceManager,
  socialWorker,
  teamManager,
} from './people.ts';
import { type BodyOf, type Story, summer } from './story.ts';

/** Tuesday 13 June, 10:00: the service manager upholds the dispute, and Wren's referral is open again. */
export async function upheld(story: Story): Promise<void> {
  await story.reach('2028-06-13T10:00');
  await story.does(serviceManager, story.streams.dispute, 'resolveDispute', {
    outcome: 'UPHELD',
    rationale: 'The bruise was not known.',
    people: [
      { agency: 'HEALTH', role: 'SAFEGUARDING_LEAD' },
      { agency: 'SOCIAL_CARE', role: 'SERVICE_MANAGER' },
    ],
  });
  await story.settled();
}

/** 11:00: the manager decides again, for an assessment, and the school hears of it. */
export async function decidedAgain(story: Story): Promise<void> {
  await story.reach('2028-06-13T11:00');
  await story.decides(teamManager, story.wren, {
    outcome: 'ASSESSMENT_S17',
    level: 3,
    rationale: 'Health has seen a bruise.',
    evidenceConsidered: 'What health says, and the school.',
    agreement: 'GIVEN',
    supersedes: 1,
  });
  await story.settled();
  await story.reach('2028-06-13T11:30');
  await story.tell(socialWorker, `/v1/referrals/${story.wren}/feedback`, { method: 'ELECTRONIC' });
  await story.settled();
}

/** 14:00: the assessment team accepts Wren; only then Early Help lets go, and says what it thinks of the route. */
export async function assessmentAccepted(story: Story): Promise<void> {
  const { assessment, earlyHelp } = story.streams;
  await story.reach('2028-06-13T14:00');
  await story.does(receivingManager, assessment, 'acceptAssessment', { threshold: 'AGREED' });
  await story.settled();
  await story.does(receivingManager, assessment, 'allocate', { worker: socialWorker.userId });
  await story.does(earlyHelpManager, earlyHelp, 'giveRoutingFeedback', {
    code: 'SHOULD_HAVE_BEEN_SOCIAL_CARE',
  });
  await story.settled();
}

/** Wednesday 14 June: a third discussion about Quillon goes on with the enquiries. */
export async function discussedAgain(story: Story): Promise<void> {
  const { protection } = story.streams;
  await story.reach('2028-06-14T11:00');
  const record = minutes({
    startedAt: summer('2028-06-14T10:00'),
    endedAt: summer('2028-06-14T10:45'),
    present: ['SOCIAL_CARE', 'POLICE', 'HEALTH'],
    children: [{ referralRef: story.quillon, decision: 'CONTINUE' }],
  });
  await story.does(chair, protection, 'recordDiscussion', record);
  await story.does(chair, protection, 'circulateMinutes', { no: 3 });
  await story.settled();
}

/** To 28 June: Wren is seen, the assessment has its checkpoint, and housing does what it agreed to. */
export async function assessed(story: Story): Promise<void> {
  const { assessment } = story.streams;
  await story.reach('2028-06-15T16:30');
  await story.does(socialWorker, assessment, 'recordChildSeen', {
    seenAt: summer('2028-06-15T16:00'),
    alone: true,
    note: 'Wren spoke of the damp.',
  });
  await story.does(socialWorker, assessment, 'recordAgreement', {
    status: 'GIVEN',
    givenBy: 'PARENTAL_RESPONSIBILITY',
  });
  await story.does(socialWorker, assessment, 'proposePlanAction', {
    agency: 'HOUSING',
    what: 'Mend the damp.',
    dueOn: '2028-06-30',
    isShared: true,
  });
  await story.reach('2028-06-16T10:00');
  await story.does(housing, assessment, 'agreePlanAction', { no: 1 });
  await story.reach('2028-06-16T12:00');
  await story.does(receivingManager, assessment, 'reviewCheckpoint', { note: 'On its way.' });
}

/** Monday 26 June: the conference is held, a day before it had to be; Quillon's part here is over. */
export async function conferenceHeld(story: Story): Promise<void> {
  const { protection } = story.streams;
  const { quillon: referralRef } = story;
  await story.reach('2028-06-20T15:00');
  await story.does(teamManager, protection, 'concludeS47', {
    referralRef,
    outcome: 'ICPC',
    rationale: 'The burn was no accident.',
    interimProtectionPlan: 'The father stays away.',
    conferenceAt: summer('2028-06-26T10:00'),
  });
  await story.reach('2028-06-26T13:00');
  await story.does(teamManager, protection, 'recordConference', {
    referralRef,
    heldAt: summer('2028-06-26T10:00'),
    planMade: true,
    category: 'PHY',
    outcome: 'A plan was made for Quillon.',
  });
  await story.settled();
  await story.reach('2028-06-28T10:00');
  await story.does(housing, story.streams.assessment, 'reportPlanAction', { no: 1, done: true });
}

/** Thursday 20 July: the assessment is signed, and Wren is to step down to Early Help, which accepts on Friday. */
export async function steppingDown(story: Story): Promise<void> {
  const { assessment, stepDown } = story.streams;
  await story.reach('2028-07-20T15:00');
  await story.does(teamManager, assessment, 'authoriseAssessment', {
    outcome: 'STEP_DOWN',
    closureCode: 'RC9',
    factors: ['3B'],
    primaryNeed: 'N5',
    rationale: 'With the damp mended Wren is safe at home.',
    familyInformed: true,
    childsVoice: 'Wren wants to stay with her mother.',
    authorisedAt: summer('2028-07-20T14:00'),
  });
  await story.settled();
  await story.reach('2028-07-21T10:00');
  await story.does(earlyHelpManager, stepDown, 'acceptFamily', { leadPractitioner: practitioner.userId });
  await story.reach('2028-07-24T12:00');
  await story.does(practitioner, stepDown, 'logContact', {
    at: summer('2028-07-24T11:00'),
    method: 'PHONE',
    reached: true,
  });
  await story.reach('2028-07-27T15:00');
}

/** Thursday 27 July, 14:00: the meeting that hands Wren over. */
export function meeting(socialWorkerPresent: boolean): BodyOf<'recordHandoverMeeting'> {
  return {
    heldAt: summer('2028-07-27T14:00'),
    socialWorkerPresent,
    leadPractitionerPresent: true,
    familyPresent: true,
    plan: 'Wren is visited each week.',
    outstandingActions: 'The school is told.',
    contingency: 'A new bruise.',
    reviewOn: '2028-09-05',
  };
}

/** Social care closes once it has been held with the social worker. */
export async function steppedDown(story: Story): Promise<void> {
  await story.does(earlyHelpManager, story.streams.stepDown, 'recordHandoverMeeting', meeting(true));
  await story.settled();
}

/** Friday 25 August, 15:30, before a bank holiday: Early Help steps Wren up, and the hub has her as a new referral. */
export async function steppedUp(story: Story): Promise<void> {
  const { stepDown } = story.streams;
  await story.reach('2028-08-25T15:30');
  await story.does(practitioner, stepDown, 'stepUp', { reason: 'Wren has a new bruise.', isUrgent: false });
  await story.settled();
  await story.does(earlyHelpManager, stepDown, 'giveRoutingFeedback', { code: 'RIGHT_ROUTE' });
  const { facts } = (await story.read(practitioner, `/v1/early-help/${stepDown.split(':')[1]}`)) as {
    facts: { stepUp: { referralRef: string } };
  };
  story.wrenAgain = facts.stepUp.referralRef;
  const url = `/v1/referrals/${story.wrenAgain}`;
  const { contactRef } = await story.read(socialWorker, url);
  story.againContactRef = String(contactRef);
  await story.reach('2028-08-25T16:00');
  await story.tell(contactOfficer, `${url}/acknowledgement`, {
    method: 'PHONE',
    acknowledgedAt: '2028-08-25T15:45:00+01:00',
  });
  await story.tell(socialWorker, `${url}/rating`, { rag: 'AMBER', reason: 'A new bruise.' });
}

/** What a manager decides on Tuesday 29 August. */
export const ONCE_MORE = {
  outcome: 'ASSESSMENT_S17',
  level: 3,
  rationale: 'The bruise is new.',
  evidenceConsidered: 'What Early Help has seen.',
  agreement: 'GIVEN',
} as const;

/** Once what is different is said, an assessment follows; its team accepts on Wednesday and sees Wren on Friday. */
export async function assessedOnceMore(story: Story): Promise<void> {
  const { wrenAgain: ref } = story;
  const { assessmentAgain } = story.streams;
  await story.decides(teamManager, ref, { ...ONCE_MORE, whatIsDifferent: 'The father is back.' });
  await story.settled();
  await story.tell(socialWorker, `/v1/referrals/${ref}/feedback`, { method: 'PHONE' });
  await story.reach('2028-08-30T09:30');
  await story.does(receivingManager, assessmentAgain, 'acceptAssessment', { threshold: 'AGREED' });
  await story.does(receivingManager, assessmentAgain, 'allocate', { worker: socialWorker.userId });
  await story.settled();
  await story.reach('2028-09-01T16:00');
  await story.does(socialWorker, assessmentAgain, 'recordChildSeen', {
    seenAt: summer('2028-09-01T15:00'),
    alone: true,
    note: 'Wren is afraid of the kettle.',
  });
  await story.reach('2028-09-05T10:00');
  await story.settled();
}
