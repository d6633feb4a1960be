import { changeChild } from './children.ts';
import type { ImmediateProtectionEvent } from './events.ts';
import type { ChildProtection, ImmediateProtection } from './state.ts';

export function afterProtectionEvent(
  state: ChildProtection,
  event: ImmediateProtectionEvent,
): ChildProtection {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'PoliceProtectionRecorded': {
      const { from, reason, recordedBy } = event;
      return added(state, event.referralRef, { kind: 'POLICE_PROTECTION', from, reason, recordedBy });
    }
    case 'EpoRecorded': {
      const { madeAt: from, expiresAt, recordedBy } = event;
      const ends = expiresAt !== undefined && { expiresAt };
      return added(state, event.referralRef, { kind: 'EPO', from, recordedBy, ...ends });
    }
    case 'PoliceProtectionEnded': {
      const { endedAt, how } = event;
      return inForce(state, event.referralRef, (one) =>
        one.kind === 'POLICE_PROTECTION' ? { ...one, ended: { at: endedAt, how } } : one,
      );
    }
    case 'EpoExtended': {
      const { expiresAt } = event;
      return inForce(state, event.referralRef, (one) => {
        if (one.kind !== 'EPO') return one;
        const { expiresAt: _before, ...rest } = one;
        return { ...rest, extendedAt: at, ...(expiresAt !== undefined && { expiresAt }) };
      });
    }
    case 'EpoEnded': {
      const { endedAt, how } = event;
      return inForce(state, event.referralRef, (one) =>
        one.kind === 'EPO' ? { ...one, ended: { at: endedAt, how } } : one,
      );
    }
    case 'LegalAlertGiven': {
      const { type: _type, occurredAt: _at, ...alert } = event;
      return { ...state, legalAlerts: [...state.legalAlerts, { ...alert, at }] };
    }
  }
}

function added(state: ChildProtection, ref: string, protection: ImmediateProtection): ChildProtection {
  return changeChild(state, ref, (child) => ({ ...child, protections: [...child.protections, protection] }));
}

function inForce(
  state: ChildProtection,
  ref: string,
  change: (protection: ImmediateProtection) => ImmediateProtection,
): ChildProtection {
  return changeChild(state, ref, (child) => ({
    ...child,
    protections: child.protections.map((one) => (one.ended === undefined ? change(one) : one)),
  }));
}
