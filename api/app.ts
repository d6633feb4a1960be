import { randomBytes, randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type AuthSettings, authenticator } from './authentication.ts';
import { addCodec, type CodecSettings } from './codec.ts';
import { addDocumentation } from './documentation.ts';
import { answerFailures, sendProblem } from './error-handlers.ts';
import { Problem } from './problems.ts';
import { requestLog } from './request-log.ts';
import { birthRoutes } from './routes/births.ts';
import { certificateRoutes, signingKeyRoutes } from './routes/certificate.ts';
import { answerLinkRoutes } from './routes/answer-links.ts';
import { answerRoutes } from './routes/answers.ts';
import { childRoutes } from './routes/children.ts';
import { siblingDecisionRoutes } from './routes/sibling-decisions.ts';
import { clockRoutes } from './routes/clocks.ts';
import { commandRoutes } from './routes/commands.ts';
import { contactRoutes } from './routes/contacts.ts';
import { enquiryRoutes } from './routes/enquiries.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { familyRoutes } from './routes/families.ts';
import { followOnOpeningRoutes } from './routes/follow-on-openings.ts';
import { followOnRoutes } from './routes/follow-ons.ts';
import { healthRoutes } from './routes/health.ts';
import { invariantRoutes } from './routes/invariants.ts';
import { informationRequestRoutes } from './routes/information-requests.ts';
import { linkingRoutes } from './routes/linking.ts';
import { listRoutes } from './routes/lists.ts';
import { peopleRoutes } from './routes/people.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { outOfHoursRoutes } from './routes/out-of-hours.ts';
import { problemPages } from './routes/problem-pages.ts';
import { editionRoutes } from './routes/editions.ts';
import { qualityRoutes } from './routes/quality.ts';
import { redirectRoutes } from './routes/redirects.ts';
import { restrictionRoutes } from './routes/restriction.ts';
import { referralRoutes } from './routes/referral.ts';
import { reopeningRoutes } from './routes/reopening.ts';
import { rulesRoutes } from './routes/rules.ts';
import { triageRoutes } from './routes/triage.ts';
import type { Services } from './services.ts';

export type AppOptions = {
  readonly auth: AuthSettings;
  /** Absent means no log. */
  readonly logLevel?: string;
  /** Proxies whose `X-Forwarded-For` is believed; absent, nobody's is. */
  readonly trustedProxies?: string;
  /** Signs the cursors of lists; absent means one of this process alone. */
  readonly cursorKey?: Uint8Array;
  /** Lets the Temporal Web UI show what histories hold; absent where there is none. */
  readonly codec?: CodecSettings;
  /** The board: pages beside the API, with their own sign-in. Their schemas are zod, too. */
  readonly pages?: FastifyPluginAsync;
};

/** The HTTP side of the hub, ready to listen or to be tested by `inject`. */
export async function buildApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const { auth, logLevel = 'silent', cursorKey = randomBytes(32), codec, pages } = options;
  const { trustedProxies: trustProxy = false } = options;
  const app = Fastify({
    logger: requestLog(logLevel),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy,
    frameworkErrors: (_error, request, reply) => {
      void sendProblem(new Problem('BAD_REQUEST'), request, reply);
    },
  });
  app.decorateRequest('actor', null);
  answerFailures(app);

  await app.register(helmet, { contentSecurityPolicy: { directives: CONTENT_SECURITY } });
  await addDocumentation(app);
  await app.register(problemPages);
  if (codec) await addCodec(app, codec, auth);

  await app.register(async (typed) => {
    typed.setValidatorCompiler(validatorCompiler);
    typed.setSerializerCompiler(serializerCompiler);
    await typed.register(healthRoutes(services));
    await typed.register(editionRoutes(services));
    await typed.register(signingKeyRoutes(services));
    await typed.register(
      async (v1) => {
        v1.addHook('onRequest', authenticator(auth));
        await v1.register(contactRoutes(services));
        await v1.register(familyRoutes(services));
        await v1.register(birthRoutes(services));
        await v1.register(enquiryRoutes(services));
        await v1.register(notificationRoutes(services));
        await v1.register(qualityRoutes(services));
        await v1.register(listRoutes(services, cursorKey));
        await v1.register(referralRoutes(services));
        await v1.register(clockRoutes(services));
        await v1.register(certificateRoutes(services));
        await v1.register(commandRoutes(services));
        await v1.register(informationRequestRoutes(services));
        await v1.register(answerLinkRoutes(services));
        await v1.register(triageRoutes(services));
        await v1.register(redirectRoutes(services));
        await v1.register(restrictionRoutes(services));
        await v1.register(outOfHoursRoutes(services));
        await v1.register(rulesRoutes(services));
        await v1.register(childRoutes(services));
        await v1.register(siblingDecisionRoutes(services));
        await v1.register(peopleRoutes(services));
        await v1.register(linkingRoutes(services));
        await v1.register(invariantRoutes(services));
        await v1.register(feedbackRoutes(services));
        await v1.register(reopeningRoutes(services));
        await v1.register(followOnOpeningRoutes(services));
        await v1.register(followOnRoutes(services));
      },
      { prefix: '/v1' },
    );
    await typed.register(answerRoutes(services), { prefix: '/v1' });
    if (pages) await typed.register(pages);
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.ready();
  return app;
}

/** No script and no style from within a page; nothing from elsewhere. */
const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
};
