import { hkdfSync } from 'node:crypto';
import { createRemoteJWKSet } from 'jose';
import { readConfig } from '../config.ts';
import { connectDb } from '../db/client.ts';
import { demoUsers } from '../dev/demo-users.ts';
import { hubClock } from '../hub-clock.ts';
import { Cases } from '../temporal/cases.ts';
import { lazyClient } from '../temporal/connect.ts';
import type { PayloadKeys } from '../temporal/payload-keys.ts';
import { board } from '../web/board.ts';
import { buildApp } from './app.ts';
import { RateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';

const config = readConfig(process.env);
const { db, close } = connectDb(config.databaseUrl);
const temporal = lazyClient({ ...config.temporal, identity: `api-${process.pid}` });
const clock = hubClock(db, config);
const services: Services = {
  db,
  temporal,
  cases: new Cases(temporal, clock),
  clock,
  ...(config.signingKey && { signingKey: config.signingKey }),
  authorities: config.authorities,
  ...(config.hubAuthorities && { hubAuthorities: config.hubAuthorities }),
  agencies: config.agencies,
  answerLinks: {
    ...config.answerLinks,
    publicUrl: config.publicUrl,
    limits: {
      link: new RateLimit(config.answersPer.link),
      address: new RateLimit(config.answersPer.address),
    },
  },
  temporalUiUrl: config.temporal.uiUrl,
};

const { issuer, audience, jwksUrl } = config.auth;
const app = await buildApp(services, {
  auth: { issuer, audience, jwks: createRemoteJWKSet(new URL(jwksUrl)) },
  logLevel: config.logLevel,
  ...(config.trustedProxies !== undefined && { trustedProxies: config.trustedProxies }),
  cursorKey: cursorKeyFrom(config.temporal.payloadKeys),
  codec: {
    payloadKeys: config.temporal.payloadKeys,
    uiOrigin: new URL(config.temporal.uiUrl).origin,
    isOpen: config.isDevelopment,
  },
  pages: board(services, {
    isDevelopment: config.isDevelopment,
    temporalUi: { url: config.temporal.uiUrl, namespace: config.temporal.namespace },
    ...(config.isDevelopment && { demoUsers }),
    secureCookies: !config.isDevelopment,
  }),
});

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await app.close();
  await temporal.close();
  await close();
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

await app.listen(config.api);

/** The same in every process of the hub, and of no use for payloads. */
function cursorKeyFrom({ current, keys }: PayloadKeys): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', keys.get(current) ?? '', '', 'front-door list cursor', 32));
}
