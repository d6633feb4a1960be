export { calendarRefresh } from './calendar-refresh.ts';
export { invariants } from './invariants.ts';
export { informationRequest } from './information-request.ts';
export { publication } from './publication.ts';
export { referral } from './referral.ts';
export { sweep } from './sweep.ts';
