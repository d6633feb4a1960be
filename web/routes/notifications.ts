import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  acknowledge,
  listNotifications,
  notificationFor,
  receiveNotification,
} from '../../api/notifications.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import type { Actor } from '../../domain/actor.ts';
import { DomainError } from '../../domain/errors.ts';
import { parseInstant } from '../../domain/instant.ts';
import { mayAcknowledge, NRM_CONSIDERATIONS } from '../../domain/notification.ts';
import { dueWords } from '../../domain/words.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import { choices, type FormBody, type Problem } from '../forms/fields.ts';
import { intakeBodyOf, notificationFields } from '../forms/intake.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { mayWriteUp, readsContacts, unlessHidden } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { codeWords, NOTIFICATION_LABELS, NRM_LABELS, ROLE_LABELS } from '../view-models/labels.ts';
import { controlView } from '../view-models/new-contact.ts';
import { refusalWords } from '../view-models/refusals.ts';
import { visitorOf } from '../visitors.ts';

type OneNotification = { Params: { ref: string }; Body: FormBody; Querystring: { done?: string } };

const REFERENCE = /^N-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** What agencies tell as a matter of course: the list, a form to write one up, and a page for its lead. */
export function addNotificationPages(app: FastifyInstance, board: Board): void {
  const { services } = board;

  app.get('/notifications', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!readsContacts(actor)) return belongsToStaff(reply);
    const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
    const rows = await listNotifications(services, actor, {});
    return reply.page('notifications.njk', {
      mayWriteUp: mayWriteUp(actor),
      notifications: rows.map((row) => ({
        notificationRef: row.notificationRef,
        type: NOTIFICATION_LABELS[row.notificationType],
        received: dueWords(row.receivedAt, calendar),
        lead: codeWords(row.lead),
        standing:
          row.acknowledgedAt === null
            ? 'Waiting for its lead'
            : `Taken up ${dueWords(row.acknowledgedAt, calendar)}`,
        contactRefs: row.contactRefs,
      })),
    });
  });

  app.get('/notifications/new', async (request, reply) => {
    if (!mayWriteUp(visitorOf(request).actor)) return belongsToStaff(reply);
    return showNew(reply, board, { channel: 'PHONE' }, []);
  });

  app.post<OneNotification>(
    '/notifications/new',
    { preHandler: app.csrfProtection },
    async (request, reply) => {
      const { actor } = visitorOf(request);
      if (!mayWriteUp(actor)) return belongsToStaff(reply);
      const body = intakeBodyOf(request.body, notificationFields(services.authorities));
      if (body['summary'] === undefined) {
        const problem = { field: 'summary', words: 'Write down what has happened' };
        return showNew(reply.status(422), board, request.body, [problem]);
      }
      const keyed = keyedForm(request, actor.userId);
      const arrived = { body, asReceived: JSON.stringify(body), actor, request: keyed };
      const answer = await receiveNotification(services, arrived);
      const { notificationRef } = JSON.parse(answer.body) as { notificationRef: string };
      return reply.redirect(`/notifications/${notificationRef}?done=received`, 303);
    },
  );

  app.get<OneNotification>('/notifications/:ref', async (request, reply) =>
    showNotification(reply, board, { actor: visitorOf(request).actor, ...request.params, ...request.query }),
  );

  app.post<OneNotification>(
    '/notifications/:ref/acknowledgement',
    { preHandler: app.csrfProtection },
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const { ref } = request.params;
      if (!REFERENCE.test(ref)) return notFound(reply);
      const nrm = NRM_CONSIDERATIONS.find((code) => code === request.body['nrm']);
      const words = String(request.body['note'] ?? '').trim();
      try {
        const asked = { actor, request: keyedForm(request, actor.userId) };
        const taken = { nrm, note: words === '' ? undefined : words };
        const done = await unlessHidden(acknowledge(services, ref, taken, asked));
        return done === undefined
          ? notFound(reply)
          : await reply.redirect(`/notifications/${ref}?done=acknowledged`, 303);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const problem = { field: error.field, words: refusalWords(error) };
        return showNotification(reply.status(409), board, { actor, ref, words, problem });
      }
    },
  );
}

const DONE: Readonly<Record<string, string>> = {
  received: 'The notification is kept and has gone to its lead',
  acknowledged: 'The notification is taken up',
};

async function showNotification(
  reply: FastifyReply,
  { services }: Board,
  about: {
    readonly actor: Actor;
    readonly ref: string;
    readonly done?: string;
    readonly words?: string;
    readonly problem?: Problem;
  },
) {
  const { actor, ref, done = '', words = '', problem } = about;
  if (!readsContacts(actor)) return belongsToStaff(reply);
  const found = REFERENCE.test(ref) ? await unlessHidden(notificationFor(services, actor, ref)) : undefined;
  if (found === undefined) return notFound(reply);
  const { lead, leadRole = 'TEAM_MANAGER', considersNrm = false, status } = found;
  const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
  return reply.page('notification.njk', {
    ...found,
    kind: NOTIFICATION_LABELS[found.type],
    leadWords: `${codeWords(lead)} (${ROLE_LABELS[leadRole].toLowerCase()})`,
    nrmWords: found.nrm && NRM_LABELS[found.nrm],
    nrmItems: considersNrm ? choices(NRM_CONSIDERATIONS, NRM_LABELS) : [],
    received: dueWords(parseInstant(found.receivedAt), calendar),
    acknowledged: found.acknowledgedAt && dueWords(parseInstant(found.acknowledgedAt), calendar),
    mayAcknowledge:
      status === 'OPEN' && mayAcknowledge({ route: { lead, role: leadRole, considersNrm } }, actor),
    mayWriteUp: mayWriteUp(actor),
    words,
    problems: problem === undefined ? [] : [problem],
    banner: DONE[done],
    requestKey: randomUUID(),
  });
}

function showNew(reply: FastifyReply, { services }: Board, values: FormBody, problems: readonly Problem[]) {
  return reply.page('intake-new.njk', {
    title: 'Write a notification up',
    lead: 'It goes to its named lead. It begins no case: where the threshold is met, write a contact up from it.',
    address: '/notifications/new',
    back: '/notifications',
    submit: 'Keep the notification',
    fields: notificationFields(services.authorities).map((field) => controlView(field, field.name, values)),
    problems,
    requestKey: randomUUID(),
  });
}

function belongsToStaff(reply: FastifyReply) {
  return notPermitted(reply, 'Notifications are read and taken up by the staff of the hub.');
}
