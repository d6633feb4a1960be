import * as first from './first-days.ts';
import type { Story } from './story.ts';
import * as later from './summer.ts';

/** The whole story, from the school's contact to the assessment that is open at its end. */
export async function tellAll(story: Story): Promise<void> {
  await first.handedIn(story);
  await first.convened(story);
  await first.decided(story);
  await story.reach('2028-06-05T14:35');
  await first.adjourned(story);
  await first.enquiriesBegun(story);
  await first.disputed(story);
  await first.raised(story);
  await later.upheld(story);
  await later.decidedAgain(story);
  await later.assessmentAccepted(story);
  await later.discussedAgain(story);
  await later.assessed(story);
  await later.conferenceHeld(story);
  await later.steppingDown(story);
  await later.steppedDown(story);
  await later.steppedUp(story);
  await story.reach('2028-08-29T11:00');
  await later.assessedOnceMore(story);
}
