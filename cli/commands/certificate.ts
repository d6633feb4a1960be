import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { certificateText, issueCertificate } from '../../api/certificate.ts';
import { readStream } from '../../db/streams.ts';
import { referralStream } from '../../domain/streams.ts';
import { hubClock } from '../../hub-clock.ts';
import { hubNow } from '../../temporal/cases.ts';
import { type Command, type ExitCode, onlyArgument } from '../command.ts';
import { withDb } from '../connections.ts';

export const certificate: Command = {
  name: 'certificate',
  usage: 'REF [--out FILE]',
  summary: 'write the signed certificate of a referral’s clocks',
  help: [
    'Writes the clock certificate of a referral such as R-7K3M-Q9TX: the ledger rows its clocks are computed from, the',
    'editions they were counted by, and a signature. Anybody can check it with frontdoor verify, without this hub.',
    '',
    '  --out FILE   write it there instead of to the terminal',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' } },
    });
    const referralRef = onlyArgument(positionals, 'REF');
    return withDb<ExitCode>(terminal.env, async (db, config) => {
      const { signingKey: key } = config;
      if (key === undefined) throw new Error('CERTIFICATE_SIGNING_KEY is not set: nothing can be signed');
      const rows = await readStream(db, referralStream(referralRef));
      if (rows.length === 0) throw new Error(`there is no referral ${referralRef}`);
      const issuedAt = await hubNow(hubClock(db, config));
      const text = certificateText(await issueCertificate(db, { referralRef, rows, issuedAt, key }));
      if (values.out === undefined) terminal.out(text);
      else await writeFile(values.out, text);
      return 0;
    });
  },
};
