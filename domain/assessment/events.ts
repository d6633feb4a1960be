import type { Happened } from '../follow-on/events.ts';
import type { Asked } from './commands.ts';
import type { ClosureCode } from './census.ts';
import type { AssessmentOpening } from './opening.ts';
import type { Acceptance, AssessmentEnd, Authorisation, NewRisk, OutcomeDecision, Timescale } from './state.ts';

type Content<Type extends Parameters<typeof nothing>[0]> = Omit<Asked<Type>, 'type'>;
declare function nothing(type: import('./commands.ts').AssessmentCommand['type']): void;

export type AssessmentEvent =
  | Happened<'AssessmentOpened', { readonly opening: AssessmentOpening & { readonly id: string } }>;
