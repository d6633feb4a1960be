import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { CODEC_PATH } from './codec.ts';

/** The OpenAPI 3.1 document, written from the schemas the routes run on, and its pages at /docs. */
export async function addDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Front Door',
        version: '1',
        description: 'Contacts and referrals of a multi-agency children’s hub.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'contacts', description: 'What referrers tell the hub' },
        { name: 'enquiries', description: 'Requests for advice: logged, answered, never a case' },
        {
          name: 'notifications',
          description: 'What agencies tell as a matter of course, for its named lead',
        },
        { name: 'referrals', description: 'One child, one referral' },
        { name: 'commands', description: 'What people do to a referral' },
        { name: 'triage', description: 'Questions, ratings, agreement and lawful basis before the decision' },
        { name: 'information requests', description: 'What agencies are asked and answer' },
        { name: 'redirects', description: 'Sending on, moves to another authority and ends from outside' },
        { name: 'restriction', description: 'Records that only named people read' },
        { name: 'out of hours', description: 'Children held while the hub is closed' },
        { name: 'people', description: 'Everybody contacts name, who may be one person, and their history' },
        { name: 'health', description: 'Whether the service runs' },
      ],
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ bearer: [] }],
    },
    transform: createJsonSchemaTransform({ skipList: [`${CODEC_PATH}/decode`] }),
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
}
