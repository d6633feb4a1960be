import { z } from 'zod';
import { NOTIFICATION_TYPES, NRM_CONSIDERATIONS } from '../../domain/notification.ts';
import { CHANNELS, ROLES } from '../../domain/vocabulary.ts';
import { Words } from './commands.ts';
import { AgencyCode, ContactRef, InstantText, MarkAnswer } from './common.ts';

export const EnquiryRef = z
  .string()
  .regex(/^E-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ examples: ['E-7K3M-Q9TX'] });
export const NotificationRef = z
  .string()
  .regex(/^N-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ examples: ['N-7K3M-Q9TX'] });

export const ENQUIRY_STATUSES = ['OPEN', 'ANSWERED'] as const;
export const NOTIFICATION_STATUSES = ['OPEN', 'ACKNOWLEDGED'] as const;

const ARRIVAL = {
  channel: z.enum(CHANNELS).meta({ description: 'Another word is kept as OTHER, with a mark' }),
  localAuthority: z.string().meta({ examples: ['HARTLEPOOL'] }),
  agency: AgencyCode.optional().meta({ description: 'Agency it comes from, when hub staff write it up' }),
};
const Links = z.object({ self: z.string() });
const Contacts = z
  .array(z.object({ contactRef: ContactRef, links: Links }))
  .meta({ description: 'Contacts begun from it' });

const EnquiryForm = z.object({
  question: z.string(),
  name: z.string().optional(),
  organisation: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

export const EnquiryBody = EnquiryForm.extend(ARRIVAL).meta({
  id: 'Enquiry',
  description: 'A request for advice. It is logged and answered and never becomes a case by itself.',
  examples: [
    {
      channel: 'PHONE',
      localAuthority: 'HARTLEPOOL',
      name: 'Sample Headteacher',
      question: 'Which level of need do you see in a child who is often late?',
    },
  ],
});

export const EnquiryReceipt = z
  .object({ enquiryRef: EnquiryRef, receivedAt: InstantText, marks: z.array(MarkAnswer), links: Links })
  .meta({ id: 'EnquiryReceipt' });

export const AdviceBody = z.strictObject({ answer: Words }).meta({
  id: 'Advice',
  examples: [{ answer: 'Speak with the family first; this reads like level 2.' }],
});

export const AdviceReceipt = z
  .object({ enquiryRef: EnquiryRef, answeredAt: InstantText, links: Links })
  .meta({ id: 'AdviceReceipt' });

const ListedEnquiry = z
  .object({
    enquiryRef: EnquiryRef,
    status: z.enum(ENQUIRY_STATUSES),
    receivedAt: InstantText,
    channel: z.enum(CHANNELS),
    localAuthority: z.string(),
    agency: z.string().optional(),
    answeredAt: InstantText.optional(),
    contactRefs: z.array(ContactRef),
    links: Links,
  })
  .meta({ id: 'ListedEnquiry' });

export const EnquiryAnswer = ListedEnquiry.omit({ contactRefs: true })
  .extend({
    form: EnquiryForm.optional().meta({ description: 'Absent once erased' }),
    answer: z.string().optional(),
    marks: z.array(MarkAnswer),
    contacts: Contacts,
  })
  .meta({ id: 'EnquiryRecord' });

export const EnquiryQuery = z.strictObject({ status: z.enum(ENQUIRY_STATUSES).optional() });
export const EnquiryList = z
  .object({ enquiries: z.array(ListedEnquiry) })
  .meta({ id: 'EnquiryList', description: 'Newest first, 200 at most' });

const NotificationForm = z.object({
  summary: z.string().meta({ description: 'What has happened' }),
  childName: z.string().optional(),
  dateOfBirth: z.string().optional(),
  from: z.string().optional().meta({ description: 'Who tells it' }),
  policeReference: z.string().optional(),
});

export const NotificationBody = NotificationForm.extend({
  type: z.enum(NOTIFICATION_TYPES).meta({ description: 'Another word is kept as OTHER, with a mark' }),
  ...ARRIVAL,
}).meta({
  id: 'Notification',
  description:
    'What agencies tell the hub as a matter of course. It goes to its named lead and is no case; where the threshold is met, hand in a contact that follows it.',
  examples: [
    {
      type: 'ENCOMPASS',
      channel: 'POLICE_FEED',
      localAuthority: 'HARTLEPOOL',
      summary: 'Verbal argument between the parents; the child was in bed.',
    },
  ],
});

export const NotificationReceipt = z
  .object({
    notificationRef: NotificationRef,
    type: z.enum(NOTIFICATION_TYPES),
    lead: z.string().meta({ description: 'Named lead it went to', examples: ['PREVENT_LEAD'] }),
    receivedAt: InstantText,
    marks: z.array(MarkAnswer),
    links: Links,
  })
  .meta({ id: 'NotificationReceipt' });

export const LeadAcknowledgementBody = z
  .strictObject({
    nrm: z.enum(NRM_CONSIDERATIONS).optional().meta({
      description: 'What came of considering the National Referral Mechanism, where it is asked for',
    }),
    note: Words.optional(),
  })
  .meta({ id: 'LeadAcknowledgement', examples: [{ nrm: 'NOT_INDICATED' }] });

export const LeadAcknowledgementReceipt = z
  .object({ notificationRef: NotificationRef, acknowledgedAt: InstantText, links: Links })
  .meta({ id: 'LeadAcknowledgementReceipt' });

const Standing = z.object({
  notificationRef: NotificationRef,
  type: z.enum(NOTIFICATION_TYPES),
  status: z.enum(NOTIFICATION_STATUSES),
  receivedAt: InstantText,
  channel: z.enum(CHANNELS),
  localAuthority: z.string(),
  agency: z.string().optional(),
  lead: z.string(),
  acknowledgedAt: InstantText.optional(),
  links: Links,
});

export const NotificationAnswer = Standing.extend({
  leadRole: z.enum(ROLES).optional(),
  considersNrm: z.boolean().optional(),
  nrm: z.enum(NRM_CONSIDERATIONS).optional(),
  form: NotificationForm.optional().meta({ description: 'Absent once erased' }),
  note: z.string().optional(),
  marks: z.array(MarkAnswer).optional(),
  contacts: Contacts.optional(),
}).meta({
  id: 'NotificationRecord',
  description: 'Whole for staff of the hub; how it stands for whoever handed it in',
});

export const NotificationQuery = z.strictObject({
  status: z.enum(NOTIFICATION_STATUSES).optional(),
  type: z.enum(NOTIFICATION_TYPES).optional(),
  lead: AgencyCode.optional(),
});
export const NotificationList = z
  .object({
    notifications: z.array(Standing.extend({ contactRefs: z.array(ContactRef) })),
  })
  .meta({ id: 'NotificationList', description: 'Newest first, 200 at most' });
