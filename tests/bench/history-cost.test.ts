import { describe, expect, it } from 'vitest';
import proto from '@temporalio/proto';
import { historyCost } from '../../bench/history-cost.ts';

const { HistoryEvent } = proto.temporal.api.history.v1;

const marker = (task: number) => ({
  markerRecordedEventAttributes: { markerName: 'core_local_activity', workflowTaskCompletedEventId: task },
});

describe('the cost of a history', () => {
  it.each([
    ['a start', [{ workflowExecutionStartedEventAttributes: {} }], 1],
    ['workflow tasks are free', [{ workflowTaskStartedEventAttributes: {} }], 0],
    ['each accepted update', [{ workflowExecutionUpdateAcceptedEventAttributes: {} }], 1],
    [
      'a timer is paid when it starts',
      [{ timerStartedEventAttributes: {} }, { timerCanceledEventAttributes: {} }],
      1,
    ],
    ['one upsert, however many attributes', [{ upsertWorkflowSearchAttributesEventAttributes: {} }], 1],
    ['an activity at its third attempt', [{ activityTaskStartedEventAttributes: { attempt: 3 } }], 3],
    ['local activities of one workflow task', [marker(4), marker(4)], 1],
    ['local activities of two workflow tasks', [marker(4), marker(9)], 2],
  ])('%s', (_, events, actions) => {
    expect(historyCost(events.map((event) => HistoryEvent.fromObject(event)))).toEqual({
      events: events.length,
      actions,
    });
  });
});
