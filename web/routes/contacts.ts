import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contactFor } from '../../api/contact-answer.ts';
import { enquiryFor } from '../../api/enquiries.ts';
import { notificationFor } from '../../api/notifications.ts';
import { Problem } from '../../api/problems.ts';
import { receiveContact } from '../../api/receipt.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import type { Actor } from '../../domain/actor.ts';
import { isUnborn } from '../../domain/birth.ts';
import { DomainError } from '../../domain/errors.ts';
import { parseInstant } from '../../domain/instant.ts';
import { dueWords } from '../../domain/words.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import { contactBodyOf, saysNothing } from '../forms/contact-body.ts';
import type { FormBody, Problem as FormProblem } from '../forms/fields.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { gatherMoment, optionalMoment } from '../forms/moment.ts';
import { mayWriteUp, readsContacts, unlessHidden } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { readChildren } from '../queries/referrals.ts';
import { newContactView } from '../view-models/new-contact.ts';
import { visitorOf } from '../visitors.ts';

const NEW = '/contacts/new';
const FOLLOWED = /^[EN]-[0-9A-Z]{4}-[0-9A-Z]{4}$/;
const REFERENCE = /^C-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** Where staff write up a contact that came by telephone or on paper, and what was made of it. */
export function addContactPages(app: FastifyInstance, board: Board): void {
  const { services } = board;

  app.get<{ Querystring: { follows?: string } }>(NEW, async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!mayWriteUp(actor)) return belongsToStaff(reply);
    const { follows = '' } = request.query;
    const told = FOLLOWED.test(follows) ? await toldBefore(board, actor, follows) : undefined;
    const values = told === undefined ? {} : { follows, situation: told };
    return showForm(reply, board, { channel: 'PHONE', sourceCode: '10', ...values }, []);
  });

  app.post<{ Body: FormBody }>(NEW, { preHandler: app.csrfProtection }, async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!mayWriteUp(actor)) return belongsToStaff(reply);
    const { body: values } = request;
    if (values['add'] !== undefined) return showForm(reply, board, values, []);
    const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
    const moment = optionalMoment(calendar).safeParse(gatherMoment(values, 'receivedAt')['receivedAt']);
    if (!moment.success) {
      const words = moment.error.issues[0]?.message ?? '';
      return showForm(reply.status(422), board, values, [{ field: 'receivedAt', words }]);
    }
    const body = contactBodyOf(values, moment.data);
    if (saysNothing(body)) {
      const words = 'Write down the worry, or name a child or somebody of the family';
      return showForm(reply.status(422), board, values, [{ field: 'situation', words }]);
    }
    try {
      const asReceived = JSON.stringify(body);
      const keyed = { actor, request: keyedForm(request, actor.userId) };
      const answer = await receiveContact(services, { body, asReceived, ...keyed });
      const { contactRef } = JSON.parse(answer.body) as { contactRef: string };
      return await reply.redirect(`/contacts/${contactRef}?done=received`, 303);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof Problem)) throw error;
      const problem = { field: error instanceof DomainError ? error.field : undefined, words: error.message };
      return showForm(reply.status(422), board, values, [problem]);
    }
  });

  app.get<{ Params: { ref: string }; Querystring: { done?: string } }>(
    '/contacts/:ref',
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const { ref } = request.params;
      if (!readsContacts(actor)) return belongsToStaff(reply);
      const contact = await readContactOf(board, actor, ref);
      if (contact === undefined) return notFound(reply);
      const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
      const children = await readChildren(services.db, ref);
      const unborn = children.filter((child, index) => {
        const form = contact.form?.children[index];
        return child.dateOfBirth === null && form !== undefined && isUnborn(form);
      });
      return reply.page('contact.njk', {
        ...contact,
        children: children.map((child) => ({ ...child, isUnborn: unborn.includes(child) })),
        received: dueWords(parseInstant(contact.receivedAt), calendar),
        recorded: dueWords(parseInstant(contact.recordedAt), calendar),
        banner: request.query.done === 'received' ? 'The contact is received, and its clocks run' : undefined,
      });
    },
  );
}

async function readContactOf({ services }: Board, actor: Actor, ref: string) {
  if (!REFERENCE.test(ref)) return undefined;
  const contact = await unlessHidden(contactFor(services, actor, ref));
  return contact !== undefined && 'marks' in contact ? contact : undefined;
}

/** What the enquiry or notification said that this contact comes out of; undefined when the actor may not see it. */
async function toldBefore({ services }: Board, actor: Actor, ref: string): Promise<string | undefined> {
  if (ref.startsWith('E-')) {
    const enquiry = await unlessHidden(enquiryFor(services, actor, ref));
    return enquiry && (enquiry.form?.question ?? '');
  }
  const notification = await unlessHidden(notificationFor(services, actor, ref));
  return notification && (notification.form?.summary ?? '');
}

function belongsToStaff(reply: FastifyReply) {
  return notPermitted(reply, 'Contacts are written up and read by the staff of the hub.');
}

function showForm(
  reply: FastifyReply,
  { services }: Board,
  values: FormBody,
  problems: readonly FormProblem[],
) {
  const { authorities } = services;
  return reply.page(
    'contact-new.njk',
    newContactView(values, { authorities, problems, requestKey: randomUUID() }),
  );
}
