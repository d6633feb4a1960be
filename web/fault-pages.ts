import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

type Fault = { readonly status: number; readonly title: string; readonly words: string };

const FORM_EXPIRED: Fault = {
  status: 403,
  title: 'This form has expired',
  words: 'Nothing was recorded. Go back, reload the page and send the form again.',
};
const TOO_LARGE: Fault = {
  status: 413,
  title: 'This text is too long',
  words: 'Nothing was recorded. Go back, shorten the text and send the form again.',
};
const UNAVAILABLE: Fault = {
  status: 503,
  title: 'The service is not available just now',
  words:
    'We could not tell whether this was recorded. Try again in a minute: sending a form twice does no harm.',
};

function faultOf(error: FastifyError): Fault {
  if (error.code?.startsWith('FST_CSRF')) return FORM_EXPIRED;
  if (error.statusCode === 413) return TOO_LARGE;
  const status = error.statusCode ?? 500;
  return status < 500
    ? { status, title: 'We could not read that', words: 'Nothing was recorded. Go back and try again.' }
    : UNAVAILABLE;
}

/** Pages for what went wrong; they never show what the error said. */
export function addFaultPages(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const fault = faultOf(error);
    if (fault.status >= 500) request.log.error(error);
    return reply.status(fault.status).page('fault.njk', fault);
  });
}

export function notFound(reply: FastifyReply): FastifyReply {
  return reply.status(404).page('fault.njk', {
    title: 'There is no such referral',
    words: 'Check the reference: it looks like R-7K3M-Q9TX.',
  });
}

export function notPermitted(reply: FastifyReply, words: string): FastifyReply {
  return reply.status(403).page('fault.njk', { title: 'You may not see this page', words });
}
