import type { Config } from './config.ts';
import type { Db } from './db/client.ts';
import { travelledClock } from './db/travelled-clock.ts';
import { type HubClock, systemClock } from './temporal/cases.ts';

/** The clock of this hub: the machine's, or on a development stack the one that `frontdoor travel` moves. */
export function hubClock(db: Db, config: Pick<Config, 'isDevelopment'>): HubClock {
  return config.isDevelopment ? travelledClock(db) : systemClock;
}
