import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import {
  openRedirects,
  REDIRECT_TARGETS,
  type RedirectCommand,
  type RedirectTarget,
} from '../../domain/referral/redirects.ts';
import { codeWords, TARGET_LABELS } from '../view-models/labels.ts';
import { optionalCode } from './codes.ts';
import { anyOf, choices, oneOf, optionalWords, requiredWords } from './fields.ts';
import { whenField } from './feedback.ts';
import { gatherMoment, optionalMoment } from './moment.ts';
import { readForm, type Task } from './task.ts';

const NEEDED: Readonly<Record<RedirectTarget, { readonly field: string; readonly words: string }>> = {
  LADO: { field: 'worksIn', words: 'Enter the code of the authority in which the person works' },
  ADULTS: { field: 'noChildNeedsHub', words: 'Check first that no child of the home needs the hub' },
  OTHER_LA: { field: 'receiver', words: 'Enter the code of the authority the child is sent on to' },
};

const redirecting = z
  .object({
    to: oneOf(REDIRECT_TARGETS, 'Choose whom to send it to'),
    receiver: optionalCode,
    worksIn: optionalCode,
    noChildNeedsHub: anyOf(['yes']),
    reason: requiredWords('Enter why it is sent on'),
    note: optionalWords,
  })
  .superRefine(({ to, receiver, worksIn, noChildNeedsHub }, context) => {
    const isThere = { LADO: worksIn, ADULTS: noChildNeedsHub[0], OTHER_LA: receiver }[to] !== undefined;
    if (isThere) return;
    context.addIssue({ code: 'custom', path: [NEEDED[to].field], message: NEEDED[to].words });
  })
  .superRefine(({ to, note }, context) => {
    if (to !== 'OTHER_LA' || note !== undefined) return;
    const message = 'Enter what protects the child here until the other authority accepts';
    context.addIssue({ code: 'custom', path: ['note'], message });
  })
  .transform(
    ({ to, receiver, worksIn, noChildNeedsHub, reason, note }): WordedReferralCommand => ({
      type: 'redirect',
      to,
      reason,
      ...(receiver !== undefined && { receiver }),
      ...(worksIn !== undefined && { worksIn }),
      ...(noChildNeedsHub.length > 0 && { noChildNeedsHub: true }),
      ...(note !== undefined && { note }),
    }),
  );

/** Sending on, each step with its page. */
export const REDIRECT_TASKS: Readonly<Record<RedirectCommand['type'], Task>> = {
  recordAllegation: {
    path: 'allegation',
    title: () => 'Record an allegation against somebody who works with children',
    submit: 'Record the allegation',
    lead: 'The record is marked as restricted from now on. The designated officer is told within one working day; what the child needs is decided here as well.',
    fields: () => [
      { kind: 'textarea', name: 'reason', label: 'What is alleged?', rows: 5 },
      whenField('knownAt'),
    ],
    read: (body, { calendar }) => {
      const command = z
        .object({ reason: requiredWords('Enter what is alleged'), knownAt: optionalMoment(calendar) })
        .transform(
          ({ reason, knownAt }): WordedReferralCommand => ({
            type: 'recordAllegation',
            reason,
            ...(knownAt !== undefined && { knownAt }),
          }),
        );
      return readForm(command, gatherMoment(body, 'knownAt'));
    },
  },
  redirect: {
    path: 'redirect',
    title: () => 'Send on to another body',
    submit: 'Record what was sent',
    lead: 'The hub stays responsible, and the clocks run on, until the other side acknowledges.',
    fields: () => [
      {
        kind: 'radios',
        name: 'to',
        label: 'Whom is it sent to?',
        items: choices(REDIRECT_TARGETS, TARGET_LABELS),
      },
      {
        kind: 'text',
        name: 'receiver',
        label: 'Code of the receiving body',
        hint: 'For another authority always. Left blank, it is LADO or ADULT_SERVICES.',
      },
      {
        kind: 'text',
        name: 'worksIn',
        label: 'For the LADO: code of the authority in which the person works',
      },
      {
        kind: 'checkboxes',
        name: 'noChildNeedsHub',
        label: 'For adult services',
        items: [{ value: 'yes', text: 'Somebody has checked that no child of the home needs the hub' }],
      },
      { kind: 'textarea', name: 'reason', label: 'Why is it sent on?', rows: 4 },
      {
        kind: 'textarea',
        name: 'note',
        label: 'For another authority: what protects the child here until it accepts?',
        rows: 3,
      },
    ],
    read: (body) => readForm(redirecting, body),
  },
  acknowledgeRedirect: {
    path: 'redirect-acknowledgement',
    title: () => 'Acknowledge what was sent on',
    submit: 'Record the acknowledgement',
    fields: (referral) => [
      {
        kind: 'radios',
        name: 'redirect',
        label: 'What is acknowledged?',
        items: openRedirects(referral).map(({ no, to, receiver }) => ({
          value: String(no),
          text: `${TARGET_LABELS[to]} (${codeWords(receiver)})`,
        })),
      },
      {
        kind: 'textarea',
        name: 'note',
        label: 'Who acknowledged, and in which writing?',
        hint: 'Only when hub staff record it for the receiver',
        rows: 3,
      },
      whenField('acknowledgedAt'),
    ],
    read: (body, { calendar }) => {
      const command = z
        .object({
          redirect: z
            .string({ error: 'Choose what is acknowledged' })
            .regex(/^\d{1,6}$/, 'Choose what is acknowledged')
            .transform(Number),
          note: optionalWords,
          acknowledgedAt: optionalMoment(calendar),
        })
        .transform(
          ({ redirect, note, acknowledgedAt }): WordedReferralCommand => ({
            type: 'acknowledgeRedirect',
            redirect,
            ...(note !== undefined && { note }),
            ...(acknowledgedAt !== undefined && { acknowledgedAt }),
          }),
        );
      return readForm(command, gatherMoment(body, 'acknowledgedAt'));
    },
  },
};
