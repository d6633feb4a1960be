import type { FollowOnName } from '../../domain/follow-on/state.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { AGENCY_ACTION_FORMS, agencyActionSections } from './agency-action.ts';
import { ASSESSMENT_FORMS } from './assessment.ts';
import { assessmentSections } from './assessment-sections.ts';
import { CHILD_PROTECTION_FORMS } from './child-protection.ts';
import { childProtectionSections } from './child-protection-sections.ts';
import { COMMON_FORMS } from './common.ts';
import { DISPUTE_FORMS } from './dispute.ts';
import { disputeSections } from './dispute-sections.ts';
import { EARLY_HELP_FORMS } from './early-help.ts';
import { earlyHelpSections } from './early-help-sections.ts';
import type { CaseForm } from './form.ts';
import type { Section, SectionContext } from './sections.ts';

/** The forms of each kind of case, by the name of the command. */
const FORMS: Readonly<Record<FollowOnName, Readonly<Record<string, CaseForm>>>> = {
  CHILD_PROTECTION: CHILD_PROTECTION_FORMS,
  ASSESSMENT: ASSESSMENT_FORMS,
  EARLY_HELP: EARLY_HELP_FORMS,
  AGENCY_ACTION: AGENCY_ACTION_FORMS,
  DISPUTE: DISPUTE_FORMS,
};

/** The form of a command; undefined for one that has no page. */
export function formOf(kind: FollowOnName, action: string): CaseForm | undefined {
  return FORMS[kind][action] ?? COMMON_FORMS[action];
}

/** What a case shows of itself. */
export function sectionsOf(state: FollowOn, context: SectionContext): readonly Section[] {
  switch (state.kind) {
    case 'AGENCY_ACTION':
      return agencyActionSections(state, context);
    case 'ASSESSMENT':
      return assessmentSections(state, context);
    case 'DISPUTE':
      return disputeSections(state, context);
    case 'EARLY_HELP':
      return earlyHelpSections(state, context);
    case 'CHILD_PROTECTION':
      return childProtectionSections(state, context);
  }
}
