import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import type { FastifyPluginAsync } from 'fastify';
import type { Services } from '../api/services.ts';
import { addAssets } from './assets.ts';
import { addFaultPages } from './fault-pages.ts';
import type { BoardOptions } from './options.ts';
import { addPages } from './rendering.ts';
import { addAnswerLinkPages } from './routes/answer-links.ts';
import { addBirthPages } from './routes/births.ts';
import { addBoardRoutes } from './routes/board.ts';
import { addCaseRoutes } from './routes/case.ts';
import { addCertificateRoutes } from './routes/certificate.ts';
import { addContactPages } from './routes/contacts.ts';
import { addEnquiryPages } from './routes/enquiries.ts';
import { addFeedbackPage } from './routes/feedback.ts';
import { addFollowOnOpeningPages } from './routes/follow-on-openings.ts';
import { addFollowOnPages } from './routes/follow-ons.ts';
import { addInvariantsPage } from './routes/invariants.ts';
import { addInformationRequestPages } from './routes/information-requests.ts';
import { addOutOfHoursPage } from './routes/out-of-hours.ts';
import { addNotificationPages } from './routes/notifications.ts';
import { addOutboxRoutes } from './routes/outbox.ts';
import { addQualityPage } from './routes/quality.ts';
import { addPeopleRoutes } from './routes/people.ts';
import { addRulesForms } from './routes/rules-changes.ts';
import { addRulesPages } from './routes/rules.ts';
import { addSiblingDecisionPages } from './routes/sibling-decisions.ts';
import { addSignInRoutes } from './routes/sign-in.ts';
import { addTaskRoutes } from './routes/tasks.ts';
import { addVerifier } from './routes/verify.ts';
import { admitVisitors, askToSignIn, cookieNames } from './visitors.ts';

/** Nothing but our own style sheets, scripts and forms; no other site may frame a page. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The pages of the hub: server-rendered, working without script. Session, cookies and faults stay inside. */
export function board(services: Services, options: BoardOptions): FastifyPluginAsync {
  return async (app) => {
    const { csrf: csrfCookie, attributes } = cookieNames(options);
    app.addHook('onRoute', (route) => {
      // Pages are for people: the API's own document leaves them out.
      route.schema = { ...route.schema, hide: true };
    });
    await app.register(formbody);
    await app.register(cookie);
    await app.register(csrf, { cookieKey: csrfCookie, cookieOpts: attributes });
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'same-origin');
      reply.header('cache-control', 'no-store');
    });
    addPages(app, options);
    addFaultPages(app);
    addAssets(app);
    addVerifier(app);
    admitVisitors(app, { services, options });
    addSignInRoutes(app, { services, options });
    await app.register((answers) => addAnswerLinkPages(answers, { services, options }));
    await app.register(async (signedIn) => {
      signedIn.addHook('preHandler', async (request, reply) => {
        if (request.visitor === undefined) await askToSignIn(request, reply, options);
      });
      addBoardRoutes(signedIn, { services, options });
      addOutOfHoursPage(signedIn, { services, options });
      addCaseRoutes(signedIn, { services, options });
      addCertificateRoutes(signedIn, { services, options });
      addBirthPages(signedIn, { services, options });
      addContactPages(signedIn, { services, options });
      addEnquiryPages(signedIn, { services, options });
      addNotificationPages(signedIn, { services, options });
      addQualityPage(signedIn, { services, options });
      addFeedbackPage(signedIn, { services, options });
      addTaskRoutes(signedIn, { services, options });
      addSiblingDecisionPages(signedIn, { services, options });
      addPeopleRoutes(signedIn, { services, options });
      addInformationRequestPages(signedIn, { services, options });
      addFollowOnOpeningPages(signedIn, { services, options });
      addFollowOnPages(signedIn, { services, options });
      addOutboxRoutes(signedIn, { services, options });
      addInvariantsPage(signedIn, { services, options });
      addRulesPages(signedIn, { services, options });
      await signedIn.register((forms) => addRulesForms(forms, { services, options }));
    });
  };
}
