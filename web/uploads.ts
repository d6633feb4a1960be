import type { FastifyInstance } from 'fastify';
import type { FormBody } from './forms/fields.ts';

/** Room for an edition of a megabyte twice, as file and pasted, and the frame around them. */
const MOST_BYTES = 2.5 * 1024 * 1024;

/** Reads forms that carry files: a file becomes the text in it, under the name of its field. */
export function addUploads(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: MOST_BYTES },
    async (request: { headers: { 'content-type'?: string | undefined } }, body: Buffer) =>
      formIn(body, request.headers['content-type'] ?? ''),
  );
}

async function formIn(body: Buffer, type: string): Promise<FormBody> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw Object.assign(new Error('the form cannot be read', { cause }), { statusCode: 400 });
    });
  const fields = await Promise.all(
    [...form].map(async ([name, value]) => [name, typeof value === 'string' ? value : await value.text()]),
  );
  return Object.fromEntries(fields) as FormBody;
}
