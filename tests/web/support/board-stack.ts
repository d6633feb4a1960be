import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../../api/app.ts';
import type { Services } from '../../../api/services.ts';
import { board } from '../../../web/board.ts';
import type { BoardOptions, DemoUser } from '../../../web/options.ts';
import { auth } from '../../api/support/api.ts';
import { actor } from '../../support/people.ts';

function colleague(displayName: string, role: DemoUser['role'], overrides: Partial<DemoUser> = {}): DemoUser {
  return { ...actor(role, overrides), displayName };
}

export const colleagues = {
  manager: colleague('Morgan Madeup', 'TEAM_MANAGER', { userId: 'manager' }),
  secondManager: colleague('Merle Madeup', 'TEAM_MANAGER', { userId: 'second-manager' }),
  mocktonWorker: colleague('Sasha Madeup', 'SOCIAL_WORKER', { userId: 'mockton', localAuthority: 'MOCKTON' }),
  health: colleague('Kit Madeup', 'AGENCY_REPRESENTATIVE', { userId: 'health', agency: 'HEALTH' }),
  administrator: colleague('Ada Madeup', 'ADMINISTRATOR', { userId: 'administrator' }),
  secondAdministrator: colleague('Bea Madeup', 'ADMINISTRATOR', { userId: 'second-administrator' }),
  school: colleague('Pat Madeup', 'REFERRER', { userId: 'school' }),
};

/** The whole app with its pages, for development unless told otherwise. */
export function boardApp(services: Services, options: Partial<BoardOptions> = {}): Promise<FastifyInstance> {
  const pages = board(services, {
    isDevelopment: true,
    secureCookies: false,
    temporalUi: { url: 'http://temporal-ui.invalid/', namespace: 'tests' },
    demoUsers: Object.values(colleagues),
    ...options,
  });
  return buildApp(services, { auth, pages });
}
