import type { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** What a case costs in Temporal's terms. */
export type HistoryCost = { readonly events: number; readonly actions: number };

const LOCAL_ACTIVITY_MARKER = 'core_local_activity';

/**
 * Events and billable actions of one history, by the published list of Temporal Cloud Actions: the start, each
 * accepted update, each started timer, each upsert, each signal and each attempt of an activity are one; all local
 * activities of one workflow task together are one. Refused updates and queries leave no trace here.
 */
export function historyCost(events: readonly HistoryEvent[]): HistoryCost {
  let actions = 0;
  const localActivityTasks = new Set<string>();
  for (const event of events) {
    actions += actionsOf(event);
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName === LOCAL_ACTIVITY_MARKER) {
      localActivityTasks.add(String(marker.workflowTaskCompletedEventId));
    }
  }
  return { events: events.length, actions: actions + localActivityTasks.size };
}

function actionsOf(event: HistoryEvent): number {
  if (
    event.workflowExecutionStartedEventAttributes ||
    event.workflowExecutionUpdateAcceptedEventAttributes ||
    event.workflowExecutionSignaledEventAttributes ||
    event.timerStartedEventAttributes ||
    event.upsertWorkflowSearchAttributesEventAttributes
  ) {
    return 1;
  }
  // Only the last attempt has an event; it says how many there were.
  return event.activityTaskStartedEventAttributes?.attempt ?? 0;
}
