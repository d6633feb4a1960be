import type { AttendeeKind } from '../../../domain/child-protection/codes.ts';
import type { BodyOf } from './story.ts';
import { chair } from './people.ts';

type Record = BodyOf<'recordDiscussion'>;

/** What every record of a strategy discussion has; `present` each shared something. */
export function minutes({
  present,
  ...record
}: { readonly present: readonly AttendeeKind[] } & Pick<Record, 'startedAt' | 'endedAt' | 'children'> &
  Partial<Record>): Record {
  return {
    heldAs: 'DISCUSSION',
    mode: 'VIDEO',
    chair: chair.userId,
    chairRole: chair.role,
    attendance: present.map((kind) => ({
      agency: kind,
      kind,
      attendance: 'PRESENT',
      information: `${kind} has not seen the kettle.`,
    })),
    thresholdAnalysis: 'The burn fits no account that was given.',
    criminalInvestigation: 'The police speak to the father first.',
    medical: { needed: false },
    whatFamilyIsTold: 'That Quillon is to be seen.',
    toldBy: 'The social worker.',
    safetyPlan: 'The father sleeps elsewhere.',
    siblingsConsidered: true,
    dissent: 'NONE',
    actions: [],
    ...record,
  };
}
