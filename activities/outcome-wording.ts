import type { Decision } from '../domain/referral/state.ts';
import type { ReferrerKind } from '../domain/referrer-kind.ts';
import type { Outcome } from '../domain/vocabulary.ts';

/** What a professional may know of each outcome: the kind of next step, nothing about the child or the family. */
const FOR_PROFESSIONALS: Readonly<Record<Outcome, string>> = {
  NFA: 'No further action by children’s social care is needed at this time.',
  ADVICE_SIGNPOST: 'Advice and signposting is the right response at this time.',
  SINGLE_AGENCY: 'One agency has been asked to act.',
  EARLY_HELP: 'The family will be offered Early Help.',
  ASSESSMENT_S17: 'A social worker will carry out an assessment.',
  STRATEGY_S47: 'The concern is being looked into together with partner agencies.',
  OPEN_CASE: 'Your information has been passed to the worker who already supports the family.',
  REDIRECT_LADO: 'Your concern has been passed to the Local Authority Designated Officer.',
  REDIRECT_ADULTS: 'Your concern has been passed to adult services.',
  REDIRECT_OTHER_LA: 'Your concern has been passed to the local authority responsible.',
};

/**
 * What a parent, a relative or the young person is told of each outcome, in words to themselves. A step that they must
 * not hear of by letter, as where a parent could be the danger, is put as generally as for the public.
 */
const FOR_FAMILIES: Readonly<Record<Outcome, string>> = {
  NFA: 'We have thought about what you told us. We do not plan to do more just now.',
  ADVICE_SIGNPOST: 'We have thought about what you told us, and can tell you who may be able to help.',
  SINGLE_AGENCY: 'We have asked a service that can help to get in touch.',
  EARLY_HELP: 'We would like to offer help from our Early Help team. They will get in touch.',
  ASSESSMENT_S17: 'A social worker will get in touch to understand what help is needed.',
  STRATEGY_S47:
    'We have thought about what you told us and decided what happens next. Someone will talk to you.',
  OPEN_CASE: 'We have passed what you told us to the worker you may know already.',
  REDIRECT_LADO: 'We have passed what you told us to the person who looks into such concerns.',
  REDIRECT_ADULTS: 'We have passed what you told us to the team that works with adults.',
  REDIRECT_OTHER_LA: 'We have passed what you told us to the council responsible.',
};

/** A neighbour is told that they were heard, and nothing of what follows for a family that is not theirs. */
const FOR_THE_PUBLIC =
  'We have looked at what you told us and decided what should happen next. To protect the child and the family we cannot tell you more.';

function stepWords(outcome: Outcome, kind: ReferrerKind): string {
  switch (kind) {
    case 'PROFESSIONAL':
      return FOR_PROFESSIONALS[outcome];
    case 'FAMILY':
    case 'YOUNG_PERSON':
      return FOR_FAMILIES[outcome];
    case 'PUBLIC':
      return FOR_THE_PUBLIC;
  }
}

const CLOSING: Readonly<Record<ReferrerKind, string>> = {
  PROFESSIONAL: 'If you disagree, reply to the hub and ask for the escalation procedure.',
  FAMILY: 'If you disagree, or something changes, tell us. You can ask somebody to help you with that.',
  YOUNG_PERSON:
    'If that does not feel right, or something changes, tell us or any adult you trust. You can always call Childline on 0800 1111.',
  PUBLIC: 'If you see or hear something new, please tell us again.',
};

/** The outcome of a decision for whoever told the hub: by outcome and by who they are, safe to be read by others. */
export function outcomeWords(contactRef: string, decision: Decision, kind: ReferrerKind): string {
  return [
    decision.no > 1
      ? `The outcome of your contact ${contactRef} has changed.`
      : `The hub has decided on your contact ${contactRef}.`,
    stepWords(decision.outcome, kind),
    CLOSING[kind],
    ...(kind === 'PROFESSIONAL' ? [] : ['If a child is in immediate danger, call 999.']),
  ].join('\n');
}
