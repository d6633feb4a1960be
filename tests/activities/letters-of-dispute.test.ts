import { describe, expect, test } from 'vitest';
import { type DisputeLetter, disputeWords } from '../../activities/letters-of-dispute.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { dispute, headTeacher, raise, withdraw } from '../domain/dispute/about.ts';

const { calendar } = defaultEditions();
const TEMPLATES: DisputeLetter[] = [
  'DISPUTE_OPENED',
  'DISPUTE_RAISED',
  'DISPUTE_RESOLVED',
  'PARTNERSHIP_TOLD',
];

describe('letters of a dispute', () => {
  const open = dispute().state;
  const raised = dispute([['Mon 12:00', raise, headTeacher]]).state;
  const over = dispute([['Mon 12:00', withdraw, headTeacher]]).state;

  test('say who has it now and until when, in words', () => {
    expect(disputeWords('DISPUTE_OPENED', open, calendar)).toContain(
      'Who has it now, until Thu 8 Jun 2028 17:00: The two practitioners, with the team manager.',
    );
    expect(disputeWords('DISPUTE_RAISED', raised, calendar, 2).slice(0, 2)).toEqual([
      'The dispute has been raised to stage 2.',
      "Who has it now, until Wed 7 Jun 2028 17:00: Line managers, with the agencies' safeguarding leads.",
    ]);
    expect(disputeWords('PARTNERSHIP_TOLD', raised, calendar, 2)[0]).toContain('has come to stage 2');
  });

  test('say nothing of a time once it is over', () => {
    for (const template of TEMPLATES) {
      expect(disputeWords(template, over, calendar, 1).join(' ')).not.toContain('Who has it now');
    }
  });

  test.each(TEMPLATES)('%s names no child, no side and no finding, only where to read it', (template) => {
    for (const state of [open, raised, over]) {
      const words = disputeWords(template, state, calendar, 2).join('\n');
      expect(words).toContain('list of disputes');
      expect(words).not.toMatch(/upheld|withdrawn|police|school|synthetic|sealed|reason|R-TEST|C-TEST/i);
    }
  });
});
