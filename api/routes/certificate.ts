import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { thumbprint } from '../../certificate/signature.ts';
import type { SigningKey } from '../../certificate/signing-key.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { certificateFileName, certificateText, issueCertificate } from '../certificate.ts';
import { isOutside } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { readCase } from '../referral-reading.ts';
import { CertificateAnswer, SigningKeysAnswer } from '../schemas/certificate.ts';
import { problems, ReferralParams } from '../schemas/common.ts';
import type { Services } from '../services.ts';

/** The provable record of a referral's clocks, to be verified anywhere with `frontdoor verify` or the page `/verify`. */
export function certificateRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/referrals/:ref/clock-certificate',
      schema: {
        tags: ['referrals'],
        summary: 'The signed certificate of a referral’s clocks',
        params: ReferralParams,
        response: { 200: CertificateAnswer, ...problems('NOT_FOUND', 'NO_SIGNING_KEY') },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        const { ref: referralRef } = request.params;
        if (isOutside(actor)) throw new Problem('NOT_PERMITTED');
        const { rows } = await readCase(services, actor, referralRef);
        const key = signingKeyIn(services);
        const issuedAt = await hubNow(services.clock);
        const certificate = await issueCertificate(services.db, { referralRef, rows, issuedAt, key });
        return reply
          .type('application/json')
          .header('content-disposition', `attachment; filename="${certificateFileName(referralRef)}"`)
          .serializer(() => certificateText(certificate))
          .send(certificate);
      },
    });
  };
}

/** Whoever holds a certificate can ask which key is the hub's, without a token. */
export function signingKeyRoutes(services: Pick<Services, 'signingKey'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/signing-key',
      schema: {
        tags: ['referrals'],
        summary: 'The public key this hub signs clock certificates with',
        security: [],
        response: { 200: SigningKeysAnswer, ...problems('NO_SIGNING_KEY') },
      },
      handler: async () => {
        const { publicKey } = signingKeyIn(services);
        const kid = await thumbprint(publicKey);
        return { keys: [{ ...publicKey, kid, alg: 'EdDSA' as const, use: 'sig' as const }] };
      },
    });
  };
}

function signingKeyIn({ signingKey }: Pick<Services, 'signingKey'>): SigningKey {
  if (signingKey !== undefined) return signingKey;
  throw new Problem('NO_SIGNING_KEY', {
    detail:
      'No certificate can be issued until CERTIFICATE_SIGNING_KEY is set. The ledger keeps it all meanwhile.',
  });
}
