import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import { changeChild } from './children.ts';
import type { EnquiryEvent } from './events.ts';
import type { ChildProtection, Onward, ProtectedChild } from './state.ts';

export function afterEnquiryEvent(state: ChildProtection, event: EnquiryEvent): ChildProtection {
  if (event.type === 'EmergencyS47Started') {
    return event.referralRefs.reduce<ChildProtection>(
      (current, ref) => changeChild(current, ref, (child) => startedInEmergency(child, event)),
      state,
    );
  }
  return changeChild(state, event.referralRef, (child) => ofOneChild(child, event));
}

function startedInEmergency(
  child: ProtectedChild,
  { enquiry: kind, occurredAt: startedAt }: Extract<EnquiryEvent, { type: 'EmergencyS47Started' }>,
): ProtectedChild {
  const s47 = { startedAt, kind, isEmergency: true };
  return { ...child, isAdjourned: false, waitsFrom: [...child.waitsFrom, startedAt], s47 };
}

function ofOneChild(
  child: ProtectedChild,
  event: Exclude<EnquiryEvent, { type: 'EmergencyS47Started' }>,
): ProtectedChild {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'ChildSeen': {
      const { seenAt, alone, note, recordedBy: by } = event;
      return { ...child, sightings: [...child.sightings, { seenAt, alone, note, by }] };
    }
    case 'S47Concluded': {
      const { outcome: code, rationale, concludedBy: by, onward, interimProtectionPlan } = event;
      if (child.s47 === undefined) return child;
      const concluded = { ...child, s47: { ...child.s47, outcome: { code, rationale, at, by } } };
      if (onward === undefined) {
        return { ...concluded, conference: { ...(interimProtectionPlan && { interimProtectionPlan }) } };
      }
      const conference = { notRequired: { reason: rationale, at, by } };
      return handedOn({ ...concluded, conference }, onward, rationale, at);
    }
    case 'ConferenceBooked': {
      const { conferenceAt: bookedFor, interimProtectionPlan } = event;
      const plan = interimProtectionPlan && { interimProtectionPlan };
      return { ...child, conference: { ...child.conference, bookedFor, ...plan } };
    }
    case 'ConferenceRecorded': {
      const { heldAt, planMade, category, outcome, lateReason, recordedBy: by } = event;
      const held = {
        at: heldAt,
        planMade,
        ...(category !== undefined && { category }),
        outcome,
        ...(lateReason && { lateReason }),
        by,
      };
      return { ...child, conference: { ...child.conference, held }, end: { stage: 'CLOSED_ICPC', at } };
    }
    case 'ConferenceNotRequired': {
      const { reason, onward, decidedBy: by } = event;
      const conference = { ...child.conference, notRequired: { reason, at, by } };
      return handedOn({ ...child, conference }, onward, reason, at);
    }
  }
}

/** The child goes on to another team, and stays here until it accepts; with no further action the part ends at once. */
export function handedOn(
  child: ProtectedChild,
  { wayOn, receiver, familyAgreed = false }: Onward,
  reason: SealedText,
  at: Instant,
): ProtectedChild {
  const { handedOn: before, ...rest } = child;
  if (wayOn === 'NFA') return { ...rest, end: { stage: 'CLOSED_NFA', at } };
  return {
    ...rest,
    handedOn: {
      no: (before?.no ?? 0) + 1,
      to: wayOn,
      ...(receiver !== undefined && { receiver }),
      familyAgreed,
      isStepDown: child.s47 !== undefined,
      reason,
      at,
    },
  };
}
