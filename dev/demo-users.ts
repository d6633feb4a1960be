import type { DemoUser } from '../web/options.ts';

export type { DemoUser } from '../web/options.ts';

/** The councils of the demo hub; the first takes a contact that names none. */
export const hubAuthorities = ['HARTLEPOOL', 'STOCKTON'] as const;
export type HubAuthority = (typeof hubAuthorities)[number];

/**
 * Everybody the demo hub needs: both councils' staff, and people outside who hand contacts in. Nobody of these names
 * exists; each says that it is made up.
 */
export const demoUsers: readonly DemoUser[] = [
  user('demo-contact-officer', 'Olive Notareal', 'CONTACT_OFFICER', 'SOCIAL_CARE', 'HUB'),
  user('demo-social-worker', 'Sage Pretend', 'SOCIAL_WORKER', 'SOCIAL_CARE', 'HUB'),
  user('demo-team-manager-hartlepool', 'Holly Madeup', 'TEAM_MANAGER', 'SOCIAL_CARE', 'HARTLEPOOL'),
  user('demo-team-manager-stockton', 'Teasel Invented', 'TEAM_MANAGER', 'SOCIAL_CARE', 'STOCKTON'),
  user('demo-service-manager', 'Maple Fictive', 'SERVICE_MANAGER', 'SOCIAL_CARE', 'HUB'),
  user('demo-head-of-service', 'Heather Imagined', 'HEAD_OF_SERVICE', 'SOCIAL_CARE', 'HUB'),
  user('demo-early-help-manager', 'Elm Supposed', 'EARLY_HELP_MANAGER', 'EARLY_HELP', 'HUB'),
  user('demo-early-help-practitioner', 'Willow Nowhere', 'EARLY_HELP_PRACTITIONER', 'EARLY_HELP', 'HUB'),
  user('demo-strategy-chair', 'Cedar Fabled', 'STRATEGY_CHAIR', 'SOCIAL_CARE', 'HUB'),
  user('demo-lado', 'Laurel Unreal', 'LADO', 'SOCIAL_CARE', 'HUB'),
  user('demo-emergency-duty', 'Ember Makebelieve', 'EMERGENCY_DUTY_TEAM', 'SOCIAL_CARE', 'HUB'),
  user('demo-school', 'Daisy Fabrication', 'REFERRER', 'EDUCATION', 'HUB'),
  user('demo-police', 'Clover Phantom', 'AGENCY_REPRESENTATIVE', 'POLICE', 'HUB'),
  user('demo-health', 'Hazel Mythical', 'AGENCY_REPRESENTATIVE', 'HEALTH', 'HUB'),
  user('demo-harbour', 'Marina Storybook', 'AGENCY_REPRESENTATIVE', 'HARBOUR', 'HUB'),
  user('demo-partnership', 'Juniper Nobody', 'DISPUTE_MANAGER', 'PARTNERSHIP', 'HUB'),
  user('demo-auditor', 'Aspen Conjured', 'AUDITOR', 'SOCIAL_CARE', 'HUB'),
  user('demo-administrator', 'Alder Nonesuch', 'ADMINISTRATOR', 'SOCIAL_CARE', 'HUB'),
  user('demo-second-administrator', 'Rowan Unfound', 'ADMINISTRATOR', 'SOCIAL_CARE', 'HUB'),
];

function user(
  userId: string,
  displayName: string,
  role: DemoUser['role'],
  agency: string,
  localAuthority: HubAuthority | 'HUB',
): DemoUser {
  return { userId, displayName, role, agency, localAuthority };
}

/** @throws Error when nobody has that id. */
export function demoUser(userId: string): DemoUser {
  const found = demoUsers.find((candidate) => candidate.userId === userId);
  if (found === undefined) throw new Error(`there is no demo user ${userId}`);
  return found;
}
