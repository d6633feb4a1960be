import type { CaseToTell } from '../case.ts';
import { newsTo } from '../follow-on/news.ts';
import { referralStream } from '../streams.ts';
import { endOf } from './children.ts';
import type { Asking, ChildProtection, ProtectedChild } from './state.ts';

/**
 * Word to every case that asked for it, and to each child's own referral whoever asked: whoever decides on the child
 * knows that a strategy discussion is open.
 */
export function newsOfProtection(state: ChildProtection): CaseToTell[] {
  return [...opened(state), ...accepted(state), ...ended(state)];
}

/** The part of every child, in every round. */
function partsOf({ earlier, children }: ChildProtection): readonly ProtectedChild[] {
  return [...earlier, ...children];
}

/** The child's own referral hears that it is under way, where it did not ask for it. */
function opened(state: ChildProtection): CaseToTell[] {
  return partsOf(state).flatMap(({ referralRef, askedBy, joinedAt, round }) => {
    const to = referralStream(referralRef);
    const isAsking = askedBy.some(({ from }) => from === to);
    return isAsking ? [] : inRound(newsTo(state, { news: 'OPENED', at: joinedAt }, to), round);
  });
}

/** Everybody who asked hears that the team has accepted; once for each decision, also one that joins after that. */
function accepted(state: ChildProtection): CaseToTell[] {
  const { acceptedAt: at, acceptedBy: by, receiver } = state;
  if (at === undefined || by === undefined || receiver === undefined) return [];
  const asked: Asking[] = [];
  const told: CaseToTell[] = [];
  for (const { from, decisionNo } of partsOf(state).flatMap(({ askedBy }) => askedBy)) {
    const earlier = asked.filter((one) => one.from === from);
    if (earlier.some((one) => one.decisionNo === decisionNo)) continue;
    asked.push({ from, ...(decisionNo !== undefined && { decisionNo }) });
    const answers = decisionNo !== undefined && { decisionNo };
    const words = newsTo(state, { news: 'ACCEPTED', at, by, receiver, ...answers }, from);
    const again = earlier.length === 0 ? '' : `/${decisionNo ?? 0}`;
    told.push(...words.map((word) => ({ ...word, key: `${word.key}${again}` })));
  }
  return told;
}

/** Told once the part of every child it is about has ended; again where reasonable cause had appeared again since. */
function ended(state: ChildProtection): CaseToTell[] {
  const parts = partsOf(state);
  return [...new Set(parts.flatMap(toldOf))].flatMap((to) => {
    const about = new Set(
      parts.filter((part) => toldOf(part).includes(to)).map(({ referralRef }) => referralRef),
    );
    const children = state.children.filter(({ referralRef }) => about.has(referralRef));
    const [at] = children
      .flatMap(({ end }) => (end === undefined ? [] : [end.at]))
      .toSorted()
      .toReversed();
    if (at === undefined || children.some(({ end }) => end === undefined)) return [];
    const round = Math.max(...children.map((child) => child.round));
    return inRound(newsTo(state, { news: 'ENDED', at, outcome: endOf(children) }, to), round);
  });
}

function toldOf({ askedBy, referralRef }: ProtectedChild): string[] {
  return [...askedBy.map(({ from }) => from), referralStream(referralRef)];
}

function inRound(words: readonly CaseToTell[], round: number): CaseToTell[] {
  return words.map((word) => (round === 1 ? word : { ...word, key: `${word.key}/${round}` }));
}
