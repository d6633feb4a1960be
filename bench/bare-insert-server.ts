import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import postgres from 'postgres';

/** Peer B: the least a service can do with a contact and still have it tomorrow. */
const sql = postgres(process.env['DATABASE_URL'] ?? '', { onnotice: () => undefined });
await sql`create table if not exists bare_contacts (id uuid primary key, body jsonb not null)`;

const app = Fastify();
app.get('/readyz', async () => ({ status: 'ready' }));
app.post('/contacts', async (request, reply) => {
  const id = randomUUID();
  await sql`insert into bare_contacts (id, body) values (${id}, ${sql.json(request.body as postgres.JSONValue)})`;
  return reply.code(201).send({ id });
});
await app.listen({ host: '127.0.0.1', port: Number(process.env['API_PORT']) });
