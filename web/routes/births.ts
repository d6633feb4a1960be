import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { recordBirth } from '../../api/births.ts';
import { readDescribedChild } from '../../db/births.ts';
import { isUnborn } from '../../domain/birth.ts';
import { DomainError } from '../../domain/errors.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { FormBody, Problem } from '../forms/fields.ts';
import { intakeBodyOf } from '../forms/intake.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { CHILD_FIELDS } from '../forms/new-contact.ts';
import { mayWriteUp, unlessHidden } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { controlView } from '../view-models/new-contact.ts';
import { refusalWords } from '../view-models/refusals.ts';
import { visitorOf } from '../visitors.ts';

const REFERENCE = /^R-[0-9A-Z]{4}-[0-9A-Z]{4}$/;
const ASKED = ['givenName', 'familyName', 'dateOfBirth', 'sex', 'nhsNumber', 'address', 'postcode'];
const FIELDS = CHILD_FIELDS.filter(({ name }) => ASKED.includes(name));

type Birth = { Params: { ref: string }; Body: FormBody };

/** Where staff record that an unborn child has been born. */
export function addBirthPages(app: FastifyInstance, { services }: Board): void {
  app.get<Birth>('/referrals/:ref/birth', async (request, reply) => {
    const { ref } = request.params;
    const { actor } = visitorOf(request);
    if (!mayWriteUp(actor)) return belongsToStaff(reply);
    const child = REFERENCE.test(ref) ? await readDescribedChild(services.db, ref) : undefined;
    const isTheirs = actor.localAuthority === 'HUB' || actor.localAuthority === child?.localAuthority;
    return child !== undefined && isTheirs && isUnborn(child.form)
      ? showForm(reply, ref, {}, [])
      : notFound(reply);
  });

  app.post<Birth>('/referrals/:ref/birth', { preHandler: app.csrfProtection }, async (request, reply) => {
    const { ref } = request.params;
    const { actor } = visitorOf(request);
    if (!mayWriteUp(actor)) return belongsToStaff(reply);
    if (!REFERENCE.test(ref)) return notFound(reply);
    try {
      const asked = { actor, request: keyedForm(request, actor.userId) };
      const child = intakeBodyOf(request.body, FIELDS);
      const done = await unlessHidden(recordBirth(services, ref, child, asked));
      return done === undefined ? notFound(reply) : await reply.redirect(`/referrals/${ref}`, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const problem = { field: error.field, words: refusalWords(error) };
      return showForm(reply.status(409), ref, request.body, [problem]);
    }
  });
}

function showForm(reply: FastifyReply, ref: string, values: FormBody, problems: readonly Problem[]) {
  return reply.page('intake-new.njk', {
    title: 'Record a birth',
    lead: 'The referral and its clocks go on. What you leave empty stays as it was known.',
    address: `/referrals/${ref}/birth`,
    back: `/referrals/${ref}`,
    submit: 'Record the birth',
    fields: FIELDS.map((field) => controlView(field, field.name, values)),
    problems,
    requestKey: randomUUID(),
  });
}

function belongsToStaff(reply: FastifyReply) {
  return notPermitted(reply, 'Births are recorded by the staff of the hub.');
}
