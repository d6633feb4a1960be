import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';

/** Who asks, when, and under which rules. */
export type Context = { readonly actor: Actor; readonly now: Instant; readonly rules: HubRules };
