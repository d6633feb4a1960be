import type { Actor } from './actor.ts';
import { DomainError } from './errors.ts';
import type { Instant } from './instant.ts';
import type { DomainEvent } from './ledger.ts';
import type { Mark } from './marks.ts';
import { DECIDING_ROLES } from './referral/outcomes.ts';
import type { SealedText } from './sealed-text.ts';
import type { Channel, Role } from './vocabulary.ts';

/** What agencies tell the hub as a matter of course. Source: the hub's local enumeration `notificationType`. */
export const ROUTED_NOTIFICATIONS = [
  'ENCOMPASS',
  'MISSING',
  'CSE',
  'CCE',
  'PREVENT',
  'FGM',
  'PRIVATE_FOSTERING',
  'NRM',
  'UNBORN',
  'BIRTH',
] as const;
/** With what is none of these, which goes to the manager. */
export const NOTIFICATION_TYPES = [...ROUTED_NOTIFICATIONS, 'OTHER'] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Who looks after a kind of notification, the role they have in the hub, and what they must not leave out. */
export type NotificationRoute = {
  /** Code of the named lead, such as `PREVENT_LEAD`. */
  readonly lead: string;
  readonly role: Role;
  /** Whether the lead says what came of considering the National Referral Mechanism. */
  readonly considersNrm: boolean;
};
export type NotificationRoutes = Readonly<Record<(typeof ROUTED_NOTIFICATIONS)[number], NotificationRoute>>;

/** Where everything goes under rules that route nothing. */
export const MANAGERS_ROUTE: NotificationRoute = {
  lead: 'TEAM_MANAGER',
  role: 'TEAM_MANAGER',
  considersNrm: false,
};

/** Who looks after notifications of a kind. */
export function routeOf(type: NotificationType, routes: NotificationRoutes | undefined): NotificationRoute {
  return type === 'OTHER' || routes === undefined ? MANAGERS_ROUTE : routes[type];
}

/** What came of considering the National Referral Mechanism. */
export const NRM_CONSIDERATIONS = ['REFERRED', 'ALREADY_REFERRED', 'NOT_INDICATED'] as const;
export type NrmConsideration = (typeof NRM_CONSIDERATIONS)[number];

/** What was told. Personal: it is sealed. */
export type NotificationForm = {
  readonly summary: string;
  readonly childName?: string;
  readonly dateOfBirth?: string;
  readonly from?: string;
  readonly policeReference?: string;
};

export type NotificationEvent = DomainEvent &
  (
    | {
        readonly type: 'NotificationReceived';
        readonly notificationRef: string;
        readonly notificationType: NotificationType;
        readonly receivedAt: Instant;
        readonly channel: Channel;
        readonly localAuthority: string;
        readonly agency?: string;
        readonly route: NotificationRoute;
        readonly form: SealedText;
        readonly marks: readonly Mark[];
      }
    | {
        readonly type: 'NotificationAcknowledged';
        readonly acknowledgedBy: string;
        readonly nrm?: NrmConsideration;
        readonly note?: SealedText;
      }
    /** It turned out to be a worry about a child: a contact was begun from it, and stays linked. */
    | { readonly type: 'NotificationEscalated'; readonly contactRef: string; readonly escalatedBy: string }
  );

/** A notification is told to its lead and is done. It is no case: it has no decision and no clock. */
export type Notification = {
  readonly notificationRef: string;
  readonly notificationType: NotificationType;
  readonly receivedAt: Instant;
  readonly channel: Channel;
  readonly localAuthority: string;
  readonly agency?: string;
  readonly route: NotificationRoute;
  readonly form: SealedText;
  readonly marks: readonly Mark[];
  readonly acknowledgedAt?: Instant;
  readonly acknowledgedBy?: string;
  readonly nrm?: NrmConsideration;
  readonly note?: SealedText;
  /** Contacts begun from it, in order. */
  readonly contactRefs: readonly string[];
};

export function evolveNotification(
  notification: Notification | undefined,
  event: NotificationEvent,
): Notification {
  if (event.type === 'NotificationReceived') {
    const { type: _type, occurredAt: _occurredAt, ...received } = event;
    return { ...received, contactRefs: [] };
  }
  if (notification === undefined) throw new Error(`a notification cannot begin with ${event.type}`);
  switch (event.type) {
    case 'NotificationAcknowledged': {
      const { occurredAt: acknowledgedAt, acknowledgedBy, nrm, note } = event;
      return { ...notification, acknowledgedAt, acknowledgedBy, ...(nrm && { nrm }), ...(note && { note }) };
    }
    case 'NotificationEscalated':
      return { ...notification, contactRefs: [...notification.contactRefs, event.contactRef] };
  }
}

/** Whether somebody with this role answers for a notification: its lead, or a manager in their place. */
export function mayAcknowledge(
  { route }: Pick<Notification, 'route'>,
  { role }: Pick<Actor, 'role'>,
): boolean {
  return role === route.role || DECIDING_ROLES.includes(role);
}

/**
 * The lead has taken a notification up.
 * @throws DomainError NOT_PERMITTED, ALREADY_ACKNOWLEDGED, MISSING_FIELD
 */
export function acknowledgeNotification(
  notification: Notification,
  { nrm, note }: { readonly nrm?: NrmConsideration; readonly note?: SealedText },
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): NotificationEvent[] {
  if (!mayAcknowledge(notification, actor)) {
    throw new DomainError('NOT_PERMITTED', 'Only the named lead or a manager acknowledges a notification');
  }
  if (notification.acknowledgedAt !== undefined) {
    throw new DomainError('ALREADY_ACKNOWLEDGED', 'The lead has acknowledged this notification');
  }
  if (notification.route.considersNrm && nrm === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'Say what came of considering the National Referral Mechanism',
      'nrm',
    );
  }
  return [
    {
      type: 'NotificationAcknowledged',
      occurredAt: now,
      acknowledgedBy: actor.userId,
      ...(nrm && { nrm }),
      ...(note && { note }),
    },
  ];
}
