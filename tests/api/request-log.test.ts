import { Writable } from 'node:stream';
import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { answerFailures } from '../../api/error-handlers.ts';
import { requestLog } from '../../api/request-log.ts';

describe('the log', () => {
  test('has routes and places of faults, and nothing a person wrote', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const app = Fastify({ logger: { ...requestLog('info'), stream } });
    answerFailures(app);
    app.post('/v1/referrals/:ref/rating', () => {
      throw new Error('Failed query: params: Quillon', {
        cause: Object.assign(new Error('value Quillon is too long'), { code: '22001', detail: 'Quillon' }),
      });
    });
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/referrals/R-4HD2-9WBN/rating?name=Quillon',
      payload: { reason: 'Quillon' },
    });
    await app.inject({ method: 'GET', url: '/Quillon' });
    const log = lines.join('');
    expect([answer.statusCode, answer.json()]).toMatchObject([500, { code: 'INTERNAL' }]);
    expect(answer.body).not.toContain('Quillon');
    expect(log).not.toContain('Quillon');
    expect(log).toContain('/v1/referrals/:ref/rating');
    expect(log).toContain('22001');
    expect(log).toContain('request-log.test.ts');
  });
});
