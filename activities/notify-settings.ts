import type { MessageTemplate } from './messenger.ts';

/** An account at GOV.UK Notify. */
export type NotifySettings = {
  /** `https://api.notifications.service.gov.uk`, or where a test listens. */
  readonly url: string;
  readonly serviceId: string;
  /** Signs each request; of the API key, never sent. */
  readonly secret: string;
  /**
   * Id of the email template of each message; it needs the places `((reference))` and `((body))`, and that of a
   * `STRATEGY_INVITATION` the place `((link_to_file))` besides.
   */
  readonly templates: ReadonlyMap<string, string>;
};

/** Every message a hub sends. */
const MESSAGES: Readonly<Record<MessageTemplate, true>> = {
  ACKNOWLEDGEMENT: true,
  OUTCOME: true,
  QUESTION: true,
  AGENCY_REQUEST: true,
  AGENCY_CHILD_ADDED: true,
  AGENCY_REMINDER: true,
  AGENCY_LEAD_TOLD: true,
  AGENCY_NOT_NEEDED: true,
  OPEN_CASE_WORKER: true,
  OPEN_CASE_MANAGER: true,
  NOTIFICATION_LEAD: true,
  STRATEGY_INVITATION: true,
  STRATEGY_MINUTES: true,
  LEGAL_ALERT: true,
  AGENCY_ACTION_ASKED: true,
  AGENCY_ACTION_CHASED: true,
  APPROPRIATENESS_ASKED: true,
  PLAN_ACTION_ASKED: true,
  EARLY_HELP_LETTER: true,
  DISPUTE_OPENED: true,
  DISPUTE_RAISED: true,
  DISPUTE_RESOLVED: true,
  PARTNERSHIP_TOLD: true,
};

/** Name of the key, id of the service, secret; the last two are UUIDs. Source: Notify's API documentation. */
const API_KEY =
  /^(?:.*-)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/**
 * Reads an account from an API key as Notify shows it and templates written as `ACKNOWLEDGEMENT:id,OUTCOME:id`.
 * @throws Error naming what does not hold, never the key
 */
export function readNotifySettings({
  apiKey,
  url,
  templates,
}: {
  readonly apiKey: string;
  readonly url: string;
  readonly templates: string;
}): NotifySettings {
  const [, serviceId, secret] = API_KEY.exec(apiKey) ?? [];
  if (serviceId === undefined || secret === undefined) {
    throw new Error('NOTIFY_API_KEY is not written as Notify writes its keys');
  }
  const pairs = templates.split(',').map((pair) => pair.trim().split(':', 2));
  const ids = new Map(pairs.map(([message = '', id = '']) => [message, id]));
  const missing = Object.keys(MESSAGES).filter((message) => !ids.get(message));
  if (missing.length > 0) throw new Error(`NOTIFY_TEMPLATES names no template for ${missing.join(', ')}`);
  return { url, serviceId, secret, templates: ids };
}
