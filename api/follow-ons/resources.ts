import type { FollowOnName } from '../../domain/follow-on/state.ts';
import { kindNamed } from '../../domain/follow-on/kinds.ts';
import { AGENCY_ACTION_COMMANDS } from './agency-action.ts';
import { ASSESSMENT_COMMANDS } from './assessment.ts';
import { CHILD_PROTECTION_COMMANDS } from './child-protection.ts';
import type { CommandEntry } from './command-entry.ts';
import { CLOCK_COMMANDS, PLAN_COMMANDS } from './common.ts';
import { DISPUTE_COMMANDS } from './dispute.ts';
import { EARLY_HELP_COMMANDS } from './early-help.ts';

/** One kind of case over HTTP. */
export type FollowOnResource = {
  readonly kind: FollowOnName;
  /** Below `/v1` and on the board. */
  readonly path: string;
  readonly tag: string;
  readonly commands: readonly CommandEntry[];
};

/** Where each kind of case is found, on the API and on the board, with the commands of its own. */
const OWN: Readonly<Record<FollowOnName, Omit<FollowOnResource, 'kind'>>> = {
  CHILD_PROTECTION: {
    path: 'child-protection',
    tag: 'child protection',
    commands: CHILD_PROTECTION_COMMANDS,
  },
  ASSESSMENT: { path: 'assessments', tag: 'assessments', commands: ASSESSMENT_COMMANDS },
  EARLY_HELP: { path: 'early-help', tag: 'early help', commands: EARLY_HELP_COMMANDS },
  AGENCY_ACTION: { path: 'agency-actions', tag: 'agency actions', commands: AGENCY_ACTION_COMMANDS },
  DISPUTE: { path: 'disputes', tag: 'disputes', commands: DISPUTE_COMMANDS },
};

/** A kind with everything it takes: its own commands, those of the plan where it has one, those of its clocks. */
export function resourceOf(kind: FollowOnName): FollowOnResource {
  const { commands, ...rest } = OWN[kind];
  const plan = kindNamed(kind).hasPlan ? PLAN_COMMANDS : [];
  return { kind, ...rest, commands: [...commands, ...plan, ...CLOCK_COMMANDS] };
}

/** Address of a case below `/v1`, and of its page on the board without it. */
export function followOnPath(kind: FollowOnName, id: string): string {
  return `/${OWN[kind].path}/${id}`;
}
