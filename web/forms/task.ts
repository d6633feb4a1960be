import type { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { DomainError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/instant.ts';
import type { History } from '../../domain/matching/history.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { Referral } from '../../domain/referral/state.ts';
import type { Agencies } from '../../policy/agencies.ts';
import type { Field, FormBody, Problem } from './fields.ts';

export type FormReading =
  | { readonly command: WordedReferralCommand }
  | { readonly problems: readonly [Problem, ...Problem[]] };

/** What a form may build on beside the referral. */
export type Surroundings = {
  readonly agencies: Agencies;
  /** What earlier contacts about the child mean; absent where its reader may not see it. */
  readonly past?: { readonly history: History };
};

/** One thing a person may do with a referral: its page, its questions and how the answers become a command. */
export type Task = {
  /** Last part of the address. */
  readonly path: string;
  readonly title: (referral: Referral) => string;
  /** What the button says. */
  readonly submit: string;
  /** A sentence under the title. */
  readonly lead?: string;
  readonly fields: (referral: Referral, rules: HubRules, around: Surroundings) => readonly Field[];
  readonly read: (body: FormBody, rules: HubRules, around: Surroundings) => FormReading;
  /** Why it cannot be done just now, beyond the rules about roles and stages. */
  readonly obstacle?: (moment: {
    readonly now: Instant;
    readonly rules: HubRules;
  }) => DomainError | undefined;
};

/** Reads a form: the command, or every problem in the order of the questions. */
export function readForm(schema: z.ZodType<WordedReferralCommand>, body: FormBody): FormReading {
  const result = schema.safeParse(body);
  if (result.success) return { command: result.data };
  const [first, ...others] = result.error.issues.map(
    ({ path, message }): Problem => ({ field: String(path[0] ?? '') || undefined, words: message }),
  );
  return { problems: [first ?? { field: undefined, words: 'The form could not be read' }, ...others] };
}
