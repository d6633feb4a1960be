import type { FastifyInstance } from 'fastify';
import { certificateFileName, certificateText, issueCertificate } from '../../api/certificate.ts';
import { hubNow } from '../../temporal/cases.ts';
import { caseAccess } from '../access.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { readReferral } from '../queries/referrals.ts';
import { visitorOf } from '../visitors.ts';

/** The certificate of a referral's clocks, to take away and to verify elsewhere. */
export function addCertificateRoutes(app: FastifyInstance, { services }: Board): void {
  const { db, clock, signingKey: key } = services;
  if (key === undefined) return;
  app.get<{ Params: { ref: string } }>('/referrals/:ref/clock-certificate', async (request, reply) => {
    const { ref: referralRef } = request.params;
    const record = await readReferral(db, referralRef);
    if (record === undefined) return notFound(reply);
    if (caseAccess(record.referral, visitorOf(request).actor) !== 'WHOLE') {
      return notPermitted(reply, 'This referral belongs to another authority, team or agency.');
    }
    const issuedAt = await hubNow(clock);
    const certificate = await issueCertificate(db, { referralRef, rows: record.rows, issuedAt, key });
    return reply
      .type('application/json')
      .header('content-disposition', `attachment; filename="${certificateFileName(referralRef)}"`)
      .send(certificateText(certificate));
  });
}
