import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { enquiryFor, giveAdvice, listEnquiries, receiveEnquiry } from '../../api/enquiries.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import type { Actor } from '../../domain/actor.ts';
import { ADVISING_ROLES } from '../../domain/enquiry.ts';
import { DomainError } from '../../domain/errors.ts';
import { parseInstant } from '../../domain/instant.ts';
import { dueWords } from '../../domain/words.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { FormBody, Problem } from '../forms/fields.ts';
import { enquiryFields, intakeBodyOf } from '../forms/intake.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { mayWriteUp, readsContacts, unlessHidden } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { codeWords } from '../view-models/labels.ts';
import { controlView } from '../view-models/new-contact.ts';
import { refusalWords } from '../view-models/refusals.ts';
import { visitorOf } from '../visitors.ts';

type OneEnquiry = { Params: { ref: string }; Body: FormBody; Querystring: { done?: string } };

const REFERENCE = /^E-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** Requests for advice: the list, a form to log one, and a page to answer it on. */
export function addEnquiryPages(app: FastifyInstance, board: Board): void {
  const { services } = board;

  app.get('/enquiries', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!readsContacts(actor)) return belongsToStaff(reply);
    const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
    const rows = await listEnquiries(services, actor, undefined);
    return reply.page('enquiries.njk', {
      mayWriteUp: mayWriteUp(actor),
      enquiries: rows.map(({ enquiryRef, receivedAt, agency, answeredAt, contactRefs }) => ({
        enquiryRef,
        received: dueWords(receivedAt, calendar),
        agency: agency === null ? 'Member of the public or not said' : codeWords(agency),
        standing:
          answeredAt === null ? 'Waiting for an answer' : `Answered ${dueWords(answeredAt, calendar)}`,
        contactRefs,
      })),
    });
  });

  app.get('/enquiries/new', async (request, reply) => {
    if (!mayWriteUp(visitorOf(request).actor)) return belongsToStaff(reply);
    return showNew(reply, board, { channel: 'PHONE' }, []);
  });

  app.post<OneEnquiry>('/enquiries/new', { preHandler: app.csrfProtection }, async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!mayWriteUp(actor)) return belongsToStaff(reply);
    const body = intakeBodyOf(request.body, enquiryFields(services.authorities));
    if (body['question'] === undefined) {
      const problem = { field: 'question', words: 'Write down what advice is asked for' };
      return showNew(reply.status(422), board, request.body, [problem]);
    }
    const arrived = { body, asReceived: JSON.stringify(body), actor };
    const answer = await receiveEnquiry(services, { ...arrived, request: keyedForm(request, actor.userId) });
    const { enquiryRef } = JSON.parse(answer.body) as { enquiryRef: string };
    return reply.redirect(`/enquiries/${enquiryRef}?done=received`, 303);
  });

  app.get<OneEnquiry>('/enquiries/:ref', async (request, reply) =>
    showEnquiry(reply, board, { actor: visitorOf(request).actor, ...request.params, ...request.query }),
  );

  app.post<OneEnquiry>(
    '/enquiries/:ref/answer',
    { preHandler: app.csrfProtection },
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const { ref } = request.params;
      if (!REFERENCE.test(ref)) return notFound(reply);
      const words = String(request.body['answer'] ?? '').trim();
      const about = { actor, ref, words };
      if (words === '') {
        return showEnquiry(reply.status(422), board, { ...about, problem: 'Write down the advice you give' });
      }
      try {
        const asked = { actor, request: keyedForm(request, actor.userId) };
        const given = await unlessHidden(giveAdvice(services, ref, words, asked));
        return given === undefined
          ? notFound(reply)
          : await reply.redirect(`/enquiries/${ref}?done=answered`, 303);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return showEnquiry(reply.status(409), board, { ...about, problem: refusalWords(error) });
      }
    },
  );
}

const DONE: Readonly<Record<string, string>> = {
  received: 'The enquiry is logged',
  answered: 'The advice is recorded',
};

async function showEnquiry(
  reply: FastifyReply,
  { services }: Board,
  about: {
    readonly actor: Actor;
    readonly ref: string;
    readonly done?: string;
    readonly words?: string;
    readonly problem?: string;
  },
) {
  const { actor, ref, done = '', words = '', problem } = about;
  if (!readsContacts(actor)) return belongsToStaff(reply);
  const enquiry = REFERENCE.test(ref) ? await unlessHidden(enquiryFor(services, actor, ref)) : undefined;
  if (enquiry === undefined) return notFound(reply);
  const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
  return reply.page('enquiry.njk', {
    ...enquiry,
    received: dueWords(parseInstant(enquiry.receivedAt), calendar),
    answered: enquiry.answeredAt && dueWords(parseInstant(enquiry.answeredAt), calendar),
    mayAnswer: ADVISING_ROLES.includes(actor.role) && enquiry.status === 'OPEN',
    mayWriteUp: mayWriteUp(actor),
    words,
    problems: problem === undefined ? [] : [{ field: 'answer', words: problem }],
    banner: DONE[done],
    requestKey: randomUUID(),
  });
}

function showNew(reply: FastifyReply, { services }: Board, values: FormBody, problems: readonly Problem[]) {
  return reply.page('intake-new.njk', {
    title: 'Log an enquiry for advice',
    lead: 'It is answered and kept. It begins no case: where you hear a worry about a child, write a contact up.',
    address: '/enquiries/new',
    back: '/enquiries',
    submit: 'Log the enquiry',
    fields: enquiryFields(services.authorities).map((field) => controlView(field, field.name, values)),
    problems,
    requestKey: randomUUID(),
  });
}

function belongsToStaff(reply: FastifyReply) {
  return notPermitted(reply, 'Enquiries are read and answered by the staff of the hub.');
}
