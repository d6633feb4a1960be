import { randomBytes } from 'node:crypto';
import { and, desc, eq, isNotNull, isNull, or } from 'drizzle-orm';
import type { z } from 'zod';
import type { StoredAnswer } from '../db/idempotency.ts';
import { holdStream, readNotification, writeEvents } from '../db/intake.ts';
import { intakeRulesAt } from '../db/intake-rules.ts';
import { oweLeadMessage } from '../db/lead-messages.ts';
import { notifications } from '../db/schema.ts';
import { openSealed, seal } from '../db/sealed-contents.ts';
import type { Actor } from '../domain/actor.ts';
import {
  acknowledgeNotification,
  type NotificationEvent,
  type NotificationForm,
  type NotificationType,
  type NrmConsideration,
  routeOf,
} from '../domain/notification.ts';
import { reference } from '../domain/references.ts';
import { notificationStream } from '../domain/streams.ts';
import { readNotificationBody } from './intake-reading.ts';
import { about, type Arrived, type Asked, once, readable, sealForm } from './intake-writing.ts';
import { contactLink, notificationLink } from './links.ts';
import { isOutside, isOwnSubmission, mayReadContact, readingScope } from './permissions.ts';
import { Problem } from './problems.ts';
import { markAnswer } from './receipt-answer.ts';
import type { NotificationAnswer, NOTIFICATION_STATUSES } from './schemas/intake.ts';
import type { Services } from './services.ts';

/** Keeps a notification, routes it to its named lead and owes them a message. It begins no case. */
export async function receiveNotification(services: Services, arrived: Arrived): Promise<StoredAnswer> {
  return once(services, arrived, async (tx, writing) => {
    const { notificationType, ...read } = readNotificationBody(arrived.body, services.authorities);
    const { notifications } = await intakeRulesAt(tx, writing.now);
    const route = routeOf(notificationType, notifications?.routes);
    const notificationRef = reference('N', randomBytes(8));
    const stream = notificationStream(notificationRef);
    const form = await sealForm(tx, { ref: notificationRef, stream, read, asReceived: arrived.asReceived });
    const received: NotificationEvent = {
      type: 'NotificationReceived',
      occurredAt: writing.now,
      notificationRef,
      notificationType,
      route,
      form,
      ...about(read, arrived.actor, writing.now),
    };
    await writeEvents(tx, stream, [received], { ...writing, afterSeq: 0 });
    await oweLeadMessage(tx, { notificationRef, lead: route.lead, owedSince: writing.now });
    const answer = {
      notificationRef,
      type: notificationType,
      lead: route.lead,
      receivedAt: writing.now,
      marks: read.marks.map(markAnswer),
      links: { self: notificationLink(notificationRef) },
    };
    return { status: 201, body: answer };
  });
}

/**
 * Records that the lead has taken a notification up.
 * @throws Problem NOT_FOUND, DomainError NOT_PERMITTED, ALREADY_ACKNOWLEDGED, MISSING_FIELD
 */
export async function acknowledge(
  services: Services,
  ref: string,
  taken: { readonly nrm?: NrmConsideration | undefined; readonly note?: string | undefined },
  asked: Asked,
): Promise<StoredAnswer> {
  return once(services, asked, async (tx, writing) => {
    const stream = notificationStream(ref);
    await holdStream(tx, stream);
    const found = readable(await readNotification(tx, ref), asked.actor);
    const note =
      taken.note === undefined
        ? undefined
        : await seal(tx, { id: `${ref}/note/${writing.commandId}`, stream, value: taken.note });
    const events = acknowledgeNotification(
      found.subject,
      { ...(taken.nrm && { nrm: taken.nrm }), ...(note && { note }) },
      writing,
    );
    await writeEvents(tx, stream, events, { ...writing, afterSeq: found.seq });
    const links = { self: notificationLink(ref) };
    return { status: 200, body: { notificationRef: ref, acknowledgedAt: writing.now, links } };
  });
}

/** Most that a list names; the newest come first. */
const MOST_LISTED = 200;

export type NotificationFilter = {
  readonly status?: (typeof NOTIFICATION_STATUSES)[number] | undefined;
  readonly type?: NotificationType | undefined;
  readonly lead?: string | undefined;
};

/** Notifications this actor may see, newest first; somebody outside the hub sees their own. */
export async function listNotifications({ db }: Services, actor: Actor, filter: NotificationFilter) {
  const scope = readingScope(actor);
  if (!isOutside(actor) && (scope === undefined || scope.outcomes !== undefined)) {
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no notifications' });
  }
  const { status, type, lead } = filter;
  const ofAgency =
    actor.role === 'AGENCY_REPRESENTATIVE' ? eq(notifications.agency, actor.agency) : undefined;
  const mine = or(eq(notifications.submittedBy, actor.userId), ofAgency);
  const theirs =
    scope?.localAuthority === undefined ? undefined : eq(notifications.localAuthority, scope.localAuthority);
  const { acknowledgedAt } = notifications;
  const taken = status === 'ACKNOWLEDGED' ? isNotNull(acknowledgedAt) : isNull(acknowledgedAt);
  return db
    .select()
    .from(notifications)
    .where(
      and(
        isOutside(actor) ? mine : theirs,
        status === undefined ? undefined : taken,
        type === undefined ? undefined : eq(notifications.notificationType, type),
        lead === undefined ? undefined : eq(notifications.lead, lead),
      ),
    )
    .orderBy(desc(notifications.receivedAt), desc(notifications.notificationRef))
    .limit(MOST_LISTED);
}

/**
 * A notification: whole for staff of the hub, how it stands for whoever handed it in.
 * @throws Problem NOT_FOUND
 */
export async function notificationFor(
  { db }: Services,
  actor: Actor,
  ref: string,
): Promise<z.output<typeof NotificationAnswer>> {
  const found = await readNotification(db, ref);
  const own = found && {
    submittedBy: found.submittedBy,
    ...(found.subject.agency !== undefined && { agency: found.subject.agency }),
  };
  const isTheirs =
    found !== undefined &&
    own !== undefined &&
    (isOutside(actor) ? isOwnSubmission(actor, own) : mayReadContact(actor, found.subject));
  if (!isTheirs) throw new Problem('NOT_FOUND', { detail: 'There is nothing with this reference' });
  const { notificationRef, notificationType, receivedAt, channel, localAuthority, route, acknowledgedAt } =
    found.subject;
  const standing = {
    notificationRef,
    type: notificationType,
    status: acknowledgedAt === undefined ? ('OPEN' as const) : ('ACKNOWLEDGED' as const),
    receivedAt,
    channel,
    localAuthority,
    ...(own.agency !== undefined && { agency: own.agency }),
    lead: route.lead,
    ...(acknowledgedAt !== undefined && { acknowledgedAt }),
    links: { self: notificationLink(notificationRef) },
  };
  if (isOutside(actor)) return standing;
  const { form, note, nrm, marks, contactRefs } = found.subject;
  const said = await openSealed<NotificationForm>(db, form.id);
  const noted = note && (await openSealed<string>(db, note.id));
  return {
    ...standing,
    leadRole: route.role,
    considersNrm: route.considersNrm,
    ...(nrm && { nrm }),
    ...(said && { form: said }),
    ...(noted !== undefined && { note: noted }),
    marks: marks.map(markAnswer),
    contacts: contactRefs.map((contactRef) => ({ contactRef, links: { self: contactLink(contactRef) } })),
  };
}
