import type { KeyedRequest } from '../db/idempotency.ts';
import { reviveReferral } from '../db/revivals.ts';
import { readStream } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import type { DomainError } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralCommand } from '../domain/referral/commands.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { obstacle } from '../domain/referral/guards.ts';
import { isClosed, type Referral } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import { type CaseKind, commandIdOf, giveCaseCommand, type WordedCommand } from './case-commands.ts';
import { type LinkTarget, linkRefusal } from './link-targets.ts';
import { reReferralRefusal } from './re-referral.ts';
import type { Services } from './services.ts';

export type WordedReferralCommand = WordedCommand<ReferralCommand>;

export type CommandRequest = {
  readonly referralRef: string;
  readonly command: WordedReferralCommand;
  readonly actor: Actor;
  /** Names the request, so that doing it again gives the first answer. */
  readonly request: KeyedRequest;
  /** The version the caller saw, when the command is bound to it. */
  readonly expectedVersion?: number;
};

export type CommandAnswer =
  /** The referral as the command left it, and when that was recorded. */
  | { readonly kind: 'DONE'; readonly referral: Referral; readonly recordedAt: Instant }
  /** `current` is the case as the refused caller should now see it. */
  | { readonly kind: 'REFUSED'; readonly refusal: DomainError; readonly current: Referral }
  /** Accepted and kept, but nobody answered in time; its status can be asked for by its id. */
  | { readonly kind: 'PENDING'; readonly commandId: string }
  | { readonly kind: 'NOT_FOUND' };

/**
 * Gives a command to a referral's workflow. The words are sealed in Postgres first, so the workflow sees only
 * pointers to them.
 * @throws an error that `isUnavailable` knows, when Postgres cannot be reached
 */
export async function giveCommand(
  services: Services,
  { referralRef, ...request }: CommandRequest,
): Promise<CommandAnswer> {
  const refused = await refusedBeside(services, referralRef, request);
  if (refused !== undefined) return refused;
  const answer = await giveCaseCommand(services, referralKind, {
    ...request,
    stream: referralStream(referralRef),
  });
  if (answer.kind !== 'DONE') return answer;
  const { state: referral, recordedAt } = answer;
  return { kind: 'DONE', referral, recordedAt };
}

/** What hangs on other referrals, of which the case itself knows nothing; what is on record is not judged again. */
async function refusedBeside(
  services: Services,
  referralRef: string,
  { command, actor, request }: Omit<CommandRequest, 'referralRef'>,
): Promise<CommandAnswer | undefined> {
  if (!hangsOnOthers(command)) return undefined;
  const rows = await readStream(services.db, referralStream(referralRef));
  if (rows.some(({ commandId }) => commandId === commandIdOf(request))) return undefined;
  const referral = referralKind.fold(rows.map(({ event }) => event));
  if (referral === undefined || obstacle(referral, command.type, actor) !== undefined) return undefined;
  const refusal =
    command.type === 'decide'
      ? await reReferralRefusal(services, actor, referral)
      : await linkRefusal(services.db, actor, referral, command);
  return refusal && { kind: 'REFUSED', refusal, current: referral };
}

type HangsOnOthers = Extract<WordedReferralCommand, { type: LinkTarget['type'] | 'decide' }>;

function hangsOnOthers(command: WordedReferralCommand): command is HangsOnOthers {
  switch (command.type) {
    case 'markDuplicate':
    case 'joinReferral':
      return true;
    case 'decide':
      return command.whatIsDifferent === undefined;
    default:
      return false;
  }
}

/** Fields of commands that hold a person's words. */
const WORDS = [
  'reason',
  'rationale',
  'evidenceConsidered',
  'childsVoice',
  'note',
  'question',
  'purpose',
  'necessity',
  'withoutAgreement',
  'dissent',
  'interimSafety',
  'whatIsDifferent',
  'questions',
  'necessity',
  'answer',
] as const;

const referralKind: CaseKind<Referral, ReferralCommand> = {
  fold: (events) => fold(events as readonly ReferralEvent[]),
  obstacle,
  isClosed,
  closedWords: 'The referral is closed; a closed referral takes no commands',
  revive: async (tx, stream, action, now) => {
    if (action === 'reopenReferral') await reviveReferral(tx, stream.slice(referralStream('').length), now);
  },
  words: ({ type }) => (type === 'withholdFeedback' ? WORDS.filter((field) => field !== 'reason') : WORDS),
};
