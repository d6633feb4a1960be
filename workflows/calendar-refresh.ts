import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { refreshCalendar } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '30s', backoffCoefficient: 2, maximumInterval: '30 minutes', maximumAttempts: 8 },
});

/** Run by a schedule: proposes a newer calendar when GOV.UK has one, and says when official days run out. */
export async function calendarRefresh(): ReturnType<Activities['refreshCalendar']> {
  const report = await refreshCalendar();
  const proposal = report.proposal === undefined ? '' : `, proposal ${report.proposal}`;
  setCurrentDetails([`**${report.outcome}**${proposal}`, report.alarm ?? ''].join('\n\n').trim());
  return report;
}
