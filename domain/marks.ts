/** A rule the contact does not meet, at a JSON Pointer into the form. Kept and shown; never a refusal. */
export type Mark = { readonly pointer: string; readonly rule: MarkRule };

/** Each rule with the words a referrer can act on. */
export const MARK_RULES = {
  CONCERN_MISSING: 'Say what you are worried about',
  CHILD_MISSING: 'Name at least one child, or the mother of an unborn child',
  NAME_MISSING: 'Give the name of the child',
  BIRTH_MISSING: 'Give the date of birth, or the expected date for an unborn child',
  BIRTH_BOTH: 'Give either a date of birth or an expected date, not both',
  DATE_ODD: 'Write dates as year-month-day, such as 2019-04-30',
  BIRTH_IN_FUTURE: 'A date of birth cannot lie after the day of receipt',
  CHILD_IS_ADULT: 'By this date of birth the person is 18 or older; check the date',
  BIRTH_TOO_FAR: 'An expected date lies 280 days ahead at most',
  MOTHER_MISSING: 'Name the mother of the unborn child',
  UNBORN_SEX: 'The sex of an unborn child is written U',
  HOUSEHOLD_CHILD_NOT_NAMED:
    'A child of this household is not among the children of the contact; say whether you worry about them too',
  NHS_NUMBER_ODD: 'The NHS number does not have 10 digits with a right check digit',
  UPN_ODD: 'The unique pupil number does not have 13 characters with a right check letter',
  POSTCODE_ODD: 'The postcode does not have the form of one; write "not known" if there is none',
  REFERRER_MISSING: 'Say who you are and how to reach you, or that you wish to stay anonymous',
  AGREEMENT_MISSING: 'Say whether the family knows and agrees, or why not',
  CHANNEL_UNKNOWN: 'The channel is not one the hub knows',
  SOURCE_UNKNOWN: 'The source code is not in the national code set',
  AUTHORITY_UNKNOWN: 'The local authority is not one this hub serves',
  AUTHORITY_BY_ADDRESS: 'The address lies in another authority of this hub, which takes the referral',
  ADDRESS_OUTSIDE_HUB: 'The address lies outside this hub; the hub acts first and sends it on',
  DISTRICT_UNKNOWN: 'The hub does not know whose area this postcode is; the authority named keeps it',
  EMAIL_ONLY: 'Only the text of an email came; hand in the rest on the form',
  SAFE_CONTACT_MISSING: 'Say how and when the hub can reach you safely',
  QUESTION_MISSING: 'Say what you would like advice about',
  SUMMARY_MISSING: 'Say what has happened',
  NOTIFICATION_UNKNOWN: 'The kind of notification is not one the hub knows',
  LINK_UNKNOWN: 'There is no such enquiry or notification of yours to follow',
  FIELD_ODD: 'The field does not have the form the hub expects',
  CONTROL_CHARACTERS: 'The text has characters that cannot be shown',
} as const;
export type MarkRule = keyof typeof MARK_RULES;
