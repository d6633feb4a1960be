import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';

/** The most a body that is read leniently may have. */
export const MOST_BYTES = 4 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** A body that is read leniently, letter for letter. */
    bodyText: string;
  }
}

/** Takes any JSON as the body of these routes and keeps its text; the schema of a body is for the documentation. */
export function readLeniently(app: FastifyInstance): void {
  app.decorateRequest('bodyText', '');
  // `__proto__` in a body is dropped from what is understood and stays in the text as received.
  const parse = app.getDefaultJsonParser('remove', 'remove');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    request.bodyText = textOf(body);
    void parse(request, request.bodyText, done);
  });
  app.setValidatorCompiler<z.ZodType>((part) =>
    part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part),
  );
}

/** Bytes that are no UTF-8 come from old systems that write Windows-1252, which reads any byte. */
function textOf(body: Buffer): string {
  return isUtf8(body) ? body.toString('utf8') : new TextDecoder('windows-1252').decode(body);
}
