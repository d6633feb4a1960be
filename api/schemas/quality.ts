import { z } from 'zod';
import { QUALITY_POINTS } from '../../domain/quality.ts';
import { InstantText } from './common.ts';

export const QualityQuery = z.strictObject({
  from: InstantText.meta({ description: 'Contacts received at this instant or later' }),
  to: InstantText.meta({ description: 'Contacts received before this instant' }),
});

const AgencyQualityAnswer = z
  .object({
    agency: z.string().optional().meta({ description: 'Absent for contacts that came from no agency' }),
    contacts: z.int(),
    meanScore: z.number().min(0).max(100),
    wellFormed: z.int().meta({
      description: 'On the form, complete, all of the household named and agreement stated (K17)',
    }),
    gaps: z
      .array(z.object({ point: z.enum(QUALITY_POINTS), words: z.string(), contacts: z.int() }))
      .meta({ description: 'What was missing, most frequent first' }),
  })
  .meta({ id: 'AgencyQuality' });

export const QualityList = z
  .object({ from: InstantText, to: InstantText, agencies: z.array(AgencyQualityAnswer) })
  .meta({ id: 'QualityList', description: 'One entry for each referring agency that handed in a contact' });
