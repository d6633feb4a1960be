import { readExplanations } from '../api/clock-reading.ts';
import { historyFor } from '../api/people-answer.ts';
import { mayReadContact } from '../api/permissions.ts';
import { withheldContacts } from '../api/restricted-records.ts';
import { followOnsOf } from '../db/follow-ons.ts';
import { rulesAt } from '../db/hub-rules.ts';
import type { Actor } from '../domain/actor.ts';
import { hubNow } from '../temporal/cases.ts';
import { visibleFile } from './access.ts';
import type { Board } from './options.ts';
import { readChildren, readForm, readQuality, readReferral, readWords } from './queries/referrals.ts';
import { readRequests } from './queries/requests.ts';
import type { CaseFile } from './view-models/case.ts';

const REFERENCE = /^R-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** What a page about one referral may show to this actor; undefined when there is no such referral. */
export async function readCaseFile(
  { services, options }: Board,
  ref: string,
  actor: Actor,
): Promise<CaseFile | undefined> {
  const { db } = services;
  const record = REFERENCE.test(ref) ? await readReferral(db, ref) : undefined;
  if (record === undefined) return undefined;
  const { referral, rows } = record;
  const now = await hubNow(services.clock);
  const [children, form, quality, written, rules, requests, cases, withheld] = await Promise.all([
    readChildren(db, referral.contactRef),
    readForm(db, referral.contactRef),
    readQuality(db, referral.contactRef),
    readWords(db, rows),
    rulesAt(db, now),
    readRequests(db, referral),
    followOnsOf(db, ref),
    withheldContacts(db, actor, [referral.contactRef]),
  ]);
  const past = mayReadContact(actor, referral) ? await historyFor(db, { referral, actor }, rules) : undefined;
  const events = rows.map(({ event }) => event);
  const explanations = await readExplanations(db, events, { now, rules });
  const people = new Map((options.demoUsers ?? []).map(({ userId, displayName }) => [userId, displayName]));
  return visibleFile({
    referral,
    rows,
    isOfRestricted: withheld.size > 0,
    children,
    form,
    quality,
    written,
    people,
    actor,
    now,
    rules,
    explanations,
    ...(past && { past }),
    agencies: services.agencies,
    requests,
    cases,
  });
}
