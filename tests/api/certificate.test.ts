import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thumbprint } from '../../certificate/signature.ts';
import { verifyCertificate } from '../../certificate/verify.ts';
import { keepEdition } from '../../db/editions.ts';
import { readStream } from '../../db/streams.ts';
import type { ClockCertificate } from '../../domain/certificate/certificate.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { referralStream } from '../../domain/streams.ts';
import { referralPolicy } from '../../policy/case-policy.ts';
import { rulesForCase } from '../../policy/case-rules.ts';
import { defaultEditions, loadPolicy, shippedEditions } from '../../policy/editions.ts';
import {
  commandsFor,
  give,
  isAcknowledged,
  receiveReferral,
  tellByPhone,
  untilReferral,
  words,
} from '../support/cases.ts';
import { actor, MONDAY_TEN, PERSONAL_WORDS, referrer, teamManager } from '../support/people.ts';
import { signingKey } from '../support/signed-certificate.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api } from './support/api.ts';

const editions = Object.values(defaultEditions());

let stack: TestStack;
let api: Api;
let ref: string;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over({ ...stack.services, signingKey });
  ref = await receiveReferral(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const path = () => `/v1/referrals/${ref}/clock-certificate`;

describe('the clock certificate of a referral', () => {
  test('holds over a life lived in its workflow, and shows nobody', async () => {
    const commands = commandsFor(stack.services, ref);
    await give(stack.services, ref, await commands.rate('AMBER'));
    await stack.travel(addMs(MONDAY_TEN, 30 * HOUR_MS));
    await untilReferral(stack.services, ref, isAcknowledged);
    const open = await api.get(path(), teamManager);
    expect(open.statusCode).toBe(200);
    expect(await verifyCertificate(open.rawPayload, { editions })).toMatchObject({ holds: true });
    await give(stack.services, ref, await commands.decide());
    await give(stack.services, ref, tellByPhone);

    const response = await api.get(path(), teamManager);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="${ref}.clock-certificate.json"`,
    );
    const how = { editions, trustedKey: signingKey.publicKey };
    expect(await verifyCertificate(response.rawPayload, how)).toMatchObject({ holds: true });
    const { clocks, rows, editions: named } = response.json<ClockCertificate>();
    expect(clocks).toMatchObject([
      { id: 'ACKNOWLEDGEMENT', status: 'STOPPED', stoppedBy: 'ACKNOWLEDGED' },
      { id: 'DECISION', status: 'STOPPED', stoppedBy: 'DECIDED', late: true },
      { id: 'FEEDBACK', status: 'STOPPED', stoppedBy: 'FEEDBACK_GIVEN' },
      { id: 'RAG_TARGET', status: 'STOPPED', stoppedBy: 'DECIDED', late: true },
    ]);
    const ledger = await readStream(stack.db, referralStream(ref));
    expect(rows.map(({ hash }) => hash)).toEqual(ledger.map(({ hash }) => hash));
    expect(rows.filter((row) => 'event' in row).length).toBeLessThan(rows.length);
    for (const word of PERSONAL_WORDS) expect(response.body).not.toContain(word);

    for (const { sha256 } of named) {
      const edition = await api.inject({ method: 'GET', url: `/v1/editions/${sha256}` });
      expect(editions.map(({ edition: name }) => name)).toContain(
        edition.json<{ edition: string }>().edition,
      );
    }
  });

  test('holds over a pause, a new rating and other rules', async () => {
    const { db, cases } = stack.services;
    const other = await receiveReferral(stack.services);
    const commands = commandsFor(stack.services, other);
    const receivedAt = await stack.now();
    await give(stack.services, other, await commands.rate('GREEN'));
    const reason = await words(stack.services, other, 'The school is closed.');
    const pause = await give(stack.services, other, { type: 'pauseClock', clock: 'RAG_TARGET', reason });
    await stack.travel(addMs(receivedAt, 2 * HOUR_MS));
    const run = await give(stack.services, other, { type: 'endPause', clock: 'RAG_TARGET', pause: 1 });
    const document = loadPolicy(shippedPolicy('hackney'));
    await keepEdition(db, { kind: 'POLICY', document }, receivedAt);
    const { calendar } = defaultEditions();
    const rules = { policy: referralPolicy(document), calendar, publication: 1 };
    const adopted = await cases.adoptRules(referralStream(other), rulesForCase(rules, receivedAt), 20_000);
    expect([pause.kind, run.kind, adopted.kind]).toEqual(['RECORDED', 'RECORDED', 'RECORDED']);
    await stack.travel(addMs(receivedAt, 50 * HOUR_MS));

    const response = await api.get(`/v1/referrals/${other}/clock-certificate`, teamManager);
    const how = { editions: [...editions, document] };
    expect(await verifyCertificate(response.rawPayload, how)).toMatchObject({ holds: true });
    const { rows, editions: named } = response.json<ClockCertificate>();
    const types = rows.flatMap((row) => ('event' in row ? [row.event.type] : []));
    expect(types).toEqual(expect.arrayContaining(['ClockPaused', 'ClockPauseEnded', 'RulesAdopted']));
    expect(named.map(({ edition }) => edition)).toContain(document.edition);
  });

  test('is for staff of the authority, auditors included', async () => {
    const elsewhere = actor('AUDITOR', { localAuthority: 'MOCKTON' });
    expect((await api.get(path(), actor('AUDITOR'))).statusCode).toBe(200);
    expect((await api.get(path(), elsewhere)).json()).toMatchObject({ code: 'NOT_FOUND' });
    expect((await api.get(path(), referrer)).json()).toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await api.inject({ method: 'GET', url: path() })).statusCode).toBe(401);
    const nobody = await api.get('/v1/referrals/R-0000-0000/clock-certificate', teamManager);
    expect(nobody.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('names a key that anybody can ask for', async () => {
    const response = await api.inject({ method: 'GET', url: '/v1/signing-key' });
    const kid = await thumbprint(signingKey.publicKey);
    expect(response.json()).toEqual({
      keys: [{ ...signingKey.publicKey, kid, alg: 'EdDSA', use: 'sig' }],
    });
    const { signature } = (await api.get(path(), teamManager)).json<ClockCertificate>();
    expect(signature.keyId).toBe(kid);
  });

  test('is refused plainly by a hub without a key', async () => {
    const keyless = await Api.over(stack.services);
    const answers = [
      await keyless.get(path(), teamManager),
      await keyless.inject({ method: 'GET', url: '/v1/signing-key' }),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({
        code: 'NO_SIGNING_KEY',
        detail: expect.stringContaining('CERTIFICATE_SIGNING_KEY') as string,
      });
    }
    await keyless.app.close();
  });
});

function shippedPolicy(name: string): URL {
  const found = shippedEditions().policies.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no policy ${name} is shipped`);
  return found.file;
}
